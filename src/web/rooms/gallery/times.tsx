import { useState } from 'react';
import { CountdownRing, DayGrid, type GridSlot, TimeWindowGrid } from '../../ui/index.ts';
import type { TimeWindow } from '../../ui/time-windows.ts';
import { gallery } from '../../words/gallery.ts';
import { useWords } from '../../words/language.tsx';
import { Sample } from './controls.tsx';

const START: TimeWindow[] = [
  { weekday: 2, from: '18:00', to: '20:00' },
  { weekday: 3, from: '12:00', to: '18:00' },
  { weekday: 4, from: '16:00', to: '20:00' },
];
const slot = (day: string, time: string, state: GridSlot['state'] = 'free'): GridSlot => ({ id: `${day} ${time}`, day, time, state });
const SLOTS = [
  slot('2026-03-03', '09:10'),
  slot('2026-03-04', '14:00'),
  slot('2026-03-04', '15:20'),
  slot('2026-03-04', '16:10'),
  slot('2026-03-05', '17:30', 'held'),
  slot('2026-03-05', '18:40'),
  slot('2026-03-06', '10:00'),
  slot('2026-03-06', '16:30', 'taken'),
];
const DAYS = ['2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'].map((day) => ({ day }));

export function TimeSamples() {
  const w = useWords(gallery);
  const [windows, setWindows] = useState(START);
  const [held, setHeld] = useState('2026-03-05 17:30');
  const [now] = useState(Date.now);
  const parts = [
    { label: w.morning, from: '00:00' },
    { label: w.afternoon, from: '12:00' },
    { label: w.evening, from: '16:00' },
  ];
  const slots = SLOTS.map((one): GridSlot => (one.state === 'taken' ? one : { ...one, state: one.id === held ? 'held' : 'free' }));
  return (
    <>
      <Sample title={w.week}>
        <div data-density="dicht">
          <TimeWindowGrid label={w.times} value={windows} onChange={setWindows} />
        </div>
      </Sample>
      <Sample title={w.grid}>
        <DayGrid
          label={w.freeTimes}
          days={DAYS}
          parts={parts}
          slots={slots}
          wished={(day, part) => {
            const end = parts[parts.findIndex((one) => one.from === part.from) + 1]?.from ?? '24:00';
            return windows.some((one) => one.weekday === Temporal.PlainDate.from(day).dayOfWeek && one.to > part.from && one.from < end);
          }}
          onPick={(picked) => setHeld(picked.id)}
        />
      </Sample>
      <Sample title={w.ring}>
        <div className="row">
          <CountdownRing until={now + 402_000} total={600} />
          <span className="s">{w.heldForYou}</span>
        </div>
        <div className="row">
          <CountdownRing until={now + 114_000} total={600} />
          <b className="s partly">{w.twoMinutes}</b>
        </div>
        <div className="row">
          <CountdownRing until={now - 1000} total={600} />
          <span className="s">{w.expired}</span>
        </div>
      </Sample>
    </>
  );
}

import { Play, Square } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, Icon } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { amountOf, minutesBetween } from './amount.ts';
import { clock } from './day.ts';
import type { Draft, Target } from './draft.ts';
import { useUnits } from './units.ts';

const timeOf = (local: string) => local.slice(11, 16);
const pad = (value: number) => String(value).padStart(2, '0');

function useSeconds(since: number | null): number {
  const [now, setNow] = useState(() => clock.now().epochMilliseconds);
  useEffect(() => {
    if (since === null) return;
    const timer = setInterval(() => setNow(clock.now().epochMilliseconds), 500);
    return () => clearInterval(timer);
  }, [since]);
  return since === null ? 0 : Math.max(0, Math.floor((now - since) / 1000));
}

/** Start, the running time with its units, end; or the times typed. */
export function RunClock(props: {
  visit: Pick<Target, 'start' | 'end' | 'setting' | 'counting'>;
  draft: Pick<Draft, 'start' | 'end' | 'startedAt'>;
  change: (part: Pick<Draft, 'start' | 'end' | 'startedAt'>) => void;
  error?: string;
}) {
  const w = useWords(visitWords);
  const { visit, draft, change } = props;
  const [typing, setTyping] = useState(false);
  const running = draft.start !== null && draft.end === null;
  const seconds = useSeconds(running ? draft.startedAt : null);
  const begin = () => change({ start: clock.local(), end: null, startedAt: clock.now().epochMilliseconds });
  const minutes = running ? Math.floor(seconds / 60) : draft.start && draft.end ? minutesBetween(draft.start, draft.end) : 0;
  return (
    <section className={running ? 'run on' : 'run'} aria-label={running ? w.runningUnit : w.times}>
      {draft.start === null ? (
        <>
          <div>
            <p className="q s">{w.planned(timeOf(visit.start), timeOf(visit.end))}</p>
            <p className="t">00:00</p>
          </div>
          <button className="round" type="button" onClick={begin}>
            <Icon of={Play} />
            {w.start}
          </button>
        </>
      ) : running ? (
        <>
          <div>
            <p className="q s">{w.from(timeOf(draft.start))}</p>
            <p className="t" role="timer" aria-label={w.spoken(minutes)}>
              {clockFace(seconds)}
            </p>
            <Worth visit={visit} minutes={minutes} going />
          </div>
          <button
            className="round"
            type="button"
            onClick={() => change({ start: draft.start, end: clock.local(), startedAt: draft.startedAt })}
          >
            <Icon of={Square} />
            {w.end}
          </button>
        </>
      ) : (
        <>
          <div>
            <p className="q s">{w.fromTill(timeOf(draft.start), timeOf(draft.end ?? ''))}</p>
            <p className="t">{clockFace(minutes * 60)}</p>
            <Worth visit={visit} minutes={minutes} />
          </div>
          {draft.startedAt !== null ? (
            <button
              className="round off"
              type="button"
              onClick={() => change({ start: draft.start, end: null, startedAt: draft.startedAt })}
            >
              <Icon of={Play} />
              {w.goOn}
            </button>
          ) : (
            <button className="round off" type="button" onClick={begin}>
              <Icon of={Play} />
              {w.start}
            </button>
          )}
        </>
      )}
      {props.error && (
        <p className="below err wide" role="alert">
          {props.error}
        </p>
      )}
      <div className="row wrap wide">
        <Button kind="quiet" onPress={() => change({ start: visit.start, end: visit.end, startedAt: null })}>
          {w.takePlanned}
        </Button>
        <Button kind="quiet" expanded={typing} onPress={() => setTyping(!typing)}>
          {w.typeTimes}
        </Button>
      </div>
      {typing && <Typed {...props} />}
    </section>
  );
}

/** "0,75 TE · in 13 Min. 1,00 TE" */
function Worth({ visit, minutes, going }: { visit: Pick<Target, 'setting' | 'counting'>; minutes: number; going?: boolean }) {
  const w = useWords(visitWords);
  const units = useUnits();
  const { hundredths, next } = amountOf(visit.setting, minutes, visit.counting);
  return (
    <p className="s">
      <b>{w.units(units(hundredths))}</b>{' '}
      <span className="q">{going ? w.until(next.inMinutes, units(next.hundredths)) : hundredths === 0 && minutes > 0 ? w.short : ''}</span>
    </p>
  );
}

function Typed({ visit, draft, change }: Parameters<typeof RunClock>[0]) {
  const w = useWords(visitWords);
  const day = visit.start.slice(0, 10);
  const at = (clockTime: string) => (clockTime === '' ? null : `${day}T${clockTime}`);
  return (
    <div className="two wide">
      <label className="field">
        <span className="label">{w.startAt}</span>
        <input
          className="input num"
          type="time"
          value={draft.start ? timeOf(draft.start) : ''}
          onChange={({ target }) => change({ start: at(target.value), end: draft.end, startedAt: null })}
        />
      </label>
      <label className="field">
        <span className="label">{w.endAt}</span>
        <input
          className="input num"
          type="time"
          value={draft.end ? timeOf(draft.end) : ''}
          onChange={({ target }) => change({ start: draft.start, end: at(target.value), startedAt: null })}
        />
      </label>
    </div>
  );
}

/** "47:12", from an hour on "1:02:33". */
export function clockFace(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(rest)}` : `${pad(minutes)}:${pad(rest)}`;
}

import { useState } from 'react';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { EXCUSES, type Excuse } from '#rooms/scheduling/rules/outcome.ts';
import { call } from '../../call.ts';
import { announce, Button, Chips, SelectField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { useAct } from './data.ts';
import { Fault } from './fault.tsx';

/** Why somebody did not come: a keyword, and "none given" is an answer, too. */
export function ExcuseField({ value, onChange }: { value: Excuse | null; onChange: (excuse: Excuse | null) => void }) {
  const w = useWords(calendar);
  return (
    <SelectField
      label={w.excuse}
      hint={w.excuseHint}
      empty="–"
      choices={EXCUSES.map((one) => ({ value: one, label: w.excuses[one] }))}
      value={value}
      onChange={onChange}
    />
  );
}

/** The reason, known only now. */
export function NoteExcuse({ appointment, atDesk = false }: { appointment: Appointment; atDesk?: boolean }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const [excuse, setExcuse] = useState<Excuse | null>(appointment.excuse);
  const note = async () => {
    if (!excuse) return;
    const step = atDesk ? scheduling.deskNoteExcuse : scheduling.noteExcuse;
    const done = await act(() => call(step, { params: { id: appointment.id }, ifMatch: appointment.version, body: { excuse } }));
    if (done) announce(w.excuseDone);
  };
  return (
    <details className="more">
      <summary>{w.excuseTitle}</summary>
      <div className="stack excuse">
        <ExcuseField value={excuse} onChange={setExcuse} />
        <Fault text={fault} />
        <div>
          <Button
            missing={excuse ? [] : [{ what: w.excuse, go: () => document.querySelector<HTMLElement>('.excuse select')?.focus() }]}
            onPress={note}
          >
            {w.excuseNow}
          </Button>
        </div>
      </div>
    </details>
  );
}

const LATE_MINUTES = ['5', '10', '15', '20', '30'] as const;

/** "Kam später": one tap for the usual minutes, with the mark or after it. */
export function CameLate({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const late = async (minutes: number) => {
    const done = await act(() =>
      call(scheduling.markLate, { params: { id: appointment.id }, ifMatch: appointment.version, body: { minutes } }),
    );
    if (done) announce(w.cameLateDone(minutes));
  };
  return (
    <details className="more">
      <summary>{w.cameLate}</summary>
      <div className="stack">
        <Fault text={fault} />
        <Chips
          label={w.cameLateHow}
          choices={LATE_MINUTES.map((value) => ({ value, label: w.minutes(Number(value)) }))}
          value={LATE_MINUTES.filter((one) => Number(one) === appointment.lateMinutes)}
          onChange={(chosen) => {
            const minutes = chosen.find((one) => Number(one) !== appointment.lateMinutes);
            if (minutes) void late(Number(minutes));
          }}
        />
      </div>
    </details>
  );
}

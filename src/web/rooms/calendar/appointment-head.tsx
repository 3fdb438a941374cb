import type { ReactNode } from 'react';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import { State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useNow } from './now.ts';
import { OUTCOME_TONES, outcomeNow } from './outcome.ts';

/** When an appointment is, what it is, and how it stands; what else is to be said of it comes behind. */
export function AppointmentHead({ appointment, children }: { appointment: Appointment; children?: ReactNode }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const outcome = outcomeNow(appointment, useNow());
  return (
    <>
      <p className="b">
        {format.whenLong(appointment.startsAt)} – {format.clock(appointment.endsAt)}
      </p>
      <p className="row wrap">
        <span>
          {c.slotKind[appointment.kind]}, {c.modality[appointment.modality]}
        </span>
        <State tone={OUTCOME_TONES[outcome]}>{w.outcome[outcome]}</State>
        {appointment.lateMinutes !== null && <span className="q">{w.lateBy(appointment.lateMinutes)}</span>}
        {appointment.excuse && appointment.excuse !== 'none' && <span className="q">{w.excuses[appointment.excuse]}</span>}
        {children}
      </p>
    </>
  );
}

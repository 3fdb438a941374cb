import type { Appointment } from '#rooms/scheduling/contract.ts';
import type { AppointmentState } from '#rooms/scheduling/rules/appointment.ts';
import { type Outcome, outcomeOf } from '#rooms/scheduling/rules/outcome.ts';

/** What became of an appointment as it stands on the wire. */
export function outcomeNow(appointment: Appointment, now: Temporal.Instant): Outcome {
  const { state, cancelledHow, lateMinutes, excuse, movedBy, reason } = appointment;
  return outcomeOf({
    state: (state === 'cancelled' ? `cancelled/${cancelledHow}` : state) as AppointmentState,
    start: Temporal.Instant.from(appointment.startsAt),
    now,
    lateMinutes,
    excuse,
    movedBy,
    reason,
  });
}

/** Shape and colour of an outcome; the word is always beside it. */
export const OUTCOME_TONES = {
  ahead: 'act',
  unmarked: 'open',
  attended: 'yes',
  'attended-late': 'yes',
  missed: 'partly',
  'missed-excused': 'open',
  'cancelled-in-time': 'open',
  'cancelled-late': 'partly',
  'cancelled-late-excused': 'open',
  'withdrawn-by-practice': 'open',
  'withdrawn-by-network': 'open',
  'ended-with-therapy': 'open',
  'moved-by-client': 'open',
  'moved-by-practice': 'open',
  'moved-by-network': 'open',
  moved: 'open',
} as const satisfies Record<Outcome, 'act' | 'open' | 'yes' | 'partly'>;

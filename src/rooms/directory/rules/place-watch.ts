import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import { PLACE_LIMITS, type PlaceState } from './place.ts';

/** States in which a place or seat belongs to somebody (I2, I3). */
const BOUND: readonly PlaceState[] = ['reserved', 'trial', 'occupied'];
/** States in which a group's seat cannot be given to somebody else (A.4 clarification on seats and holds). */
const GIVEN: readonly PlaceState[] = ['held', ...BOUND, 'ending'];

/** True where exactly one request must stand on the place (I2). */
export function isBound(state: PlaceState): boolean {
  return BOUND.includes(state);
}

/** Free and taken seats of a group. `taken` counts reserved, trial and occupied (I3); free counts holds and endings as gone, too. */
export function seatsOf(max: number, states: readonly PlaceState[]): { taken: number; free: number } {
  const given = states.filter((state) => GIVEN.includes(state)).length;
  return { taken: states.filter(isBound).length, free: Math.max(0, max - given) };
}

/** Days after the fit decision became overdue on which somebody is reminded (PL9). */
export const DECISION_REMINDERS = [
  { day: 0, to: 'therapist' },
  { day: 7, to: 'therapist' },
  { day: 14, to: 'coordinator' },
] as const;
export type DecisionReminder = (typeof DECISION_REMINDERS)[number];

/** The reminders that are due by now, oldest first; Berlin calendar days since the decision became overdue. */
export function dueReminders(overdueSince: Temporal.Instant, now: Temporal.Instant): DecisionReminder[] {
  const days = daysBetween(dayInBerlin(overdueSince), dayInBerlin(now));
  return DECISION_REMINDERS.filter((reminder) => reminder.day <= days);
}

/** True when the coordinator must ask each client about re-placing: the interruption is longer than 42 Berlin days (PL14). */
export function interruptionTooLong(interruptedSince: Temporal.Instant | null, now: Temporal.Instant): boolean {
  return interruptedSince !== null && daysBetween(dayInBerlin(interruptedSince), dayInBerlin(now)) > PLACE_LIMITS.interruptionDays;
}

/** The first day on which a pair that did not fit may be offered again: the same calendar day 24 months later (A.4 clarification H14). */
export function pairFreeFrom(releasedAt: Temporal.Instant): Temporal.PlainDate {
  return dayInBerlin(releasedAt).add({ months: PLACE_LIMITS.pairBlockedMonths });
}

/** The day from which a place in `ending` may start with somebody else (PL10). */
export function startAfterEnd(endDay: Temporal.PlainDate): Temporal.PlainDate {
  return endDay.add({ days: 1 });
}

/** True if a task should propose to open a reserved place again: 7 days after its first appointment failed without a successor (PL6). */
export function proposeReopening(failedAt: Temporal.Instant, hasBookedSuccessor: boolean, now: Temporal.Instant): boolean {
  return !hasBookedSuccessor && daysBetween(dayInBerlin(failedAt), dayInBerlin(now)) >= PLACE_LIMITS.proposeReopenDays;
}

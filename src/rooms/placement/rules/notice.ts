import { BERLIN, berlinInstant, inBerlin } from '#kernel/time.ts';
import type { Policy } from './cancellation-policy.ts';

/** True on a public holiday at the practice's location. */
export type IsHoliday = (day: Temporal.PlainDate) => boolean;

type Rule = Pick<Policy, 'noticeHours' | 'noticeMode'>;

/** The notice deadline on both clocks; they part where the clocks change in between. */
export interface Deadline {
  /** The reading of a clock in Berlin. */
  wall: Temporal.PlainDateTime;
  /** Whole elapsed hours before the start; in mode workingDays the same moment as `wall`. */
  elapsed: Temporal.Instant;
}

/** The deadline of an appointment (rule book A.5.3 and its clarification on working days: Mon-Fri, no public holiday). */
export function deadlineOf(rule: Rule, start: Temporal.Instant, isHoliday: IsHoliday): Deadline {
  const local = inBerlin(start).toPlainDateTime();
  if (rule.noticeMode === 'wallClock') {
    return { wall: local.subtract({ hours: rule.noticeHours }), elapsed: start.subtract({ hours: rule.noticeHours }) };
  }
  let day = local.toPlainDate();
  for (let left = rule.noticeHours / 24; left > 0; ) {
    day = day.subtract({ days: 1 });
    if (day.dayOfWeek <= 5 && !isHoliday(day)) left -= 1;
  }
  const time = local.toPlainTime();
  // without a day in between it is the start itself, also in the hour that the autumn night has twice
  const elapsed = rule.noticeHours === 0 ? start : berlinInstant(day, time);
  return { wall: day.toPlainDateTime(time), elapsed };
}

/** True if a receipt is early enough on the clock that is better for the patient; the deadline itself is early enough. To the second and below. */
export function isInTime(rule: Rule, start: Temporal.Instant, receivedAt: Temporal.Instant, isHoliday: IsHoliday): boolean {
  const { wall, elapsed } = deadlineOf(rule, start, isHoliday);
  const read = inBerlin(receivedAt).toPlainDateTime();
  const early = Temporal.PlainDateTime.compare(read, wall) <= 0 || Temporal.Instant.compare(receivedAt, elapsed) <= 0;
  // in the autumn night the clock may read a time before the start although the start has passed
  return early && Temporal.Instant.compare(receivedAt, start) <= 0;
}

/** True if the text was there before the deadline on both clocks; exactly at the deadline is too late (A.5 clarification on C3). */
export function textWasInTime(rule: Rule, start: Temporal.Instant, deliveredAt: Temporal.Instant, isHoliday: IsHoliday): boolean {
  const { wall, elapsed } = deadlineOf(rule, start, isHoliday);
  const read = inBerlin(deliveredAt).toPlainDateTime();
  return Temporal.PlainDateTime.compare(read, wall) < 0 && Temporal.Instant.compare(deliveredAt, elapsed) < 0;
}

/** The last moment at which cancelling is free, as the caller is told it: the later of the two clocks. */
export function lastFreeMoment(rule: Rule, start: Temporal.Instant, isHoliday: IsHoliday): Temporal.ZonedDateTime {
  const { wall, elapsed } = deadlineOf(rule, start, isHoliday);
  const byWall = wall.toZonedDateTime(BERLIN).toInstant();
  return inBerlin(Temporal.Instant.compare(byWall, elapsed) > 0 ? byWall : elapsed);
}

/** How AP4 ends: in time or late. Without a policy every cancellation before the start is in time. */
export function cancellationState(
  rule: Rule | null,
  start: Temporal.Instant,
  receivedAt: Temporal.Instant,
  isHoliday: IsHoliday,
): 'cancelled/patient_in_time' | 'cancelled/patient_late' {
  const inTime = isInTime(rule ?? { noticeHours: 0, noticeMode: 'wallClock' }, start, receivedAt, isHoliday);
  return inTime ? 'cancelled/patient_in_time' : 'cancelled/patient_late';
}

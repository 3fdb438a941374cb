import { berlinInstant, dayInBerlin, daysBetween } from '#kernel/time.ts';

/** Days for which a confirmation counts (rule book A.1.3, A.4.1 H1); a default that a network may set. */
export const FRESH_DAYS = 14;

/**
 * True while a confirmation is at most 14 Berlin calendar days old: confirmed on the 1st at any hour, it counts through the end of the
 * 15th. Counted in days, not hours, so that nothing turns stale in the middle of a call, and a clock change moves nothing.
 * @param confirmedAt null where nobody has confirmed yet: never fresh
 */
export function isFresh(confirmedAt: Temporal.Instant | null, now: Temporal.Instant, days: number = FRESH_DAYS): boolean {
  return confirmedAt !== null && daysBetween(dayInBerlin(confirmedAt), dayInBerlin(now)) <= days;
}

/** The first moment at which a confirmation no longer counts: midnight in Berlin after its last day. */
export function freshUntil(confirmedAt: Temporal.Instant, days: number = FRESH_DAYS): Temporal.Instant {
  return berlinInstant(dayInBerlin(confirmedAt).add({ days: days + 1 }), Temporal.PlainTime.from('00:00'));
}

/** The earliest confirmation that still counts now; for the database's own comparison (`confirmed_at >= …`). */
export function freshSince(now: Temporal.Instant, days: number = FRESH_DAYS): Temporal.Instant {
  return berlinInstant(dayInBerlin(now).subtract({ days }), Temporal.PlainTime.from('00:00'));
}

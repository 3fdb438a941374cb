/** Tries counted under one keyed hash: of an account, a source, or both together. */
export interface Tries {
  tries: number;
  blockedUntil: Temporal.Instant;
  touchedAt: Temporal.Instant;
}

export const FREE_TRIES = 5;
export const LONGEST_WAIT_SECONDS = 300;
const FORGOTTEN_AFTER_HOURS = 24;
const KNOWN_DAYS = 90;

/** Seconds to wait after so many failures in a row: five are free, then 1, 2, 4 … 300 (security 4.4.8). */
export function waitAfter(tries: number): number {
  if (tries <= FREE_TRIES) return 0;
  return Math.min(LONGEST_WAIT_SECONDS, 2 ** Math.min(20, tries - FREE_TRIES - 1));
}

/** Seconds that are left to wait, 0 where another try is free. */
export function waitLeft(counted: Tries | undefined, now: Temporal.Instant): number {
  if (!counted) return 0;
  return Math.max(0, Math.ceil(now.until(counted.blockedUntil).total('seconds')));
}

/** The count after one more failure; a day without any forgets the earlier ones. */
export function afterFailure(counted: Tries | undefined, now: Temporal.Instant): Tries {
  const forgotten = counted ? counted.touchedAt.until(now).total('hours') >= FORGOTTEN_AFTER_HOURS : true;
  const tries = (forgotten ? 0 : (counted?.tries ?? 0)) + 1;
  return { tries, blockedUntil: now.add({ seconds: waitAfter(tries) }), touchedAt: now };
}

/**
 * Whether an account has signed in fully from this source before: then only failures from this very source count against it, so that
 * strangers elsewhere cannot keep its owner out.
 */
export function isKnownPlace(known: Tries | undefined, now: Temporal.Instant): boolean {
  return known !== undefined && known.touchedAt.until(now).total('hours') < KNOWN_DAYS * 24;
}

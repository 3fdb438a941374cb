import { ageOn, dayInBerlin } from '#kernel/time.ts';

/** Age in whole years today; null where the birth date is not known. */
export function ageOf(birthDate: string | null, now: Temporal.Instant): number | null {
  return birthDate === null ? null : ageOn(Temporal.PlainDate.from(birthDate), dayInBerlin(now));
}

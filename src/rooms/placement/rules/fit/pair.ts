import type { Marker, ProblemCode } from '#kernel/codes.ts';
import type { FitRule } from './rule.ts';

/** A therapist's confidential exclusion (Idiosynkrasie). Both days inclusive, ISO. */
export interface Exclusion {
  code: ProblemCode | Marker;
  validFrom?: string | undefined;
  validTo?: string | undefined;
}

/**
 * H5: whether any exclusion valid on a day names one of the request's codes or markers, compared literally. The answer
 * never says which one; only the store and its tests call this.
 */
export function exclusionHit(exclusions: readonly Exclusion[], codes: readonly (ProblemCode | Marker)[], day: string): boolean {
  return exclusions.some(
    ({ code, validFrom, validTo }) =>
      codes.includes(code) && (validFrom === undefined || validFrom <= day) && (validTo === undefined || day <= validTo),
  );
}

/** H14: the ISO day from which a pair is free again after a failed fit: the same calendar day 24 months later (its month's last day, § 188 (3) BGB). */
export function pairFreeFrom(releasedOn: string, rule: Pick<FitRule, 'pairBlockMonths'>): string {
  return Temporal.PlainDate.from(releasedOn).add({ months: rule.pairBlockMonths }).toString();
}

/** H14: whether a failed fit still keeps the pair apart on a day. */
export function pairStillBlocked(releasedOn: string, day: string, rule: Pick<FitRule, 'pairBlockMonths'>): boolean {
  return day < pairFreeFrom(releasedOn, rule);
}

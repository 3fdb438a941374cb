import type { InsuranceKind } from '#kernel/codes.ts';
import { ageOn, dayInBerlin, daysBetween } from '#kernel/time.ts';

/** Trial sessions (Probatorik) before a start, and when the decision is overdue (rule book A.2.1, PL7, PL9). */
export const TRIAL = {
  /** Psychotherapie-Richtlinie: at least 2 trial sessions before therapy; the Sprechstunde does not count. */
  minSessions: 2,
  adults: { sessions: 4, days: 70 },
  minors: { sessions: 6, days: 98 },
} as const;

/** Trial sessions still missing before a start can be confirmed; only public insurance demands them here. */
export function trialSessionsMissing(insurance: InsuranceKind, attendedTrials: number): number {
  return insurance === 'GKV' ? Math.max(0, TRIAL.minSessions - attendedTrials) : 0;
}

/**
 * The day by which somebody has decided whether it fits (PL9), as long as no session limit comes first.
 * @param birthDate ISO date, null where nobody knows it: then the limit of adults holds
 */
export function decisionDueOn(startedAt: Temporal.Instant, birthDate: string | null): Temporal.PlainDate {
  const began = dayInBerlin(startedAt);
  const minor = birthDate !== null && ageOn(Temporal.PlainDate.from(birthDate), began) < 18;
  return began.add({ days: (minor ? TRIAL.minors : TRIAL.adults).days });
}

/** How long a decision may stay open. */
export type TrialLimits = { readonly sessions: number; readonly days: number };

/**
 * The moment since which the fit decision is overdue, or null: the day on which the last allowed session took place, or the last
 * allowed day since the trial began, whichever came first.
 * @param minor under 18 when the trial began
 * @param sessions starts of the attended trial sessions, in any order
 * @returns the start of the session that reached the limit, or the start of the trial plus the days
 */
export function decisionOverdueSince(
  trial: { startedAt: Temporal.Instant; minor: boolean; sessions: readonly Temporal.Instant[] },
  now: Temporal.Instant,
  limits: { adults: TrialLimits; minors: TrialLimits } = TRIAL,
): Temporal.Instant | null {
  const limit = trial.minor ? limits.minors : limits.adults;
  const bySessions = [...trial.sessions].sort(Temporal.Instant.compare)[limit.sessions - 1];
  const days = daysBetween(dayInBerlin(trial.startedAt), dayInBerlin(now));
  const byDays = days >= limit.days ? trial.startedAt.toZonedDateTimeISO('Europe/Berlin').add({ days: limit.days }).toInstant() : undefined;
  if (bySessions === undefined) return byDays ?? null;
  if (byDays === undefined) return Temporal.Instant.compare(bySessions, now) <= 0 ? bySessions : null;
  return Temporal.Instant.compare(bySessions, byDays) <= 0 ? bySessions : byDays;
}

import type { LanguageLevel, OfferKind } from '#kernel/codes.ts';

export const SOFT_IDS = ['S1', 'S2', 'S3', 'S4', 'S5', 'S6', 'S7', 'S8', 'S9'] as const;
export type SoftId = (typeof SOFT_IDS)[number];

/**
 * Every number of the fit, with a version and the first day it holds, so that an old list can be computed again as it was.
 * Weights are whole points; values are hundredths (60 = 0.6); all must be integers, because scores are exact fractions.
 */
export interface FitRule {
  readonly version: number;
  /** ISO day from which lists are made with this version. */
  readonly validFrom: string;
  /** H1: a place confirmed more days ago than this is to be clarified. */
  readonly staleAfterDays: number;
  /** H8: lowest level at which somebody can be treated in a language. */
  readonly treatableFrom: LanguageLevel;
  /** H11: minutes of one session; every kind not named lasts `other`. */
  readonly sessionMinutes: Readonly<Partial<Record<OfferKind, number>>> & { readonly other: number };
  /** H14: months after a failed fit in which the pair stays apart. */
  readonly pairBlockMonths: number;
  /** A.2.2: months after which a PTV 11 brings a warning. */
  readonly ptv11Months: number;
  readonly weights: Readonly<Record<SoftId, number>>;
  /** S1: the main problem counts this often, each further one once. */
  readonly mainProblemCounts: number;
  readonly specialityHundredths: { readonly S: number; readonly B: number; readonly notStated: number; readonly U: number };
  /** S3: from this many days on, waiting is worth nothing. */
  readonly waitingDays: number;
  /** S4: value of one, two, three and more common weekly windows. */
  readonly windowHundredths: readonly number[];
  /** S5: from this many minutes on, a way is worth nothing. */
  readonly travelMinutes: number;
  /** S6: languages from this level on count as `strong`. */
  readonly strongFrom: LanguageLevel;
  readonly languageHundredths: { readonly strong: number; readonly enough: number; readonly interpreter: number };
  readonly similarityHundredths: { readonly procedure: number; readonly gender: number; readonly specialities: number };
  /** A.4.3: tenths of a point below the best score that still belong to its band. */
  readonly bandTenths: number;
}

/** The first version: the numbers of rule book A.4.1 to A.4.3. */
export const PASSUNGSREGEL_1: FitRule = {
  version: 1,
  validFrom: '2026-01-01',
  staleAfterDays: 14,
  treatableFrom: 'B2',
  sessionMinutes: { GROUP_SEAT: 100, GROUP_BASIC: 100, other: 50 },
  pairBlockMonths: 24,
  ptv11Months: 12,
  weights: { S1: 35, S2: 20, S3: 15, S4: 10, S5: 5, S6: 5, S7: 5, S8: 5, S9: 10 },
  mainProblemCounts: 2,
  specialityHundredths: { S: 100, B: 60, notStated: 30, U: 10 },
  waitingDays: 84,
  windowHundredths: [50, 75, 100],
  travelMinutes: 60,
  strongFrom: 'C1',
  languageHundredths: { strong: 100, enough: 60, interpreter: 30 },
  similarityHundredths: { procedure: 40, gender: 20, specialities: 40 },
  bandTenths: 50,
};

/** All versions ever used, oldest first. A version is never changed after it was used; a change is a new one. */
export const PASSUNGSREGELN: readonly FitRule[] = [PASSUNGSREGEL_1];

/** The version that holds on an ISO day; before the first version, the first. */
export function ruleOn(day: string, rules: readonly FitRule[] = PASSUNGSREGELN): FitRule {
  return rules.reduce(
    (found, rule) => (rule.validFrom <= day && rule.validFrom >= found.validFrom ? rule : found),
    rules[0] ?? PASSUNGSREGEL_1,
  );
}

/** The rule with this version number, or undefined where it was never published. */
export function findRule(version: number, rules: readonly FitRule[] = PASSUNGSREGELN): FitRule | undefined {
  return rules.find((rule) => rule.version === version);
}

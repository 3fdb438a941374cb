import { CLOSING_REASONS } from './closing.ts';
import { CASE_PHASES } from './phase.ts';
import { kappaOf } from './two-views.ts';

/** The outcome statistics of rule book B.5. None of them says why something changed: cases open in crises, and crises pass. */
export const OUTCOMES = ['O1', 'O2', 'O3', 'O4', 'O5', 'O6', 'O7', 'O8', 'O9', 'O10', 'O11', 'O12', 'O13', 'O14'] as const;
export type OutcomeId = (typeof OUTCOMES)[number];

/** What is counted over the cases of a service in a period; sums and lists of numbers, nobody's id. */
export interface OutcomeFacts {
  /** T at the end minus T at the start, of each closed case that has both. */
  scoreChanges: readonly number[];
  goalsReached: number;
  goalsRated: number;
  /** Unmet at the start with a rating at the end, and of them met or none at the end. */
  clientUnmet: number;
  clientConverted: number;
  profUnmet: number;
  profConverted: number;
  closingReasons: Readonly<Record<string, number>>;
  referralsSent: number;
  referralsLooped: number;
  referralsMet: number;
  daysToStart: readonly number[];
  gapDays: number;
  caseDays: number;
  duplicates: number;
  duplicatesChanged: number;
  /** By phase: the days of each case in it. */
  phaseDays: Readonly<Record<string, readonly number[]>>;
  contactsInRhythm: number;
  contactsDue: number;
  hospital: { persons: number; before: number; after: number };
  views: { bothYes: number; onlyClient: number; onlyProfessional: number; bothNo: number };
  satisfaction: readonly number[];
  satisfactionAsked: number;
  /** Points by account, as they are today. */
  loads: readonly { key: string; points: number; cases: number }[];
}

export const UNITS = ['percent', 'points', 'days', 'nights', 'score', 'kappa', 'grade'] as const;
export type Unit = (typeof UNITS)[number];

/** One number of a figure. `value` null: keine Daten (nothing to count from) or, with `hidden`, too few to be passed on. */
export interface OutcomePart {
  key: string;
  unit: Unit;
  value: number | null;
  /** Of a share: how many of `n`. */
  count: number | null;
  /** From how many it is computed. */
  n: number;
  hidden: boolean;
}
export interface Outcome {
  id: OutcomeId;
  parts: OutcomePart[];
}

/** Per cent with one decimal, half up from the exact fraction; null where there is nothing to divide by. */
export function percentOf(count: number, n: number): number | null {
  return n === 0 ? null : Math.floor((count * 2000 + n) / (2 * n)) / 10;
}

const rounded = (value: number, digits: number): number => {
  const scale = 10 ** digits;
  // a hair against what binary fractions make of an exact half
  return (Math.sign(value) * Math.floor(Math.abs(value) * scale + 0.5 + 1e-9)) / scale || 0;
};
const meanOf = (values: readonly number[], digits: number): number | null =>
  values.length === 0 ? null : rounded(values.reduce((sum, value) => sum + value, 0) / values.length, digits);

/** The middle value, or the mean of the two middle ones; null of nothing. */
export function medianOf(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const half = sorted.length / 2;
  const [low, high] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}

const share = (key: string, count: number, n: number): OutcomePart => ({
  key,
  unit: 'percent',
  value: percentOf(count, n),
  count,
  n,
  hidden: false,
});
const number = (key: string, unit: Unit, value: number | null, n: number): OutcomePart => ({
  key,
  unit,
  value,
  count: null,
  n,
  hidden: false,
});

/** All fourteen figures with their numbers. */
export function outcomesOf(facts: OutcomeFacts): Outcome[] {
  const { hospital, views } = facts;
  const closed = CLOSING_REASONS.reduce((sum, reason) => sum + (facts.closingReasons[reason] ?? 0), 0);
  const rated = views.bothYes + views.onlyClient + views.onlyProfessional + views.bothNo;
  const { kappa } = kappaOf(views.bothYes, views.onlyClient, views.onlyProfessional, views.bothNo);
  const perPerson = (nights: number) => (hospital.persons === 0 ? null : rounded(nights / hospital.persons, 1));
  const parts: Record<OutcomeId, OutcomePart[]> = {
    O1: [number('mean', 'score', meanOf(facts.scoreChanges, 1), facts.scoreChanges.length)],
    O2: [share('reached', facts.goalsReached, facts.goalsRated)],
    O3: [share('client', facts.clientConverted, facts.clientUnmet), share('professional', facts.profConverted, facts.profUnmet)],
    O4: CLOSING_REASONS.map((reason) => share(reason, facts.closingReasons[reason] ?? 0, closed)),
    O5: [share('closed', facts.referralsLooped, facts.referralsSent), share('met', facts.referralsMet, facts.referralsSent)],
    O6: [number('median', 'days', medianOf(facts.daysToStart), facts.daysToStart.length)],
    O7: [share('gap', facts.gapDays, facts.caseDays)],
    O8: [share('resolved', facts.duplicatesChanged, facts.duplicates)],
    O9: CASE_PHASES.filter((phase) => phase !== 'closed' && phase !== 'not_opened').map((phase) =>
      number(phase, 'days', medianOf(facts.phaseDays[phase] ?? []), facts.phaseDays[phase]?.length ?? 0),
    ),
    O10: [share('in-rhythm', facts.contactsInRhythm, facts.contactsDue)],
    O11: facts.loads.map(({ key, points, cases }) => number(key, 'points', points, cases)),
    O12: [
      number('before', 'nights', perPerson(hospital.before), hospital.persons),
      number('after', 'nights', perPerson(hospital.after), hospital.persons),
    ],
    O13: [
      share('agreement', views.bothYes + views.bothNo, rated),
      number('kappa', 'kappa', kappa === null ? null : rounded(kappa, 2), rated),
    ],
    O14: [
      number('mean', 'grade', meanOf(facts.satisfaction, 1), facts.satisfaction.length),
      share('response', facts.satisfaction.length, facts.satisfactionAsked),
    ],
  };
  return OUTCOMES.map((id) => ({ id, parts: parts[id] }));
}

/** Fewer than this could be told to be somebody (as rule book A.6 has it for the published figures). */
export const FEWEST = 5;

/** Days are counted by the thousand: for them it is the cases behind that could be few, so a share of days stays as it is. */
const OF_DAYS: readonly OutcomeId[] = ['O7'];

/**
 * What may leave the team: a number from fewer than five, or a share of one to four, is left out. Where one share of a whole is left out
 * (O4), all of it is, so that nobody computes the rest. Loads of single colleagues never leave.
 */
export function forOthers(outcomes: readonly Outcome[]): Outcome[] {
  return outcomes
    .filter(({ id }) => id !== 'O11')
    .map(({ id, parts }) => {
      const small = (part: OutcomePart) =>
        part.n > 0 && (part.n < FEWEST || (part.count !== null && part.count > 0 && part.count < FEWEST));
      const whole = id === 'O4' && parts.some(small);
      const hide = (part: OutcomePart): OutcomePart =>
        whole || (!OF_DAYS.includes(id) && small(part)) ? { ...part, value: null, count: null, n: 0, hidden: true } : part;
      return { id, parts: parts.map(hide) };
    });
}

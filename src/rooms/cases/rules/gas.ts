/** Goal attainment scaling as printed in rule book B.3.4: T-scores, what counts, and their course over time. */

/** Correlation between goals that the form assumes (Kiresuk and Sherman). */
const RHO = 0.3;

export const LEVELS = [-2, -1, 0, 1, 2] as const;
export type Level = (typeof LEVELS)[number];
export const GOAL_STATUSES = ['proposed', 'agreed', 'active', 'reached', 'partly', 'dropped', 'superseded'] as const;
export type GoalStatus = (typeof GOAL_STATUSES)[number];
export const DROP_REASONS = ['no-longer-wanted', 'not-reachable', 'taken-over', 'other'] as const;
export type DropReason = (typeof DROP_REASONS)[number];

export interface Rating {
  level: Level;
  /** Day of the rating, 'YYYY-MM-DD'. */
  on: string;
}

/** A goal as the score sees it. */
export interface ScoredGoal {
  id: string;
  status: GoalStatus;
  droppedBecause: DropReason | null;
  /** 1–3; a missing factor counts 1. */
  importance: number | null;
  difficulty: number | null;
  baseline: Level;
  /** In the order in which they were made; on one day the later one counts. */
  ratings: readonly Rating[];
}

/** Importance times difficulty, 1 to 9. */
export const weightOf = ({ importance, difficulty }: Pick<ScoredGoal, 'importance' | 'difficulty'>): number =>
  (importance ?? 1) * (difficulty ?? 1);

/**
 * T = 50 + 10·Σwx / √((1−ρ)·Σw² + ρ·(Σw)²), ρ = 0.3.
 * @returns unrounded; null without any goal
 */
export function tScore(goals: readonly { weight: number; level: number }[]): number | null {
  if (goals.length === 0) return null;
  const sum = goals.reduce((all, { weight, level }) => all + weight * level, 0);
  const weights = goals.reduce((all, { weight }) => all + weight, 0);
  const squares = goals.reduce((all, { weight }) => all + weight * weight, 0);
  return 50 + (10 * sum) / Math.sqrt((1 - RHO) * squares + RHO * weights * weights);
}

/** Agreed, active, reached, partly, and dropped for other reasons than "no longer wanted" (clarification on B.3.4). */
export function counts({ status, droppedBecause }: Pick<ScoredGoal, 'status' | 'droppedBecause'>): boolean {
  if (status === 'dropped') return droppedBecause !== 'no-longer-wanted';
  return status !== 'proposed' && status !== 'superseded';
}

/** The level as of a day: the latest rating not after it; null where there is none yet. */
export function levelOn(goal: Pick<ScoredGoal, 'ratings'>, day?: string): Level | null {
  let latest: Rating | null = null;
  for (const rating of goal.ratings)
    if ((day === undefined || rating.on <= day) && (latest === null || rating.on >= latest.on)) latest = rating;
  return latest?.level ?? null;
}

export interface Attainment {
  /** Null without a goal that counts, and while one of them is not rated. */
  now: number | null;
  /** Null without a goal that counts. */
  baseline: number | null;
  change: number | null;
  /** Goals whose missing rating blocks the score. */
  unrated: string[];
  /** Goals that the score leaves out, to be listed beside it. */
  leftOut: string[];
  /** T on each day of a rating from the day on which every goal had one. */
  course: { on: string; t: number }[];
}

/** The score of a plan as of a day (today, unless told), unrounded. */
export function attainment(goals: readonly ScoredGoal[], day?: string): Attainment {
  const counted = goals.filter(counts);
  const at = (on?: string) => {
    const levels = counted.map((goal) => ({ weight: weightOf(goal), level: levelOn(goal, on) }));
    return levels.every((one): one is { weight: number; level: Level } => one.level !== null) ? tScore(levels) : null;
  };
  const now = at(day);
  const baseline = tScore(counted.map((goal) => ({ weight: weightOf(goal), level: goal.baseline })));
  const days = [...new Set(counted.flatMap(({ ratings }) => ratings.map(({ on }) => on)))]
    .filter((on) => day === undefined || on <= day)
    .sort();
  return {
    now,
    baseline,
    change: now === null || baseline === null ? null : now - baseline,
    unrated: counted.filter((goal) => levelOn(goal, day) === null).map(({ id }) => id),
    leftOut: goals.filter((goal) => !counts(goal)).map(({ id }) => id),
    course: days.flatMap((on) => {
      const t = at(on);
      return t === null ? [] : [{ on, t: rounded(t) }];
    }),
  };
}

/** Two decimals, half up, as the rule book prints scores. */
export const rounded = (value: number): number => Math.round((value + Number.EPSILON) * 100) / 100;

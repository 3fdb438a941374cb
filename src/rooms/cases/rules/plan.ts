import type { GoalStatus, Level } from './gas.ts';
import type { GoalLevel, GoalText, SmartFlag } from './goal.ts';

export const MEASURE_KINDS = ['contact', 'own-step', 'service', 'application', 'appointment', 'support', 'other'] as const;
export type MeasureKind = (typeof MEASURE_KINDS)[number];
export const RESPONSIBLE = ['manager', 'client', 'relative', 'provider', 'other'] as const;
export type Responsible = (typeof RESPONSIBLE)[number];
export const APPROVALS = ['none-needed', 'to-apply', 'applied', 'approved', 'refused'] as const;
export const MEASURE_STATUSES = ['planned', 'active', 'done', 'cancelled'] as const;
export type MeasureStatus = (typeof MEASURE_STATUSES)[number];
export const NOT_NOW_REASONS = ['client-wish', 'other-first', 'no-offer', 'other'] as const;
export type NotNowReason = (typeof NOT_NOW_REASONS)[number];

export const MEASURE_FAULTS = ['measure-without-responsible', 'measure-without-date', 'measure-without-goal'] as const;
export type MeasureFault = (typeof MEASURE_FAULTS)[number];

/** A time of the week at which a measure takes place; 1 = Monday. */
export interface WeeklyTime {
  day: number;
  /** "10:00" */
  from: string;
  to: string;
}

export interface MeasureFacts {
  goalIds: readonly string[];
  responsible: Responsible | null;
  /** Who it is, where the kind alone does not say it. */
  who: string;
  /** The service line of a provider. */
  lineId: string | null;
  startOn: string | null;
}

/** A measure without responsible person, date or goal is invalid (B.3.5); it is kept as a draft. */
export function measureFaults({ goalIds, responsible, who, lineId, startOn }: MeasureFacts): MeasureFault[] {
  const named =
    responsible === 'manager' || responsible === 'client' || who.trim() !== '' || (responsible === 'provider' && lineId !== null);
  const faults: [MeasureFault, boolean][] = [
    ['measure-without-responsible', responsible === null || !named],
    ['measure-without-date', startOn === null],
    ['measure-without-goal', goalIds.length === 0],
  ];
  return faults.filter(([, holds]) => holds).map(([code]) => code);
}

/** What the plan is made of, as the exit of the phase `planning` sees it. */
export interface PlanFacts {
  /** Domains of the last assessment. */
  needs: readonly { domain: string; priority: boolean; notNow: boolean }[];
  goals: readonly { id: string; domain: string; status: GoalStatus }[];
  measures: readonly { goalIds: readonly string[]; status: MeasureStatus }[];
  /** Whether the client or her guardian agreed to a version that holds. */
  agreed: boolean;
}

export type PlanMissing =
  | { code: 'plan-need-uncovered'; domain: string }
  | { code: 'plan-goal-without-measure'; goalId: string }
  | { code: 'plan-no-goal' }
  | { code: 'plan-not-agreed' };

const OPEN_GOALS: readonly GoalStatus[] = ['proposed', 'agreed', 'active'];
const KEPT_GOALS: readonly GoalStatus[] = [...OPEN_GOALS, 'reached', 'partly'];

/**
 * What is missing before the phase `planning` ends (B.2.2): every priority need has a goal or a documented "not now", every goal at
 * least one measure, and the client agreed. Empty means nothing.
 */
export function planMissing({ needs, goals, measures, agreed }: PlanFacts): PlanMissing[] {
  const kept = goals.filter(({ status }) => KEPT_GOALS.includes(status));
  const open = goals.filter(({ status }) => OPEN_GOALS.includes(status));
  const uncovered = needs.filter(({ domain, priority, notNow }) => priority && !notNow && !kept.some((goal) => goal.domain === domain));
  const bare = open.filter(({ id }) => !measures.some(({ goalIds, status }) => status !== 'cancelled' && goalIds.includes(id)));
  return [
    ...uncovered.map(({ domain }) => ({ code: 'plan-need-uncovered' as const, domain })),
    ...(kept.length === 0 ? [{ code: 'plan-no-goal' as const }] : []),
    ...bare.map(({ id }) => ({ code: 'plan-goal-without-measure' as const, goalId: id })),
    ...(agreed ? [] : [{ code: 'plan-not-agreed' as const }]),
  ];
}

export interface FrozenGoal {
  id: string;
  domain: string;
  level: GoalLevel;
  text: GoalText;
  smart: SmartFlag[];
  importance: number | null;
  difficulty: number | null;
  baseline: Level;
  targetOn: string | null;
}
export interface FrozenMeasure {
  id: string;
  goalIds: string[];
  kind: MeasureKind;
  text: string;
  responsible: Responsible | null;
  who: string;
  startOn: string | null;
  endOn: string | null;
  timesPerWeek: number | null;
  weekly: WeeklyTime[];
  payer: string | null;
}
/** What a version holds from the day on which it was offered. */
export interface FrozenPlan {
  goals: FrozenGoal[];
  measures: FrozenMeasure[];
  /** Needs that wait on purpose. */
  notNow: { domain: string; reason: NotNowReason }[];
  /** What she wishes, in her own words, by domain. */
  wishes: { domain: string; text: string }[];
}

type Change<Thing> = { id: string; change: 'came' | 'went' | 'changed'; before: Thing | null; after: Thing | null };
export interface PlanDifference {
  goals: Change<FrozenGoal>[];
  measures: Change<FrozenMeasure>[];
}

/** The same content, however its keys are ordered. */
function same(one: unknown, other: unknown): boolean {
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return one === other;
  const [keys, theirs] = [Object.keys(one), Object.keys(other)];
  return (
    keys.length === theirs.length &&
    keys.every((key) => same((one as Record<string, unknown>)[key], (other as Record<string, unknown>)[key]))
  );
}

function changes<Thing extends { id: string }>(before: readonly Thing[], after: readonly Thing[]): Change<Thing>[] {
  const then = new Map(before.map((one) => [one.id, one]));
  const now = new Map(after.map((one) => [one.id, one]));
  return [...new Set([...now.keys(), ...then.keys()])].flatMap((id) => {
    const [was = null, is = null] = [then.get(id), now.get(id)];
    if (was && is && same(was, is)) return [];
    return [{ id, change: was ? (is ? ('changed' as const) : ('went' as const)) : ('came' as const), before: was, after: is }];
  });
}

/** What came, went and changed from one version to another; parts are known again by their ids. */
export function planDifference(before: FrozenPlan, after: FrozenPlan): PlanDifference {
  return { goals: changes(before.goals, after.goals), measures: changes(before.measures, after.measures) };
}

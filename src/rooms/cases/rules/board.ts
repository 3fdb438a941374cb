import type { Area, Intensity, LimitedPhase } from './areas.ts';
import type { CasePhase } from './phase.ts';

/** Columns of the board, in the order of the work; what is closed is not on it. */
export const BOARD_PHASES = [
  'access',
  'case_finding',
  'intake',
  'assessment',
  'planning',
  'linking',
  'monitoring',
  'reassessment',
  'evaluation',
  'dormant',
] as const satisfies readonly CasePhase[];
export type BoardPhase = (typeof BOARD_PHASES)[number];

/** 'YYYY-MM-DD', a calendar day in Berlin. */
type Day = string;

/** What a card knows of a case. */
export interface BoardFacts {
  phase: BoardPhase;
  phaseSince: Day;
  intensity: Intensity;
  openedOn: Day;
  resumeOn: Day | null;
  /** The last contact with the client or her representative that reached her. */
  lastContactOn: Day | null;
  lastReviewOn: Day | null;
  agreedPlanOn: Day | null;
  /** The task that is due first. */
  task: { kind: string; dueOn: Day } | null;
}

export const STEP_KINDS = ['task', 'contact', 'review', 'phase', 'resume'] as const;
export type StepKind = (typeof STEP_KINDS)[number];
/** What comes next in a case, and when. */
export interface NextStep {
  kind: StepKind;
  taskKind: string | null;
  on: Day;
  overdue: boolean;
}

const plus = (day: Day, days: number): Day => Temporal.PlainDate.from(day).add({ days }).toString();
const days = (from: Day, to: Day): number => Temporal.PlainDate.from(from).until(to, { largestUnit: 'day' }).days;

/** Days in the phase since it was last entered (B.4 ST), and how many are usual there. */
export function phaseDays(facts: Pick<BoardFacts, 'phase' | 'phaseSince'>, area: Area, today: Day) {
  const limit = facts.phase in area.phaseLimits ? area.phaseLimits[facts.phase as LimitedPhase] : null;
  const count = Math.max(0, days(facts.phaseSince, today));
  return { days: count, limit, over: limit !== null && count > limit };
}

/** The phases in which a rhythm of contacts is kept: from the agreed start on, not in a rest. */
const IN_CONTACT: readonly BoardPhase[] = ['assessment', 'planning', 'linking', 'monitoring', 'reassessment', 'evaluation'];
/** The phases in which a plan is looked at again. */
const WITH_PLAN: readonly BoardPhase[] = ['linking', 'monitoring', 'reassessment'];

/**
 * Everything that is ahead in a case, the earliest first: the next task, the next contact by the rhythm (B.4 OC, overdue only after its
 * grace), the review of the plan (RV), the end of the phase's days (ST), the agreed end of a rest. On one day in this order.
 */
export function stepsAhead(facts: BoardFacts, area: Area, today: Day): NextStep[] {
  const steps: NextStep[] = [];
  const add = (kind: StepKind, on: Day, last: Day = on, taskKind: string | null = null) =>
    steps.push({ kind, taskKind, on, overdue: last < today });
  const { phase, task } = facts;
  if (task) add('task', task.dueOn, task.dueOn, task.kind);
  if (phase === 'dormant') {
    if (facts.resumeOn) add('resume', facts.resumeOn);
    return sorted(steps);
  }
  if (IN_CONTACT.includes(phase)) {
    const rhythm = area.rhythms[facts.intensity];
    const from = facts.lastContactOn ?? facts.openedOn;
    add('contact', plus(from, rhythm.days), plus(from, rhythm.days + rhythm.graceDays));
  }
  const reviewed = facts.lastReviewOn ?? facts.agreedPlanOn;
  if (WITH_PLAN.includes(phase) && reviewed) add('review', plus(reviewed, area.review.plan));
  const { limit } = phaseDays(facts, area, today);
  if (limit !== null) add('phase', plus(facts.phaseSince, limit));
  return sorted(steps);
}

const sorted = (steps: NextStep[]): NextStep[] =>
  steps.toSorted((one, other) =>
    one.on === other.on ? STEP_KINDS.indexOf(one.kind) - STEP_KINDS.indexOf(other.kind) : one.on < other.on ? -1 : 1,
  );

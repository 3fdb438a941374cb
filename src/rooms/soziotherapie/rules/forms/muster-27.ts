import { visibleLength } from '#kernel/visible.ts';
import { addMonthsClip, type Day, daysFrom } from '../calendar.ts';
import { tidyIcd } from '../eligibility.ts';
import { MEASURE_KINDS, type MeasureKind } from '../note.ts';
import { type HomeNursing, judgeDemarcation } from '../parallel-care.ts';
import type { Facts } from '../ruling.ts';
import { DEGREES, type Degree, IMPAIRMENTS as IMPAIRMENT_GROUPS, type Impairment as ImpairmentGroup } from './fields.ts';

export { DEGREES, IMPAIRMENT_GROUPS, MEASURE_KINDS };

/** Help whose use the plan coordinates, ordered or recommended. */
export const COORDINATED_KINDS = [
  'medical',
  'medication',
  'pHKP',
  'psychotherapy',
  'occupational',
  'Eingliederungshilfe',
  'advice',
  'other',
] as const;

export const MOST_FAR_GOALS = 3;
export const MOST_NEAR_GOALS = 6;
export const ANAMNESIS_CHARACTERS = 50;
export const GAF_DISTANCE = 10;

export interface FarGoal {
  /** Stays the same in every version, because the notes of sessions name it. */
  id: string;
  /** In the client's own words. */
  text: string;
  /** By what everybody sees that it is reached. */
  sign: string;
}
export interface NearGoal {
  id: string;
  farGoalId: string | null;
  text: string;
  sign: string;
}
export interface Measure {
  id: string;
  kind: MeasureKind;
  text: string;
  nearGoalIds: readonly string[];
  /** Contacts per week or month. */
  frequency: number | null;
  per: 'WEEK' | 'MONTH';
  from: Day | null;
  to: Day | null;
  setting: 'single' | 'group';
}

/** What Muster 27 says (ST-RL § 6 (2)); a draft may have gaps, `judgePlan` names them. */
export interface PlanContent {
  anamnesis: string;
  diagnosis: { list: readonly { code: string; certainty: 'G' | 'V' | 'A' | 'Z'; text: string }[]; difference: string };
  findings: { impairments: Readonly<Record<ImpairmentGroup, { degree: Degree; text: string }>>; text: string; gaf: number | null };
  farGoals: readonly FarGoal[];
  nearGoals: readonly NearGoal[];
  measures: readonly Measure[];
  coordinatedCare: {
    none: boolean;
    items: readonly {
      id: string;
      kind: (typeof COORDINATED_KINDS)[number];
      provider: string;
      basis: 'ordered' | 'recommended';
      state: 'planned' | 'running' | 'ended';
    }[];
  };
  socialEnvironment: { text: string; persons: readonly { id: string; name: string; relation: string; releaseId: string | null }[] };
  prognosis: string;
  demarcation: string;
}

/** What the checks need beside the plan itself. */
export interface PlanFacts {
  /** From Muster 26; null where the prescription has no form yet. */
  prescription: {
    units: number | null;
    gaf: number | null;
    groupAllowed: boolean;
    diagnoses: readonly { code: string; certainty: string }[];
    /** Other help is named on Muster 26. */
    parallelCare: boolean;
    /** False: its form is not entered yet, so nothing can be compared. */
    form: boolean;
  } | null;
  nursing: readonly HomeNursing[];
  /** Releases from secrecy that live today. */
  liveReleases: ReadonlySet<string>;
  today: Day;
}

export type PlanCode =
  | 'plan-anamnesis-short'
  | 'plan-diagnosis-missing'
  | 'plan-diagnosis-differs'
  | 'plan-findings-missing'
  | 'plan-impairment-missing'
  | 'plan-gaf-missing'
  | 'plan-gaf-impossible'
  | 'plan-far-goals-count'
  | 'plan-near-goals-count'
  | 'plan-goal-text-missing'
  | 'plan-goal-sign-missing'
  | 'plan-goal-unlinked'
  | 'plan-measure-missing'
  | 'plan-measure-text-missing'
  | 'plan-measure-frequency-missing'
  | 'plan-measure-period-missing'
  | 'plan-measure-period-reversed'
  | 'plan-measure-group-not-prescribed'
  | 'plan-units-above-prescribed'
  | 'plan-coordinated-care-open'
  | 'plan-person-without-release'
  | 'plan-prognosis-missing'
  | 'demarcation-missing';
export type PlanHint = 'plan-gaf-far' | 'plan-far-goal-without-steps' | 'plan-prescription-without-form' | 'duplicate-goal';

/** A gap or a note: where, what, and facts for its words. */
export interface PlanRemark<Code extends string = PlanCode> {
  /** JSON pointer into the plan. */
  pointer: string;
  code: Code;
  facts: Facts;
}

const full = (text: string) => visibleLength(text) > 0;

/** Contacts of a measure over its whole period, both days inclusive, in units with two decimals; an open measure counts none. */
export function plannedUnits({ frequency, per, from, to }: Pick<Measure, 'frequency' | 'per' | 'from' | 'to'>): number {
  if (frequency === null || from === null || to === null || to < from) return 0;
  if (per === 'WEEK') return Math.round((frequency * (daysFrom(from, to) + 1) * 100) / 7) / 100;
  let months = 0;
  while (addMonthsClip(from, months + 1) <= addDay(to)) months += 1;
  const rest = daysFrom(addMonthsClip(from, months), to) + 1;
  const length = daysFrom(addMonthsClip(from, months), addMonthsClip(from, months + 1));
  return Math.round(frequency * (months + rest / length) * 100) / 100;
}

const addDay = (day: Day) => Temporal.PlainDate.from(day).add({ days: 1 }).toString();

/** The sum over all measures of a plan. */
export const allPlannedUnits = (plan: Pick<PlanContent, 'measures'>) =>
  Math.round(plan.measures.reduce((sum, one) => sum + plannedUnits(one), 0) * 100) / 100;

/**
 * Rule book 4.3: what is missing in a care plan before it can be offered for signature, row by row, and what should be looked at.
 * Faults keep it from being offered; hints never do.
 */
export function judgePlan(plan: PlanContent, facts: PlanFacts): { faults: PlanRemark[]; hints: PlanRemark<PlanHint>[] } {
  const faults = [...judgePicture(plan, facts), ...judgeGoals(plan), ...judgeMeasures(plan, facts), ...judgeOthers(plan, facts)];
  const { faults: border, hints } = judgeBorder(plan, facts);
  return { faults: [...faults, ...border], hints: [...judgeHints(plan, facts), ...hints] };
}

const fault = (pointer: string, code: PlanCode, facts: Facts = {}): PlanRemark => ({ pointer, code, facts });

function judgePicture({ anamnesis, diagnosis, findings }: PlanContent, { prescription }: PlanFacts): PlanRemark[] {
  const faults: PlanRemark[] = [];
  const length = visibleLength(anamnesis);
  if (length < ANAMNESIS_CHARACTERS) faults.push(fault('/anamnesis', 'plan-anamnesis-short', { length, least: ANAMNESIS_CHARACTERS }));
  if (diagnosis.list.length === 0) faults.push(fault('/diagnosis/list', 'plan-diagnosis-missing'));
  else if (prescription && !sameDiagnoses(diagnosis.list, prescription.diagnoses) && !full(diagnosis.difference))
    faults.push(fault('/diagnosis/difference', 'plan-diagnosis-differs'));
  if (IMPAIRMENT_GROUPS.every((group) => findings.impairments[group].degree === 'none'))
    faults.push(fault('/findings/impairments', 'plan-impairment-missing'));
  if (!full(findings.text)) faults.push(fault('/findings/text', 'plan-findings-missing'));
  const { gaf } = findings;
  if (gaf === null || gaf === 0) faults.push(fault('/findings/gaf', 'plan-gaf-missing'));
  else if (!Number.isInteger(gaf) || gaf < 1 || gaf > 100) faults.push(fault('/findings/gaf', 'plan-gaf-impossible'));
  return faults;
}

/** Equal as sets of code and certainty, whatever the order; a prescription without any says nothing. */
function sameDiagnoses(
  one: readonly { code: string; certainty: string }[],
  other: readonly { code: string; certainty: string }[],
): boolean {
  if (other.length === 0) return true;
  const keys = (list: typeof one) => [...new Set(list.map(({ code, certainty }) => `${tidyIcd(code)} ${certainty}`))].sort();
  return keys(one).join() === keys(other).join();
}

function judgeGoals({ farGoals, nearGoals }: PlanContent): PlanRemark[] {
  const faults: PlanRemark[] = [];
  if (farGoals.length < 1 || farGoals.length > MOST_FAR_GOALS)
    faults.push(fault('/farGoals', 'plan-far-goals-count', { count: farGoals.length, most: MOST_FAR_GOALS }));
  if (nearGoals.length < 1 || nearGoals.length > MOST_NEAR_GOALS)
    faults.push(fault('/nearGoals', 'plan-near-goals-count', { count: nearGoals.length, most: MOST_NEAR_GOALS }));
  farGoals.forEach(({ text, sign }, at) => {
    if (!full(text)) faults.push(fault(`/farGoals/${at}/text`, 'plan-goal-text-missing'));
    if (!full(sign)) faults.push(fault(`/farGoals/${at}/sign`, 'plan-goal-sign-missing'));
  });
  const known = new Set(farGoals.map(({ id }) => id));
  nearGoals.forEach(({ text, farGoalId }, at) => {
    if (!full(text)) faults.push(fault(`/nearGoals/${at}/text`, 'plan-goal-text-missing'));
    if (farGoalId === null || !known.has(farGoalId)) faults.push(fault(`/nearGoals/${at}/farGoalId`, 'plan-goal-unlinked'));
  });
  return faults;
}

function judgeMeasures(plan: PlanContent, { prescription }: PlanFacts): PlanRemark[] {
  const faults: PlanRemark[] = [];
  if (plan.measures.length === 0) faults.push(fault('/measures', 'plan-measure-missing'));
  plan.measures.forEach(({ text, frequency, from, to, setting }, at) => {
    if (!full(text)) faults.push(fault(`/measures/${at}/text`, 'plan-measure-text-missing'));
    if (frequency === null || frequency <= 0) faults.push(fault(`/measures/${at}/frequency`, 'plan-measure-frequency-missing'));
    if (from === null || to === null) faults.push(fault(`/measures/${at}/from`, 'plan-measure-period-missing'));
    else if (to < from) faults.push(fault(`/measures/${at}/to`, 'plan-measure-period-reversed'));
    if (setting === 'group' && prescription && !prescription.groupAllowed)
      faults.push(fault(`/measures/${at}/setting`, 'plan-measure-group-not-prescribed'));
  });
  const planned = allPlannedUnits(plan);
  const prescribed = prescription?.units ?? null;
  if (prescribed !== null && planned > prescribed) faults.push(fault('/measures', 'plan-units-above-prescribed', { planned, prescribed }));
  return faults;
}

function judgeOthers({ coordinatedCare, socialEnvironment, prognosis }: PlanContent, { liveReleases }: PlanFacts): PlanRemark[] {
  const faults: PlanRemark[] = [];
  if (coordinatedCare.none === coordinatedCare.items.length > 0) faults.push(fault('/coordinatedCare', 'plan-coordinated-care-open'));
  socialEnvironment.persons.forEach(({ releaseId }, at) => {
    if (releaseId === null || !liveReleases.has(releaseId))
      faults.push(fault(`/socialEnvironment/persons/${at}/releaseId`, 'plan-person-without-release'));
  });
  if (!full(prognosis)) faults.push(fault('/prognosis', 'plan-prognosis-missing'));
  return faults;
}

/** R20: the border to psychiatric home nursing; where Muster 26 names other help, a text is needed as well. */
function judgeBorder(
  plan: PlanContent,
  { nursing, today, prescription }: PlanFacts,
): { faults: PlanRemark[]; hints: PlanRemark<PlanHint>[] } {
  const goals = [...plan.farGoals, ...plan.nearGoals].map(({ text }) => text);
  const ruling = judgeDemarcation({ demarcation: plan.demarcation, goals }, nursing, today);
  if (!ruling.ok || (prescription?.parallelCare && !full(plan.demarcation)))
    return { faults: [fault('/demarcation', 'demarcation-missing')], hints: [] };
  return { faults: [], hints: ruling.hints.map(({ facts = {} }) => ({ pointer: '/demarcation', code: 'duplicate-goal', facts })) };
}

function judgeHints({ findings, farGoals, nearGoals }: PlanContent, { prescription }: PlanFacts): PlanRemark<PlanHint>[] {
  const hints: PlanRemark<PlanHint>[] = [];
  const theirs = prescription?.gaf ?? null;
  if (findings.gaf !== null && theirs !== null && Math.abs(findings.gaf - theirs) > GAF_DISTANCE)
    hints.push({ pointer: '/findings/gaf', code: 'plan-gaf-far', facts: { gaf: findings.gaf, prescribed: theirs, most: GAF_DISTANCE } });
  if (!prescription?.form) hints.push({ pointer: '/diagnosis', code: 'plan-prescription-without-form', facts: {} });
  farGoals.forEach(({ id }, at) => {
    if (!nearGoals.some(({ farGoalId }) => farGoalId === id))
      hints.push({ pointer: `/farGoals/${at}`, code: 'plan-far-goal-without-steps', facts: {} });
  });
  return hints;
}

/** The beginning of a first plan. */
export function emptyPlan(): PlanContent {
  const none = { degree: 'none' as const, text: '' };
  return {
    anamnesis: '',
    diagnosis: { list: [], difference: '' },
    findings: { impairments: { DRIVE_STRUCTURE: none, BEHAVIOUR_CONTACT: none, COGNITION: none, INSIGHT: none }, text: '', gaf: null },
    farGoals: [],
    nearGoals: [],
    measures: [],
    coordinatedCare: { none: false, items: [] },
    socialEnvironment: { text: '', persons: [] },
    prognosis: '',
    demarcation: '',
  };
}

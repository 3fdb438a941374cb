import { type Day, daysFrom } from '#rooms/soziotherapie/rules/calendar.ts';
import { rulesOf } from './findings/kinds.ts';

/** Need of a domain in one view (CANSAS: no, met, unmet, unknown); null where the view is not there. */
export type Need = 'none' | 'met' | 'unmet' | 'unknown';
export interface View {
  severity: number | null;
  need: Need | null;
}
export interface RatedDomain {
  domain: string;
  client: View;
  professional: View;
}
export interface NeedCourse {
  domain: string;
  client: { before: View; after: View | null };
  professional: { before: View; after: View | null };
}

const EMPTY: View = { severity: null, need: null };

/**
 * Needs of the first and of the last round beside each other, view by view; one is never filled from the other.
 * @param last null while there is only one round: nothing stands under "after" then
 */
export function needsCourse(first: readonly RatedDomain[], last: readonly RatedDomain[] | null): NeedCourse[] {
  const domains = [...new Set([...first, ...(last ?? [])].map(({ domain }) => domain))].sort(inOrder);
  return domains.map((domain) => {
    const before = first.find((one) => one.domain === domain);
    const after = last?.find((one) => one.domain === domain);
    return {
      domain,
      client: { before: before?.client ?? EMPTY, after: last ? (after?.client ?? EMPTY) : null },
      professional: { before: before?.professional ?? EMPTY, after: last ? (after?.professional ?? EMPTY) : null },
    };
  });
}

/** D2 before D10. */
export const inOrder = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** Unmet at the start and met or none at the end, of those with an end rating (O3); null without any. */
export function needsConverted(course: readonly NeedCourse[], view: 'client' | 'professional'): { converted: number; of: number } | null {
  const rated = course.filter((one) => one[view].before.need === 'unmet' && one[view].after?.need);
  if (rated.length === 0) return null;
  const converted = rated.filter((one) => one[view].after?.need === 'met' || one[view].after?.need === 'none').length;
  return { converted, of: rated.length };
}

export interface PhaseStay {
  phase: string;
  from: Day;
  /** Null while it lasts. */
  to: Day | null;
}

/** Days of each phase, all its stays together, in the order of its first one; a stay counts exit date − entry date (O9). */
export function phaseDays(stays: readonly PhaseStay[], today: Day): { phase: string; days: number; stays: number }[] {
  const phases = new Map<string, { days: number; stays: number }>();
  for (const { phase, from, to } of stays.toSorted((one, other) => one.from.localeCompare(other.from))) {
    const { days, stays: count } = phases.get(phase) ?? { days: 0, stays: 0 };
    phases.set(phase, { days: days + Math.max(0, daysFrom(from, to ?? today)), stays: count + 1 });
  }
  return [...phases].map(([phase, { days, stays: count }]) => ({ phase, days, stays: count }));
}

export interface FindingFacts {
  rule: string;
  since: Day;
  closedOn: Day | null;
  closedBecause: string | null;
}
const GAPS: readonly string[] = rulesOf('gaps');
const DUPLICATES: readonly string[] = rulesOf('duplicates');

/** Gaps that were found and how many of them are closed; duplicates found and removed by a change (clarification on O8). */
export function foundAndRemoved(findings: readonly FindingFacts[]) {
  const gaps = findings.filter(({ rule }) => GAPS.includes(rule));
  const duplicates = findings.filter(({ rule }) => DUPLICATES.includes(rule));
  return {
    gaps: gaps.length,
    gapsClosed: gaps.filter(({ closedOn }) => closedOn !== null).length,
    duplicates: duplicates.length,
    duplicatesRemoved: duplicates.filter(({ closedBecause }) => closedBecause === 'changed').length,
  };
}

/** What has to stand in an evaluation before it goes to the lead. */
export interface EvaluationFacts {
  closingReason: string | null;
  statement: string;
  reflection: string;
  recommendations: string;
  supportBefore: number | null;
  supportAfter: number | null;
  satisfactionAsked: boolean;
  satisfaction: number | null;
}
export const EVALUATION_GAPS = [
  'closing-reason-missing',
  'reflection-missing',
  'recommendations-missing',
  'support-missing',
  'statement-missing',
  'satisfaction-not-asked',
] as const;
export type EvaluationGap = (typeof EVALUATION_GAPS)[number];

/** Reasons with which there is nobody to ask any more (clarification on B.2.2: a note replaces the talk). */
const NOBODY_TO_ASK = ['CR4', 'CR6', 'CR7', 'CR8'];

/** What is missing before the approval is asked for. Her own words and the question about satisfaction fall away where she cannot be asked. */
export function evaluationGaps(facts: EvaluationFacts): EvaluationGap[] {
  const alone = facts.closingReason !== null && NOBODY_TO_ASK.includes(facts.closingReason);
  const gaps: [EvaluationGap, boolean][] = [
    ['closing-reason-missing', facts.closingReason === null],
    ['reflection-missing', facts.reflection.trim() === ''],
    ['recommendations-missing', facts.recommendations.trim() === ''],
    ['support-missing', facts.supportBefore === null || facts.supportAfter === null],
    ['statement-missing', !alone && facts.statement.trim() === ''],
    ['satisfaction-not-asked', !alone && !facts.satisfactionAsked],
  ];
  return gaps.filter(([, holds]) => holds).map(([code]) => code);
}

export const PARTS = ['plan', 'assessment', 'evaluation', 'client-copy', 'network-map', 'file-copy'] as const;
export type Part = (typeof PARTS)[number];

/** What a release has to open before a part goes out (security 2.5); null: it is hers and goes to nobody but her. */
export const CLASSES_OF_PART = {
  plan: ['plan'],
  assessment: ['assessment'],
  evaluation: ['plan', 'assessment'],
  'network-map': ['assessment'],
  'client-copy': null,
  'file-copy': null,
} as const satisfies Record<Part, readonly string[] | null>;

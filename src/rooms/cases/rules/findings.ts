import type { Area } from './areas.ts';
import { type Day, latest } from './findings/days.ts';
import {
  clientViewMissing,
  goalDatePassed,
  goalWithoutMeasure,
  overdueContact,
  referralWithoutAnswer,
  reviewOverdue,
  stuckPhase,
} from './findings/deadlines.ts';
import { doubleAssessment, doubledServices, howDuplicateEnded } from './findings/duplicates.ts';
import type { CaseFacts } from './findings/facts.ts';
import { consentProblem, contradictoryPlans, measureWithoutGoal, nobodyResponsible } from './findings/file.ts';
import {
  approvalRunsOut,
  interruption,
  measureNotStarted,
  needWithoutMeasure,
  rejectionWithoutAlternative,
  transitionGap,
} from './findings/gaps.ts';
import { FINDING_RULES, type Finding, PAUSING_RULES } from './findings/kinds.ts';

/** What of an area the findings ask. */
export type FindingArea = Pick<Area, 'exclusive' | 'rhythms' | 'phaseLimits' | 'review'>;

const RULES: readonly ((facts: CaseFacts, day: Day, area: FindingArea) => Finding[])[] = [
  needWithoutMeasure,
  measureNotStarted,
  interruption,
  transitionGap,
  approvalRunsOut,
  rejectionWithoutAlternative,
  doubledServices,
  doubleAssessment,
  overdueContact,
  referralWithoutAnswer,
  goalWithoutMeasure,
  measureWithoutGoal,
  goalDatePassed,
  reviewOverdue,
  consentProblem,
  clientViewMissing,
  nobodyResponsible,
  stuckPhase,
  contradictoryPlans,
];

const ORDER = new Map(FINDING_RULES.map((rule, index) => [rule, index]));

/**
 * All findings of a case on a Berlin day (rule book B.4), in printed order, then by subject. Depends on nothing but its arguments, so what
 * is stored is right exactly when it equals this. Ended cases have none; a resting case pauses what time alone would raise.
 */
export function findingsOn(facts: CaseFacts, day: Day, area: FindingArea): Finding[] {
  if (facts.phase === 'closed' || facts.phase === 'not_opened') return [];
  const resting = facts.phase === 'dormant';
  return RULES.flatMap((rule) => rule(facts, day, area))
    .flatMap((found) => {
      if (!PAUSING_RULES.has(found.rule)) return [found];
      if (resting) return [];
      // while it rested nothing of this held: it holds again since the rest ended
      const since = latest(found.since, facts.resumedOn) as Day;
      return since <= day ? [{ ...found, since }] : [];
    })
    .toSorted(
      (one, other) =>
        (ORDER.get(one.rule) ?? 0) - (ORDER.get(other.rule) ?? 0) ||
        (one.subject < other.subject ? -1 : one.subject > other.subject ? 1 : 0),
    );
}

/** Why a finding that was there is not there any more. */
export function closedBecause(
  { rule, subject }: Pick<Finding, 'rule' | 'subject'>,
  facts: CaseFacts,
  day: Day,
  area: FindingArea,
): 'gone' | 'changed' | 'case-ended' {
  if (facts.phase === 'closed' || facts.phase === 'not_opened') return 'case-ended';
  return howDuplicateEnded(rule, subject, facts, day, area);
}

/** Whether a snoozed finding is hidden on a day: through the end of its snooze-until day. */
export const isSnoozed = (snoozedUntil: Day | null, day: Day): boolean => snoozedUntil !== null && day <= snoozedUntil;

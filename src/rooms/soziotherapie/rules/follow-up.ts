import { addDays, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import type { Grounds, Hint } from './ruling.ts';
import { RULES } from './ruling.ts';
import { UNIT_PARTS } from './units.ts';

export type FollowUpTask = 'none' | 'follow-up' | 'closing';

export interface FollowUp extends Grounds {
  task: FollowUpTask;
  /** Units left at which the task begins. */
  thresholdUnits: number;
  /** Units to propose, where a follow-up is due. */
  proposedUnits: number | null;
  /** What made it due. */
  dueBy: 'units' | 'validity' | 'cap' | null;
}

/**
 * R15: is it time for the follow-up prescription? By units left against the frequency, or by the end of the validity, whichever
 * comes first. Where the units at hand already reach what is left of the 120 hours, the closing is prepared instead.
 * @param question units left on usable prescriptions in parts of a unit; `validUntil` the last usable day of them, if any
 */
export function judgeFollowUp(
  question: { leftParts: number; unitsPerWeek: number; remainingCapMinutes: number; validUntil: Day | null; today: Day },
  p: Pick<Parameters, 'followUpLeadWeeks' | 'followUpMinimumUnits' | 'maxUnitsPerPrescription' | 'billingStepMinutes'>,
): FollowUp {
  const { leftParts, unitsPerWeek, remainingCapMinutes, validUntil, today } = question;
  const thresholdUnits = Math.max(p.followUpMinimumUnits, Math.ceil(unitsPerWeek * p.followUpLeadWeeks));
  const base = { rule: 'R15', source: RULES.R15.source, thresholdUnits } as const;
  const facts = { leftUnits: leftParts / UNIT_PARTS, thresholdUnits, remainingMinutes: remainingCapMinutes, validUntil };
  // what is left below one billing step can no longer be given (R2)
  if (remainingCapMinutes < p.billingStepMinutes || leftParts >= remainingCapMinutes * 3) {
    return { ...base, task: 'closing', proposedUnits: null, dueBy: 'cap', facts, hints: [] };
  }
  const byUnits = leftParts <= thresholdUnits * UNIT_PARTS;
  const byDate = validUntil !== null && today >= addDays(validUntil, -7 * p.followUpLeadWeeks);
  if (!byUnits && !byDate) return { ...base, task: 'none', proposedUnits: null, dueBy: null, facts, hints: [] };
  const hints: Hint[] = leftParts > 0 ? [{ code: 'units-still-open', facts: { leftUnits: leftParts / UNIT_PARTS } }] : [];
  // less than one whole unit left still needs a prescription, and none can be for less than one
  const proposedUnits = Math.max(1, Math.min(p.maxUnitsPerPrescription, Math.floor(remainingCapMinutes / 60)));
  return { ...base, task: 'follow-up', proposedUnits, dueBy: byUnits ? 'units' : 'validity', facts, hints };
}

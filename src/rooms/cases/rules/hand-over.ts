import { type Decision, no, yes } from '#kernel/decision.ts';
import type { CasePhase } from './phase.ts';

/** Why a case goes to somebody else. */
export const HAND_OVER_REASONS = ['load', 'absence', 'leaves', 'client-wish', 'fit', 'other'] as const;
export type HandOverReason = (typeof HAND_OVER_REASONS)[number];

export const HAND_OVER_REFUSALS = ['case-over', 'hand-over-same', 'hand-over-not-of-team'] as const;

/** Whether a case may go to this manager: it is open, it is another one, and she is of the service. */
export function mayHandOver(
  { phase, managerId }: { phase: CasePhase; managerId: string },
  toId: string,
  team: readonly string[],
): Decision<object, (typeof HAND_OVER_REFUSALS)[number]> {
  if (phase === 'closed' || phase === 'not_opened') return no('case-over');
  if (toId === managerId) return no('hand-over-same');
  return team.includes(toId) ? yes({}) : no('hand-over-not-of-team');
}

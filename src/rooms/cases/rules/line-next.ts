import { ENDED, type LineState } from './line.ts';
import type { Mirrored } from './line-mirror.ts';
import type { LinkingPart } from './line-parts.ts';
import { PSYCHOTHERAPY, SOZIOTHERAPIE } from './line-types.ts';

export const NEXT_STEPS = [
  'prepare',
  'seek-place',
  'go-on-seeking',
  'hand-over',
  'ask-provider',
  'await-answer',
  'ask-status',
  'agree-date',
  'first-appointment',
  'debrief',
  'trial-decision',
  'network',
  'look-for-other',
  'none',
] as const;
export type NextStep = (typeof NEXT_STEPS)[number];

/** What the next step needs to know of a line. */
export interface LineStanding {
  serviceType: string;
  state: LineState;
  onTrial: boolean;
  mirrors: Mirrored | null;
  nextStartOn: string | null;
  parts: readonly { part: LinkingPart; checks: readonly string[] }[];
}

const BETTER_TRY: ReadonlySet<LineState> = new Set(['rejected', 'no_response', 'failed_start']);

/** What is to be done next with a line, and the day that it has, if any (B.3.6: preparation, placement, adaptation, networking). */
export function nextStepOf(line: LineStanding): { step: NextStep; on: string | null } {
  const told = (part: LinkingPart) => line.parts.find((one) => one.part === part);
  const step = (): NextStep => {
    if (BETTER_TRY.has(line.state)) return 'look-for-other';
    if (ENDED.has(line.state)) return 'none';
    if (line.state === 'identified' || line.state === 'prepared') {
      if (line.mirrors === 'request') return 'go-on-seeking';
      if (line.state === 'identified' && !told('preparation')) return 'prepare';
      if (line.serviceType === PSYCHOTHERAPY) return 'seek-place';
      return line.serviceType === SOZIOTHERAPIE ? 'hand-over' : 'ask-provider';
    }
    if (line.state === 'referred') return 'await-answer';
    if (line.state === 'waitlisted') return 'ask-status';
    if (line.state === 'accepted') return 'agree-date';
    if (line.state === 'scheduled') return 'first-appointment';
    if (!told('preparation')?.checks.includes('debriefed')) return 'debrief';
    if (line.onTrial) return 'trial-decision';
    return told('networking') ? 'none' : 'network';
  };
  return { step: step(), on: line.state === 'scheduled' ? line.nextStartOn : null };
}

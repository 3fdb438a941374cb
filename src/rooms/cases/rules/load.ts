import type { Intensity } from './areas.ts';
import type { CasePhase } from './phase.ts';

/** Points a case weighs by its intensity (rule book B.1, a proposal of the product; there is no German norm). */
export const POINTS = { A: 3, B: 2, C: 1, D: 0.5 } as const satisfies Record<Intensity, number>;
/** What counts as much where nobody has set a limit for a person. */
export const USUAL_LIMIT = 40;

/** Only cases from intake to evaluation weigh; dormant ones count 0 (clarification B.1/B.5 O11). */
export const WEIGHING_PHASES: readonly CasePhase[] = [
  'intake',
  'assessment',
  'planning',
  'linking',
  'monitoring',
  'reassessment',
  'evaluation',
];

export function weightOfCase({ phase, intensity }: { phase: CasePhase; intensity: Intensity }): number {
  return WEIGHING_PHASES.includes(phase) ? POINTS[intensity] : 0;
}

/** 3 × A + 2 × B + 1 × C + 0.5 × D of the cases that weigh; halves are exact. */
export function weightedLoad(cases: readonly { phase: CasePhase; intensity: Intensity }[]): number {
  return cases.reduce((sum, one) => sum + weightOfCase(one), 0);
}

/** How near a load is to its limit: full from the limit on, near from nine tenths on. */
export type LoadStanding = 'fine' | 'near' | 'over';
export function loadStanding(points: number, limit: number): LoadStanding {
  if (points > limit) return 'over';
  return points * 10 >= limit * 9 ? 'near' : 'fine';
}

import { accompany, stayInTouch } from './accompanying.ts';
import { assess } from './assessing.ts';
import { evaluate, look, restCase } from './ending.ts';
import { linkServices } from './linking.ts';
import { advise, openCase, screen, takeIn } from './opening.ts';
import type { Reached } from './people.ts';
import { makePlan } from './planning.ts';
import type { Tale } from './tale.ts';

const ORDER: readonly Reached[] = ['access', 'case_finding', 'intake', 'assessment', 'planning', 'linking', 'monitoring'];
const STEPS = {
  case_finding: screen,
  intake: takeIn,
  assessment: assess,
  planning: makePlan,
  linking: linkServices,
  monitoring: accompany,
} as const;
const LAST: Partial<Record<Reached, (tale: Tale) => Promise<void>>> = {
  dormant: restCase,
  reassessment: look,
  evaluation: evaluate,
  closed: evaluate,
};

/** Tells a case from its opening until today, by the endpoints that a case manager uses. */
export async function tell(tale: Tale): Promise<void> {
  const { reached } = tale.told;
  await openCase(tale);
  if (reached === 'not_opened') return advise(tale);
  // who is told at the end has been through all phases before
  const far = ORDER.includes(reached) ? ORDER.indexOf(reached) : ORDER.length;
  for (const phase of ORDER.slice(1, far + 1) as (keyof typeof STEPS)[]) await STEPS[phase](tale);
  if (reached === 'assessment' || reached === 'planning' || reached === 'linking') await stayInTouch(tale);
  await LAST[reached]?.(tale);
}

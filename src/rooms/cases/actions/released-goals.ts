import type { Call } from '#platform/call.ts';
import { planPlace } from '#rooms/soziotherapie/actions/care-plan.ts';
import * as store from '../store/plan.ts';

/**
 * Goals of the Soziotherapie plan that a release of that practice opens to this case (C.1: same text shown, one owner). Nothing where
 * no release lives.
 */
export async function releasedGoals(call: Call, caseId: string): Promise<{ id: string; text: string }[]> {
  const plans = await store.selectReleasedPlans(call.tx, caseId);
  const goals = await Promise.all(
    plans.map(async ({ plan_id, person_id, sealed }) => {
      const { farGoals = [], nearGoals = [] } = JSON.parse(await call.sealer.open(call.tx, person_id, planPlace(plan_id), sealed)) as {
        farGoals?: { id: string; text: string }[];
        nearGoals?: { id: string; text: string }[];
      };
      return [...farGoals, ...nearGoals].map(({ id, text }) => ({ id, text }));
    }),
  );
  return goals.flat();
}

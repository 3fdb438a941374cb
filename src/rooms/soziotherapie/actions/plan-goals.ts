import type { Call } from '#platform/call.ts';
import { selectSignedPlans } from '../store/sessions.ts';

export interface PlanGoal {
  episodeId: string;
  id: string;
  kind: 'far' | 'near';
  text: string;
  /** Of the plan that counts now; the others are of plans that it replaced. */
  inForce: boolean;
}

/** Goals of the plans that all three signed. A session may still name one of the plan that was in force on its day. */
export async function planGoals(call: Call, episodeIds: readonly string[]): Promise<PlanGoal[]> {
  if (episodeIds.length === 0) return [];
  const plans = await selectSignedPlans(call.tx, episodeIds);
  const goals = await Promise.all(
    plans.map(async (plan): Promise<PlanGoal[]> => {
      const place = { table: 'soziotherapie.care_plan', column: 'sealed', row: plan.id };
      const content = JSON.parse(await call.sealer.open(call.tx, plan.person_id, place, plan.sealed)) as {
        farGoals?: { id: string; text: string }[];
        nearGoals?: { id: string; text: string }[];
      };
      const base = { episodeId: plan.episode_id, inForce: plan.state === 'agreed' };
      return [
        ...(content.farGoals ?? []).map(({ id, text }) => ({ ...base, id, text, kind: 'far' as const })),
        ...(content.nearGoals ?? []).map(({ id, text }) => ({ ...base, id, text, kind: 'near' as const })),
      ];
    }),
  );
  return goals.flat();
}

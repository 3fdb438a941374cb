import { z } from 'zod';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { planPlace } from '#rooms/soziotherapie/actions/care-plan.ts';
import { findEpisodeSummary } from '../store/linking.ts';

/** Of a care plan the case reads its goals and nothing else. */
const Goals = z.object({
  farGoals: z.array(z.object({ text: z.string() })).default([]),
  nearGoals: z.array(z.object({ text: z.string() })).default([]),
});

/** Goals, next review, used and approved hours of the mirrored episode; null where no release of the client covers that (C.1). */
export async function summaryOf(call: Call, lineId: string, personId: string) {
  const found = await findEpisodeSummary(call.tx, lineId);
  if (!found) return null;
  await record(call, { action: 'cases.line.plan-read', kind: 'R', object: ['service-line', lineId], personId, reason: 'release' });
  const sealed = found.plan_id && found.plan_sealed ? { id: found.plan_id, bytes: found.plan_sealed } : null;
  const goals = sealed
    ? Goals.parse(JSON.parse(await call.sealer.open(call.tx, personId, planPlace(sealed.id), sealed.bytes)))
    : { farGoals: [], nearGoals: [] };
  return {
    goals: [...goals.farGoals, ...goals.nearGoals].map(({ text }) => text),
    nextReviewOn: found.next_review_on,
    usedHours: Number(found.used_units),
    approvedHours: Number(found.approved_units),
  };
}

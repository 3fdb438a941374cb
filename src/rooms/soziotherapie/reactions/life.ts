import type { Reaction } from '#platform/events.ts';
import { settleTasks } from '#rooms/tasks/actions.ts';
import { reckon } from '../actions/reckon.ts';
import { selectPracticesOf, selectPrescriptionsOf } from '../store/day.ts';

/** What a case does when something beside it happens. */
export const lifeReactions: Record<string, Reaction> = {
  /** R18: another insurer pays: what was approved lapses from that day, and sessions after it count anew. */
  'people.cover.changed': async (call, { personId }) => {
    if (!personId) return;
    for (const organisationId of await selectPracticesOf(call.tx, personId)) await reckon(call, personId, organisationId);
  },
  /** Muster 27 that was to follow is there. */
  'soziotherapie.plan.agreed': async (call, { data }) => {
    if (typeof data?.episodeId !== 'string') return;
    for (const { id } of await selectPrescriptionsOf(call.tx, data.episodeId)) await settleTasks(call, 'sozio-care-plan', id, 'done');
  },
};

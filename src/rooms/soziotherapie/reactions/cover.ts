import type { Reaction } from '#platform/events.ts';
import { reckon } from '../actions/reckon.ts';
import { selectPracticesOf } from '../store/day.ts';

/** R18: another insurer pays: what was approved lapses from that day, and sessions after it count anew. */
export const coverReactions: Record<string, Reaction> = {
  'people.cover.changed': async (call, { personId }) => {
    if (!personId) return;
    for (const organisationId of await selectPracticesOf(call.tx, personId)) await reckon(call, personId, organisationId);
  },
};

import { sql } from 'kysely';
import type { Reaction } from '#platform/events.ts';
import { followMerge, MERGE_EVENTS } from '#platform/merging.ts';

/** Keys first: whatever a room opens while its rows follow must be readable. */
const moveKeys: Reaction = async (call, { data }) => {
  await sql`select app.move_merged_keys(${data?.mergeId as string})`.execute(call.tx);
};
export const personKeyReactions: Record<string, Reaction> = Object.fromEntries(MERGE_EVENTS.map((event) => [event, moveKeys]));

export const peopleReactions = followMerge([
  'people.guardian',
  'people.recognition',
  'people.safe_contact',
  'people.cover',
  'people.copay_exemption',
]);

import { sql } from 'kysely';
import type { Call } from './call.ts';
import type { Happening, Reaction } from './events.ts';

/** Two records of one person were joined (`people.person.merged`) or taken apart again (`people.person.unmerged`). */
export const MERGE_EVENTS = ['people.person.merged', 'people.person.unmerged'] as const;

/** A reaction that says which tables it moves, so that a test can see that none is forgotten. */
type Moving = Reaction & { readonly tables: readonly string[] };

/**
 * What a room does when two records of one person are joined or taken apart: its rows follow, in the same transaction. Every table with a
 * `person_id` is named by exactly one room, or has a reason not to be (`test/house/merging.test.ts`).
 * @param tables full names, as the database writes them
 */
export function followMerge(tables: readonly string[]): Record<string, Moving> {
  const move = async (call: Call, { data }: Happening): Promise<void> => {
    const mergeId = data?.mergeId;
    if (typeof mergeId !== 'string') throw new Error('a merge without its id');
    await sql`select app.move_merged(${mergeId}, ${[...tables]}::text[])`.execute(call.tx);
  };
  const moving = Object.assign(move, { tables });
  return Object.fromEntries(MERGE_EVENTS.map((event) => [event, moving]));
}

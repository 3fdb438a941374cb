import { sql } from 'kysely';
import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';

/** Counts ahead what takes long to count and has changed, so that nobody waits for it. */
export async function countAhead(world: World): Promise<void> {
  await asSystem(world, 'reports-count-ahead', ({ tx, now }) => sql`select app.refresh_figures(${now.toString()})`.execute(tx));
}

/** What this room does by the clock. */
export const reportsJobs: RoomJobs = { every: [{ name: 'reports-count-ahead', seconds: 60, work: countAhead }] };

import { dayInBerlin } from '#kernel/time.ts';
import { asSystem, type Call } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { PLACE_LIMITS } from './rules/place.ts';
import { interruptionTooLong } from './rules/place-watch.ts';

/** PL14: an interruption of more than 42 days becomes the coordinator's task, once. */
async function askAboutLongInterruptions(call: Call): Promise<void> {
  const rows = await call.tx
    .selectFrom('directory.place')
    .select(['id', 'practitioner_id', 'request_id', 'interrupted_since'])
    .where('interrupted_since', 'is not', null)
    .where('interrupted_since', '<', call.now.subtract({ hours: PLACE_LIMITS.interruptionDays * 24 }))
    .where('state', 'in', ['reserved', 'trial', 'occupied', 'ending'])
    .execute();
  for (const row of rows.filter((place) => interruptionTooLong(place.interrupted_since, call.now))) {
    await appendTask(call, {
      kind: 'interruption-too-long',
      object: ['place', row.id],
      assigneeRole: 'coordinator',
      priority: 2,
      dueAt: call.now.add({ hours: 24 }),
      facts: {
        practitionerId: row.practitioner_id,
        requestId: row.request_id,
        since: dayInBerlin(row.interrupted_since ?? call.now).toString(),
      },
    });
  }
}

/** What this room does by the clock. */
export const directoryJobs: RoomJobs = {
  jobs: { 'directory-long-interruptions': (world) => asSystem(world, 'directory-long-interruptions', askAboutLongInterruptions) },
  cron: ['31 * * * * directory-long-interruptions'],
};

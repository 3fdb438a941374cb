import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { expireOverdue, releasesEnding } from '#rooms/consent/actions/releases.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { stopTransfers } from '../actions/releases.ts';
import { findPractice } from '../store/practice.ts';

/** The office reminds 30 days before (rule book C3). */
const REMIND_DAYS = 30;

/** Once a day: releases whose last day is over end, and the office learns which end soon. */
export async function endReleases(world: World): Promise<void> {
  await asSystem(world, 'soziotherapie.end-releases', async (call) => {
    for (const release of await expireOverdue(call)) await stopTransfers(call, release, 'release-expired');
    for (const row of await releasesEnding(call, call.now, call.now.add({ hours: 24 * REMIND_DAYS }))) {
      // who is no practice hears of it in her own room
      if (!row.until_at || !row.organisation_id || !(await findPractice(call.tx, row.organisation_id))) continue;
      await appendTask(call, {
        kind: 'release-ending',
        object: ['release', row.id],
        personId: row.person_id,
        assigneeRole: 'office',
        organisationId: row.organisation_id,
        dueAt: row.until_at,
        priority: 3,
      });
    }
  });
}

export const releaseJobs: RoomJobs = {
  jobs: { 'soziotherapie-releases': endReleases },
  cron: ['5 * * * * soziotherapie-releases'], // every hour: an end is the beginning of a day in Berlin, which no fixed hour of UTC is
};

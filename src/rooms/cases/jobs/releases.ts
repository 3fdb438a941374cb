import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { releasesEnding } from '#rooms/consent/actions/releases.ts';
import { appendTask } from '#rooms/tasks/actions.ts';

const REMIND_DAYS = 30;

/** The case manager learns 30 days before which releases of her cases end; that they end is carried out for all rooms at once. */
export async function remindOfReleases(world: World): Promise<void> {
  await asSystem(world, 'cases.releases', async (call) => {
    for (const row of await releasesEnding(call, call.now, call.now.add({ hours: 24 * REMIND_DAYS }))) {
      if (!row.until_at || !row.organisation_id) continue;
      const one = await call.tx
        .selectFrom('cases.case')
        .select('manager_id')
        .where('person_id', '=', row.person_id)
        .where('organisation_id', '=', row.organisation_id)
        .where('phase', 'not in', ['closed', 'not_opened'])
        .executeTakeFirst();
      if (!one) continue;
      await appendTask(call, {
        kind: 'case-release-ending',
        object: ['release', row.id],
        personId: row.person_id,
        assigneeId: one.manager_id,
        organisationId: row.organisation_id,
        dueAt: row.until_at,
        priority: 3,
      });
    }
  });
}

export const caseReleaseJobs: RoomJobs = { jobs: { 'cases-releases': remindOfReleases }, cron: ['20 * * * * cases-releases'] };

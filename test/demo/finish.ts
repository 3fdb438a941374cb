import type { World } from '#platform/call.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { deliverDue, listTroubles, markPrinted } from '#rooms/messages/actions.ts';
import { expireHolds, remindOfDecisions } from '#rooms/placement/jobs.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { completeTask } from '#rooms/tasks/actions.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Clock } from '#test/cast/simulated-time.ts';
import type { Agenda } from './agenda.ts';
import { HISTORY_DAYS } from './building.ts';

/** Lets the months run, with what the worker and the desk do on the side, and ends at the present. */
export async function finishHistory(agenda: Agenda, cast: Cast<string>, world: World, mailer: Mailer, clock: Clock): Promise<void> {
  for (let day = HISTORY_DAYS - 8; day > 3; day -= 8) {
    agenda.on(-day, '17:30', async () => {
      await deliverDue(world, mailer, 100);
      await clearDesk(cast);
    });
  }
  await agenda.run();
  clock.turnTo(agenda.now);
  await deliverDue(world, mailer, 100);
  await expireHolds(world);
  await runTimer(world, 'scheduling-expire-slots');
  await runTimer(world, 'scheduling-leave-overlap');
  await schedulingJobs.jobs?.['scheduling-materialise']?.(world, {});
  await schedulingJobs.jobs?.['scheduling-ask-for-marks']?.(world, {});
  await remindOfDecisions(world);
}

async function runTimer(world: World, name: string): Promise<void> {
  const timer = schedulingJobs.every?.find((one) => one.name === name);
  if (!timer) throw new RangeError(`no timer ${name}`);
  // Each run takes so many rows; four months have more.
  for (let round = 0; round < 4; round += 1) await timer.work(world);
}

/** At the end of a week the desk has done what was due, and has printed its letters. */
async function clearDesk(cast: Cast<string>): Promise<void> {
  await cast.as('jana', async (call, permit) => {
    const due = await call.tx
      .selectFrom('tasks.task')
      .select(['id', 'version'])
      .where('assignee_role', '=', 'desk')
      .where('done_at', 'is', null)
      .where('due_at', '<=', call.now)
      .execute();
    for (const { id, version } of due) await completeTask(call, permit('tasks.own'), id, version, 'done');
    const { letters } = await listTroubles(call, permit('messages.read'));
    for (const { id, channel } of letters) if (channel === 'letter') await markPrinted(call, permit('messages.read'), id);
  });
}

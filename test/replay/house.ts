import type pg from 'pg';
import type { World } from '#platform/call.ts';
import { createLog } from '#platform/log.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Connections } from '#platform/migrate.ts';
import { deliverPages } from '#rooms/crisis/actions/deliver.ts';
import { runClock } from '#rooms/crisis/actions/tick.ts';
import { directoryJobs } from '#rooms/directory/jobs.ts';
import { deliverDue, listTroubles, markPrinted } from '#rooms/messages/actions.ts';
import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { expireHolds, remindOfDecisions } from '#rooms/placement/jobs.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { completeTask } from '#rooms/tasks/actions.ts';
import type { Cast } from '#test/cast/cast.ts';
import { createWorld } from '../../src/serve.ts';

/** The worker and the machine: timers, nights, deliveries, restarts. */
export class House {
  readonly #world: World;
  readonly #cast: Cast<string>;
  readonly #mailer: Mailer;

  constructor(world: World, cast: Cast<string>, mailer: Mailer) {
    this.#world = world;
    this.#cast = cast;
    this.#mailer = mailer;
  }

  /** What the worker does every minute, at the clock's time. */
  async minute(): Promise<void> {
    await expireHolds(this.#world);
    await runClock(this.#world);
    for (const { name, work } of schedulingJobs.every ?? []) if (name.startsWith('scheduling')) await work(this.#world);
  }

  /** Mails go to nobody's mailbox; alarms find no device, as in a network without a gateway. */
  async deliver(most = 200): Promise<void> {
    await deliverDue(this.#world, this.#mailer, most);
    await deliverPages(this.#world, {});
  }

  /** What the worker does at night: slots of the next weeks, reminders of marks and of decisions. */
  async night(): Promise<void> {
    // Each run of the timer takes so many rows; a week may have more.
    for (let round = 0; round < 2; round += 1) await this.minute();
    for (const job of Object.values(schedulingJobs.jobs ?? {})) await job(this.#world, {});
    for (const job of Object.values(directoryJobs.jobs ?? {})) await job(this.#world, {});
    await remindOfDecisions(this.#world);
  }

  /** At the end of a week the desk has done what was due, and has printed its letters. */
  async clearDesk(): Promise<void> {
    await this.#cast.as('jana', async (call, permit) => {
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
}

const silent = createLog('silent');

/** Connections of their own for a world, on the same keys and rooms; what rooms keep in memory begins anew. */
export function ownPools(world: World, connections: Connections): Pick<World, 'app' | 'jobs' | 'memory'> {
  const { app, jobs, memory } = createWorld(connections, world.ring, world.network, silent);
  return { app, jobs, ...(memory ? { memory } : {}) };
}

/** The server is restarted: its connections and all that it kept in memory are gone, whoever is signed in stays so. */
export async function restart(world: World, connections: Connections): Promise<void> {
  const gone: pg.Pool[] = [world.app, world.jobs];
  Object.assign(world, ownPools(world, connections));
  world.ring.held.clear();
  forgetKept();
  await Promise.all(gone.map((pool) => pool.end()));
}

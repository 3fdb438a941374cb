import type pg from 'pg';
import type { Stage } from '../../bench/race/stage.ts';
import { waysToShift } from './families/clock.ts';
import { killAll } from './families/database-killed.ts';
import { type App, type Ground, lives, prepareApp, until } from './ground.ts';
import { openRelay, type Relay } from './relay.ts';
import type { Report } from './report.ts';

/** So long a fault may keep everybody waiting. */
export const PATIENCE_MS = 20_000;

/** A process that reaches a database of its own through a relay. */
export interface Scene {
  database: string;
  ground: Ground;
  stage: Stage;
  relay: Relay;
  app: App;
  report: Report;
}

/** Sets the stage on a fresh database and starts the process; however the work ends, both are cleared away. */
export async function onScene(
  { ground, report, database }: Pick<Scene, 'ground' | 'report' | 'database'>,
  set: (client: pg.ClientBase) => Promise<Stage>,
  work: (scene: Scene) => Promise<void>,
): Promise<void> {
  await ground.fresh(database);
  const stage = await ground.with(database, set);
  const relay = await openRelay(ground.socketFolder);
  const app = await prepareApp({ databaseUrl: ground.url(database, relay.folder), dataFolder: ground.dataFolder });
  try {
    await app.start();
    await work({ database, ground, stage, relay, app, report });
  } finally {
    await app.stop();
    await relay.close();
  }
}

/** What the relay's trap does: kill the process, or everything of the database; and afterwards whether that really happened. */
export function killer({ ground, relay, app }: Scene, what: 'app' | 'database') {
  let signal: string | null = null;
  let killed: number[] = [];
  return {
    act: async (): Promise<void> => {
      if (what === 'database') killed = killAll(ground);
      else signal = await app.kill();
    },
    async caught(): Promise<{ caught: boolean; proved: boolean }> {
      const caught = await until(PATIENCE_MS, () => signal !== null || killed.length > 0);
      relay.untrap();
      const dead = async () => killed.length > 1 && (await until(3_000, () => killed.every((pid) => !lives(pid))));
      return { caught, proved: what === 'database' ? await dead() : signal === 'SIGKILL' };
    },
  };
}

/** Processes whose own clock is wrong by so many seconds, in each way in which that comes about, one after the other. */
export async function withWrongClock(
  { ground, database, report }: Scene,
  shift: number,
  work: (app: App, name: string) => Promise<void>,
): Promise<void> {
  for (const way of waysToShift(shift)) {
    const app = await prepareApp({ databaseUrl: ground.url(database), dataFolder: ground.dataFolder, ...way.settings });
    try {
      await app.start();
      report.injected += 1;
      if (Math.abs((await way.seen(app)) - Date.now() - shift * 1_000) < 60_000) report.proved += 1;
      await work(app, `${way.name} ${shift} s`);
      report.cycles += 1;
    } finally {
      await app.stop();
    }
  }
}

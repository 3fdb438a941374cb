import type pg from 'pg';
import { type Stage, setStage } from '../../../bench/race/stage.ts';
import { type Command, type Desks, openDesks } from '../desks.ts';
import { type Family, goesOn, type Run } from '../family.ts';
import { type App, pause, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { openRelay, type Relay } from '../relay.ts';
import { count, emptyReport, type Report, spreadOf } from '../report.ts';
import { verify } from '../verify.ts';
import { withoutKeys } from '../without-keys.ts';

/** Where in a command the process dies. */
const POINTS = ['random', 'before-commit', 'after-commit', 'after-answer'] as const;
type Point = (typeof POINTS)[number];
const COMMANDS = [/book_offer/, /hold_offer/, /relate_desk/];

/** The statement that tells the transaction of a command. */
export const appKilled: Family = {
  name: 'app-killed',
  what: 'kill -9 of the process at random and exactly around its commits, while desks ring in, hold and book',
  async run(run) {
    const report = emptyReport('app-killed', run.seed);
    await scene(
      run,
      'faults_app',
      run.short ? 400 : 6_000,
      async ({ app, relay, desks }) => {
        const restarts: number[] = [];
        const points: Record<string, number> = {};
        while (goesOn(run, report.cycles, POINTS.length)) {
          const point = POINTS[report.cycles % POINTS.length] ?? 'random';
          const statement = COMMANDS[Math.floor(report.cycles / POINTS.length) % COMMANDS.length] ?? /book_offer/;
          report.injected += 1;
          if (await killAt(point, statement, { run, app, relay, desks })) {
            report.proved += 1;
            count(points, point);
          }
          if (app.alive()) await app.kill();
          restarts.push(await app.start());
          report.cycles += 1;
        }
        report.figures = { restartMs: spreadOf(restarts), points };
      },
      report,
    );
    if ((report.figures.unknownAbsent ?? 0) === 0) report.wrong.push('no command was cut off before its commit');
    if (report.unknownCommitted === 0) report.wrong.push('no command was cut off after its commit');
    return report;
  },
};

interface Scene {
  app: App;
  relay: Relay;
  desks: Desks;
}

/** A database, a process behind a relay and desks at work; at the end everything is counted into the report. */
async function scene(run: Run, database: string, calls: number, work: (scene: Scene) => Promise<void>, report: Report) {
  const { ground } = run;
  await ground.fresh(database);
  const stage = await ground.with(database, (client) =>
    setStage(client, { slots: calls, places: calls / 2, spare: 5, requests: calls, desks: 4 }),
  );
  const relay = await openRelay(ground.socketFolder);
  const app = await prepareApp({ databaseUrl: ground.url(database, relay.folder), dataFolder: ground.dataFolder });
  try {
    await app.start();
    const desks = openDesks({ stage, origin: () => app.origin, clients: 4 });
    await work({ app, relay, desks });
    await desks.finish();
    const told = app.alive() ? '' : app.told();
    await ground.with(database, async (client) => {
      const verdict = await verify(client, desks.commands);
      report.acknowledged += verdict.acknowledged;
      report.lost += verdict.lost;
      report.unknownCommitted += verdict.unknownCommitted;
      report.doubled += verdict.doubled;
      report.wrong.push(...verdict.wrong, ...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
      if (told) report.wrong.push(`the process ended by itself: ${told.slice(-500)}`);
      report.violations.push(...(await broken(client)));
      report.figures = { ...report.figures, unknownAbsent: verdict.unknownAbsent, statuses: desks.statuses };
    });
    report.control = {
      what: 'the same without idempotency keys, the answer lost on its way',
      result: await control(run, database, { app, relay }, stage),
    };
  } finally {
    await app.stop();
    await relay.close();
  }
}

/** Kills the process at a point; true when it is proved that it died there. */
async function killAt(point: Point, statement: RegExp, { run, app, relay, desks }: Scene & { run: Run }): Promise<boolean> {
  if (point === 'random') {
    await pause(30 + run.random.below(400));
    return (await app.kill()) === 'SIGKILL';
  }
  let signal: string | null = null;
  const die = async (): Promise<void> => {
    signal = await app.kill();
  };
  if (point === 'after-answer') {
    const name = statement.test('book_offer') ? 'book' : statement.test('hold_offer') ? 'hold' : 'begin';
    let dying: Promise<void> | undefined;
    desks.onAnswer((command) => {
      if (command.name === name && command.status < 300) dying ??= die();
    });
    const came = await until(15_000, () => dying !== undefined);
    await dying;
    return came && signal === 'SIGKILL';
  }
  void relay.trap({ at: point === 'before-commit' ? 'asked' : 'done', statement, act: die });
  const came = await until(15_000, () => signal !== null);
  relay.untrap();
  return came && signal === 'SIGKILL';
}

/**
 * Without the memory of keys, a call whose answer was lost on its way and that is rung in again must stand there twice: on the
 * database of the run, after everything was counted.
 */
async function control(
  run: Run,
  database: string,
  { app, relay }: Omit<Scene, 'desks'>,
  stage: Stage,
): Promise<Report['control']['result']> {
  await run.ground.with(database, withoutKeys);
  const desks = openDesks({
    stage: { ...stage, requests: stage.requests.slice(-40), targets: stage.targets.slice(-40) },
    origin: () => app.origin,
    clients: 2,
  });
  let cut = false;
  void relay.trap({
    at: 'done',
    statement: /relate_desk/,
    act: () => {
      cut = true;
    },
  });
  await until(10_000, () => cut);
  await pause(300);
  await desks.finish();
  const { doubled } = await run.ground.with(database, (client) => twiceCalled(client, desks.commands));
  return doubled > 0 ? 'failed' : 'passed';
}

/** Calls of these desks that stand there more often than they were rung in. */
async function twiceCalled(client: pg.ClientBase, commands: readonly Command[]): Promise<{ doubled: number }> {
  const begun = commands.filter(({ name, status }) => name === 'begin' && status === 201);
  const { rows } = await client.query<{ calls: number }>(
    "select count(*)::int as calls from platform.event where action = 'placement.request.created' and at >= to_timestamp($1::float8 / 1000)",
    [Math.min(...commands.map(({ sentAt }) => sentAt[0] ?? Number.POSITIVE_INFINITY))],
  );
  return { doubled: (rows[0]?.calls ?? 0) - begun.length };
}

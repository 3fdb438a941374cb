import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beginRequest } from '#rooms/placement/contract.ts';
import { openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { setStage } from '../../../bench/race/stage.ts';
import { type Family, goesOn, type Run } from '../family.ts';
import { type App, type Ground, pause, prepareApp } from '../ground.ts';
import { broken } from '../invariants.ts';
import { openRelay } from '../relay.ts';
import { emptyReport, type Report, spreadOf } from '../report.ts';

const FOLDER = join(import.meta.dirname, '../../../migrations');
const ALL = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.sql'))
  .sort();
const DONE = 'select count(*)::int as done from platform.migration';

export const migrationKilled: Family = {
  name: 'migration-killed',
  what: 'kill -9 just before and just after a migration commits on an empty database, and anywhere in the first start of all',
  async run(run) {
    const report = emptyReport('migration-killed', run.seed);
    const starts: number[] = [];
    while (goesOn(run, report.cycles, 2)) {
      if (report.cycles % 4 === 3) await firstStart(run, report, starts);
      else await oneMigration(run, report, starts);
      report.cycles += 1;
    }
    report.figures = { migrations: ALL.length, nextStartMs: spreadOf(starts) };
    report.control = {
      what: 'a migration that ran outside of a transaction and was stopped half-way: the next start must not go on',
      result: await control(run, report),
    };
    return report;
  },
};

/** Stops exactly around the commit of one migration; the next start completes what is missing. */
async function oneMigration({ ground, random }: Run, report: Report, starts: number[]): Promise<void> {
  const database = 'faults_migration';
  await ground.empty(database);
  const relay = await openRelay(ground.socketFolder);
  const app = await prepareApp({ databaseUrl: ground.url(database, relay.folder), dataFolder: ground.dataFolder });
  const at = report.cycles % 2 === 0 ? 'asked' : 'done';
  const skip = random.below(ALL.length - 1);
  let signal: string | null = null;
  try {
    void relay.trap({
      at,
      statement: /insert into platform\.migration/,
      skip,
      act: async () => {
        signal = await app.kill();
      },
    });
    report.injected += 1;
    await app.start().catch(() => {});
    const done = await ground.with(
      database,
      async (client) => (await client.query<{ done: number }>(DONE).catch(() => ({ rows: [] }))).rows[0]?.done ?? 0,
    );
    if (signal === 'SIGKILL' && done === (at === 'asked' ? skip : skip + 1)) report.proved += 1;
    else report.wrong.push(`killed with ${signal} at migration ${skip + 1}, ${done} were done`);
    relay.untrap();
    starts.push(await app.start());
    await seeWhole(app, ground, database, report);
  } finally {
    await app.stop();
    await relay.close();
  }
}

async function seeWhole(app: App, ground: Ground, database: string, report: Report): Promise<void> {
  await ground.with(database, async (client) => {
    const { rows } = await client.query<{ done: number }>(DONE);
    if (rows[0]?.done !== ALL.length) report.lost += 1;
    const { sessions } = await setStage(client, { slots: 1, places: 0, spare: 1, requests: 1, desks: 1 });
    const caller = openCaller(app.origin, desk.headers(sessions[0] ?? ''));
    const { status } = await caller.ask({
      method: beginRequest.method,
      path: beginRequest.path,
      body: {},
      headers: { 'idempotency-key': randomUUID() },
    });
    caller.close();
    if (status === 201) report.acknowledged += 1;
    else report.wrong.push(`after the interrupted start a call could not be rung in: ${status}`);
    report.violations.push(...(await broken(client)));
  });
}

/** The very first start of all, with its own database: killed anywhere, also while the cluster is being made. */
async function firstStart({ random }: Run, report: Report, starts: number[]): Promise<void> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'geleit-first-'));
  const app = await prepareApp({ dataFolder });
  report.injected += 1;
  try {
    const starting = app.start().then(
      () => true,
      () => false,
    );
    await pause(200 + random.below(3_000));
    if ((await app.kill()) === 'SIGKILL') report.proved += 1;
    await starting;
    starts.push(await app.start());
    report.acknowledged += 1; // it says that it is usable: /health/ready asks the database
  } catch (fault) {
    report.wrong.push(`after an interrupted first start: ${String(fault).slice(-400)}`);
  } finally {
    await app.stop();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** Half a migration without its record: the start must stop and name it. */
async function control({ ground }: Run, report: Report): Promise<Report['control']['result']> {
  const database = 'faults_migration_control';
  await ground.empty(database);
  const [first = ''] = ALL;
  const statements = readFileSync(join(FOLDER, first), 'utf8').split(/;\n(?=create)/);
  await ground.with(database, async (client) => {
    for (const statement of statements.slice(0, 3)) await client.query(statement);
  });
  const app = await prepareApp({ databaseUrl: ground.url(database), dataFolder: ground.dataFolder });
  const words = await app.start().then(
    () => '',
    (fault: unknown) => String(fault),
  );
  await app.stop();
  if (words !== '' && !/platform|migrations\//.test(words))
    report.wrong.push(`the refusal of a half migration does not say where: ${words.slice(-300)}`);
  return words === '' ? 'passed' : 'failed';
}

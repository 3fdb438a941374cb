import { setStage } from '../../../bench/race/stage.ts';
import { openDesks } from '../desks.ts';
import { type Family, goesOn, type Run } from '../family.ts';
import { type Ground, lives, openGround, pause, prepareApp, until } from '../ground.ts';
import { broken, unsound } from '../invariants.ts';
import { openRelay } from '../relay.ts';
import { emptyReport, type Report, spreadOf } from '../report.ts';
import { verify } from '../verify.ts';

const RECOVERY_MS = 5_000;
/** The supervisor gives up after six deaths in a minute; a fault is a rarer thing than that. */
const BETWEEN_MS = 14_000;
const RECOVERS = /automatic recovery in progress/;

export const databaseKilled: Family = {
  name: 'database-killed',
  what: 'kill -9 of the database and all its processes, at random and exactly at a commit, under the load of desks',
  async run(run) {
    const report = emptyReport('database-killed', run.seed);
    await killUnderLoad(run, run.ground, 'faults_database', report, 2);
    report.control = {
      what: 'the same on a cluster that answers before its log is written (synchronous_commit off); losing what the operating system had not yet flushed needs a power cut, which is not possible here',
      result: await control(run),
    };
    return report;
  },
};

async function killUnderLoad(run: Run, ground: Ground, database: string, report: Report, shortCycles: number, fsync = true): Promise<void> {
  await ground.fresh(database);
  const calls = run.short ? 500 : 20_000;
  const stage = await ground.with(database, (client) =>
    setStage(client, { slots: calls, places: calls / 2, spare: 5, requests: calls, desks: 4 }),
  );
  const relay = await openRelay(ground.socketFolder);
  const app = await prepareApp({ databaseUrl: ground.url(database, relay.folder), dataFolder: ground.dataFolder });
  const recoveries: number[] = [];
  const told = (): string[] => ground.said().filter((line) => RECOVERS.test(line));
  try {
    await app.start();
    const desks = openDesks({ stage, origin: () => app.origin, clients: 4, breath: run.short ? 0 : 50 });
    while (goesOn(run, report.cycles, shortCycles)) {
      const atCommit = report.cycles % 2 === 1 && fsync;
      if (report.cycles > 0) await pause(run.short ? 800 : BETWEEN_MS);
      else await until(10_000, () => desks.lastSuccess() > 0);
      const logged = told().length;
      let killed: number[] = [];
      const kill = (): void => {
        killed = killAll(ground);
      };
      if (atCommit) {
        void relay.trap({ at: 'done', statement: /book_offer|hold_offer/, act: kill });
        await until(10_000, () => killed.length > 0);
        relay.untrap();
      } else {
        await pause(100 + run.random.below(500));
        kill();
      }
      const began = performance.now();
      report.injected += 1;
      report.cycles += 1;
      const back = await until(20_000, () => desks.lastSuccess() > began);
      const tookMs = desks.lastSuccess() - began;
      const isProved = () => killed.length > 1 && killed.every((pid) => !lives(pid)) && told().length > logged;
      if (await until(3_000, isProved)) report.proved += 1;
      if (!back) report.wrong.push('the app did not find its database again');
      else recoveries.push(tookMs);
      // The server's own recovery depends on the disk; what the app adds to it is ours.
      const oursMs = tookMs - (serverStarts(ground).at(-1) ?? 0);
      if (oursMs > RECOVERY_MS) report.wrong.push(`a command was possible again only ${Math.round(oursMs)} ms after the database was`);
      if (!app.alive()) report.wrong.push(`the app ended with its database: ${app.told().slice(-500)}`);
    }
    await desks.finish();
    const { 0: cut = 0, 503: away = 0 } = desks.statuses;
    if (cut > 0) report.wrong.push(`${cut} connections of callers broke, though only the database was killed`);
    if (away === 0) report.wrong.push('nobody was told that the database is away');
    report.wrong.push(...Object.entries(desks.wrong).map(([words, times]) => `${times} answers: ${words}`));
    await ground.with(database, async (client) => {
      const verdict = await verify(client, desks.commands);
      const { acknowledged, lost, unknownCommitted, doubled, wrong } = verdict;
      Object.assign(report, { acknowledged, lost, unknownCommitted, doubled });
      report.wrong.push(...wrong);
      report.violations.push(...(await broken(client)), ...(fsync ? await unsound(client) : []));
      report.figures = {
        recoveryMs: spreadOf(recoveries),
        serverMs: spreadOf(serverStarts(ground)),
        unknownAbsent: verdict.unknownAbsent,
        statuses: desks.statuses,
      };
    });
  } finally {
    await app.stop();
    await relay.close();
  }
}

/** How long the server itself took to come back, as its supervisor says; the rest of a recovery is the app's. */
function serverStarts(ground: Ground): number[] {
  return ground.said().flatMap((line) => /runs again .*"milliseconds":(\d+)/.exec(line)?.slice(1, 2).map(Number) ?? []);
}

/** The postmaster first, so that it cannot tidy up; then everything that was below it. */
export function killAll(ground: Ground): number[] {
  const all = ground.processes();
  for (const pid of all) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // it ended with its postmaster
    }
  }
  return all;
}

/** Without waiting for its log, the database must lose what it had acknowledged. */
async function control(run: Run): Promise<Report['control']['result']> {
  const hasty = await openGround({ hasty: true });
  try {
    await hasty.with('postgres', async (client) => {
      await client.query("alter system set wal_writer_delay = '10s'"); // the longest; the loss does not depend on luck
      await client.query("alter system set wal_writer_flush_after = '100MB'");
      await client.query('select pg_reload_conf()');
    });
    const report = emptyReport('hasty', run.seed);
    await killUnderLoad({ ...run, short: true }, hasty, 'faults_hasty', report, 1, false);
    return report.lost > 0 ? 'failed' : 'passed';
  } finally {
    await hasty.stop();
  }
}

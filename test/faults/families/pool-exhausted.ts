import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { openCaller } from '../../../bench/lib/http.ts';
import { desk } from '../../../bench/race/desk.ts';
import { setStage } from '../../../bench/race/stage.ts';
import { codeOf } from '../desks.ts';
import type { Family, Run } from '../family.ts';
import { goesOn } from '../family.ts';
import { pause, prepareApp, until } from '../ground.ts';
import { broken } from '../invariants.ts';
import { count, emptyReport, type Report, spreadOf } from '../report.ts';

const REQUESTS = 200;
const HEALTH_BUDGET_MS = 2_000;
/** The app has 16 connections: all of them are in a transaction, and the first of them waits for the lock. */
const BUSY = `select count(*) filter (where state <> 'idle') >= 16 and count(*) filter (where wait_event_type = 'Lock') > 0 as busy
  from pg_stat_activity where datname = current_database() and usename = 'geleit_app'`;

export const poolExhausted: Family = {
  name: 'pool-exhausted',
  what: '200 requests while somebody leaves a transaction open on what they all need; shorter and longer than a statement may take',
  async run(run) {
    const report = emptyReport('pool-exhausted', run.seed);
    const { ground } = run;
    const database = 'faults_pool';
    await ground.fresh(database);
    const slots = run.short ? REQUESTS * 2 : REQUESTS * 30;
    const stage = await ground.with(database, (client) =>
      setStage(client, { slots, places: slots / 2, spare: 5, requests: slots, desks: 4 }),
    );
    const app = await prepareApp({ databaseUrl: ground.url(database), dataFolder: ground.dataFolder });
    const statuses: Record<string, number> = {};
    const health: number[] = [];
    try {
      await app.start();
      while (goesOn(run, report.cycles, 1) && (report.cycles + 1) * REQUESTS <= slots) {
        const openMs = report.cycles % 2 === 0 ? 7_000 : 17_000; // a pool waits 5 s for a connection, a statement 15 s for its end
        const targets = Array.from({ length: REQUESTS }, (_, index) => report.cycles * REQUESTS + index);
        const cycle = { stage, origin: app.origin, indices: targets, statuses, report };
        await ground.with(database, async (blocker) => {
          await blocker.query('begin');
          await blocker.query('lock table scheduling.slot in access exclusive mode');
          report.injected += 1;
          const asked = holdAll(cycle);
          const watched = watchHealth(app.origin, openMs, health, report);
          const blocked = await ground.with(database, (client) =>
            until(5_000, async () => (await client.query(BUSY)).rows[0]?.busy === true),
          );
          if (blocked) report.proved += 1;
          await pause(openMs);
          await blocker.query('rollback');
          await watched;
          const open = await asked;
          // The callers ask again with their keys, as the web app does.
          await holdAll({
            ...cycle,
            indices: open.map(({ index }) => index),
            keys: new Map(open.map(({ index, key }) => [index, key])),
            last: true,
          });
        });
        report.cycles += 1;
      }
      const left = await ground.with(database, (client) => {
        const idle =
          "select count(*)::int as open from pg_stat_activity where datname = current_database() and state like 'idle in transaction%'";
        return until(3_000, async () => (await client.query(idle)).rows[0]?.open === 0);
      });
      if (!left) report.wrong.push('a transaction stayed open afterwards');
      if (!statuses['503']) report.wrong.push('nobody was told to come again: the pool was not exhausted');
      await ground.with(database, async (client) => {
        const { rows } = await client.query<{ held: number; twice: number }>(
          `select count(*)::int held, count(*) filter (where n > 1)::int twice from (select count(*) n from platform.event where action = 'placement.offer.held' group by object_id) each`,
        );
        report.lost = Math.max(0, report.acknowledged - (rows[0]?.held ?? 0));
        report.doubled = rows[0]?.twice ?? 0;
        report.violations.push(...(await broken(client)));
      });
      report.figures = { statuses, healthMs: spreadOf(health) };
    } finally {
      await app.stop();
    }
    report.control = { what: 'a pool that waits for ever: its callers get no answer in 6 s', result: await control(run, database) };
    return report;
  },
};

interface Cycle {
  stage: Awaited<ReturnType<typeof setStage>>;
  origin: string;
  indices: readonly number[];
  keys?: ReadonlyMap<number, string>;
  statuses: Record<string, number>;
  report: Report;
  last?: boolean;
}

/** Everybody at once; answers those without a clear answer. */
async function holdAll({ stage, origin, indices, keys, statuses, report, last }: Cycle): Promise<{ index: number; key: string }[]> {
  const open: { index: number; key: string }[] = [];
  await Promise.all(
    indices.map(async (index) => {
      const key = keys?.get(index) ?? randomUUID();
      const request = stage.requests[index];
      const target = stage.targets[index];
      if (!request || !target) throw new Error('the stage is too small');
      const caller = openCaller(origin, desk.headers(stage.sessions[index % stage.sessions.length] ?? ''));
      let answer = await caller.ask({ ...desk.hold(request, target), headers: { 'idempotency-key': key } });
      for (let again = 0; last && answer.status === 503 && again < 100; again += 1) {
        count(statuses, '503');
        await pause(100);
        answer = await caller.ask({ ...desk.hold(request, target), headers: { 'idempotency-key': key } });
      }
      caller.close();
      count(statuses, String(answer.status));
      if (answer.status === 200) report.acknowledged += 1;
      else if (answer.status === 503 && !last) {
        open.push({ index, key });
        if (!answer.headers['retry-after'] || !['database-away', 'outcome-unknown'].includes(codeOf(answer)))
          report.wrong.push(`a 503 without words: ${codeOf(answer)}`);
      } else report.wrong.push(`a hold was answered ${answer.status} ${codeOf(answer)}`);
    }),
  );
  return open;
}

/** Health must answer all the time, else whoever watches over the process would restart it. */
async function watchHealth(origin: string, milliseconds: number, health: number[], report: Report): Promise<void> {
  const end = performance.now() + milliseconds;
  const caller = openCaller(origin);
  while (performance.now() < end) {
    for (const path of ['/health/live', '/health/ready']) {
      const answer = await caller.ask({ method: 'GET', path });
      health.push(answer.milliseconds);
      if (answer.status !== 200) report.wrong.push(`${path} answered ${answer.status} while others waited`);
      if (answer.milliseconds > HEALTH_BUDGET_MS)
        report.wrong.push(`${path} took ${Math.round(answer.milliseconds)} ms while others waited`);
    }
    await pause(100);
  }
  caller.close();
}

async function control({ ground }: Run, database: string): Promise<Report['control']['result']> {
  return await ground.with(database, async (blocker) => {
    await blocker.query('begin');
    await blocker.query('lock table scheduling.slot in access exclusive mode');
    const pool = new pg.Pool({ ...ground.admin(database), max: 4, connectionTimeoutMillis: 0 });
    pool.on('error', () => {});
    let answered = 0;
    const asked = Array.from({ length: 20 }, () =>
      pool.query('select count(*) from scheduling.slot').then(
        () => {
          answered += 1;
        },
        () => {
          answered += 1;
        },
      ),
    );
    await pause(6_000);
    const inTime = answered;
    await blocker.query('rollback');
    await Promise.all(asked);
    await pool.end();
    return inTime === 0 ? 'failed' : 'passed';
  });
}

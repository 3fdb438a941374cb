import { Logger, makeWorkerUtils, type Runner, run, runMigrations, type TaskList } from 'graphile-worker';
import { sql } from 'kysely';
import pg from 'pg';
import { asSystem, type World } from './call.ts';
import type { Tx } from './database.ts';
import { describeFault, type Log } from './log.ts';

/** A job's work. Its payload holds references, never texts. Every job may run twice. */
export type Job = (world: World, payload: Record<string, unknown>) => Promise<void>;

/** What a room asks of the worker. */
export interface RoomJobs {
  jobs?: Record<string, Job>;
  /** Every so many seconds while the worker runs, one at a time: things whose second counts. */
  every?: { name: string; seconds: number; work: (world: World) => Promise<void> }[];
  /** Cron lines of graphile-worker, in UTC: "5 * * * * job-name". */
  cron?: string[];
  /** What an event of the log sets going, after its commit. */
  follow?: Record<
    string,
    (event: LoggedEvent) => { job: string; payload: Record<string, string>; runAt?: Temporal.Instant; key: string } | undefined
  >;
}

export interface LoggedEvent {
  seq: number;
  action: string;
  kind: string;
  objectKind: string;
  objectId: string | null;
  personId: string | null;
  data: Record<string, unknown>;
  happenedAt: Temporal.Instant;
}

/** Makes the queue's own schema, owned by the role that works it. Idempotent. */
export async function prepareJobs(admin: pg.ClientConfig, jobs: pg.PoolConfig): Promise<void> {
  const client = new pg.Client(admin);
  await client.connect();
  const pool = new pg.Pool({ ...jobs, max: 1 });
  pool.on('error', () => {});
  pool.on('connect', (each) => each.on('error', () => {}));
  try {
    await client.query("select pg_advisory_lock(hashtext('geleit.jobs'))");
    const { rows } = await client.query<{ name: string }>('select quote_ident(current_database()) as name');
    await client.query(`grant create on database ${rows[0]?.name} to geleit_jobs`);
    await client.query('create schema if not exists graphile_worker authorization geleit_jobs');
    await runMigrations({ pgPool: pool, logger: silent });
    await client.query(`revoke create on database ${rows[0]?.name} from geleit_jobs`);
  } finally {
    await pool.end();
    await client.end();
  }
}

const silent = new Logger(() => () => {});

/** Takes a step for each event that every running transaction is older than, so nothing is skipped (house 1.4). */
export async function readLog(world: World, reader: string, most: number, step: (events: LoggedEvent[]) => Promise<void>): Promise<number> {
  return asSystem(world, 'reader', async ({ tx }) => {
    const position = await tx
      .selectFrom('platform.reader')
      .select(['xid', 'seq'])
      .where('name', '=', reader)
      .forUpdate()
      .executeTakeFirst();
    if (!position) {
      await tx
        .insertInto('platform.reader')
        .values({ name: reader })
        .onConflict((on) => on.doNothing())
        .execute();
      return 0;
    }
    const events = await selectEvents(tx, position.xid, position.seq, most);
    const last = events.at(-1);
    if (!last) return 0;
    await step(events);
    await tx.updateTable('platform.reader').set({ xid: last.xid, seq: last.seq }).where('name', '=', reader).execute();
    return events.length;
  });
}

/** Changes after a position, oldest first; reads are left out. */
export async function selectEvents(tx: Tx, xid: string, seq: number, most: number): Promise<(LoggedEvent & { xid: string })[]> {
  const { rows } = await sql<{
    xid: string;
    seq: number;
    action: string;
    kind: string;
    object_kind: string;
    object_id: string | null;
    person_id: string | null;
    data: Record<string, unknown>;
    happened_at: Temporal.Instant;
  }>`select xid::text, seq, action, kind, object_kind, object_id, person_id, data, happened_at from platform.event
    where (xid, seq) > (${xid}::xid8, ${seq}) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, seq limit ${most}`.execute(
    tx,
  );
  return rows.map((row) => ({
    xid: row.xid,
    seq: row.seq,
    action: row.action,
    kind: row.kind,
    objectKind: row.object_kind,
    objectId: row.object_id,
    personId: row.person_id,
    data: row.data,
    happenedAt: row.happened_at,
  }));
}

export interface WorkerSettings {
  world: World;
  rooms: readonly RoomJobs[];
  log: Log;
}

/** The worker: queue, cron, timers and the follower of the log. Several may run; each job is taken once. */
export async function startWorker({ world, rooms, log }: WorkerSettings): Promise<{ stop(): Promise<void> }> {
  const taskList: TaskList = {};
  for (const { jobs = {} } of rooms) {
    for (const [name, job] of Object.entries(jobs))
      taskList[name] = async (payload) => job(world, (payload ?? {}) as Record<string, unknown>).catch(conceal);
  }
  const logger = new Logger(() => (level, message, meta) => {
    if (level === 'error') log.error({ fault: meta?.error }, 'job failed');
    else if (level === 'warning') log.warn({ note: message.slice(0, 120) }, 'worker');
  });
  const runner: Runner = await run({
    pgPool: world.jobs,
    taskList,
    crontab: rooms.flatMap(({ cron = [] }) => cron).join('\n'),
    concurrency: 2,
    noHandleSignals: true,
    pollInterval: 2_000,
    logger,
  });
  runner.promise.catch((fault) => log.error({ fault }, 'worker ended'));
  const utils = await makeWorkerUtils({ pgPool: world.jobs, logger });
  const follow = Object.assign({}, ...rooms.map(({ follow: some = {} }) => some)) as NonNullable<RoomJobs['follow']>;
  const timers = [
    ticker('follow the log', 250, log, async () => {
      await readLog(world, 'worker', 500, async (events) => {
        for (const event of events) {
          const wanted = follow[event.action]?.(event);
          if (wanted) {
            const runAt = wanted.runAt ? new Date(wanted.runAt.epochMilliseconds) : undefined;
            await utils.addJob(wanted.job, wanted.payload, { jobKey: wanted.key, maxAttempts: 10, ...(runAt ? { runAt } : {}) });
          }
        }
      });
    }),
    ...rooms.flatMap(({ every = [] }) => every.map(({ name, seconds, work }) => ticker(name, seconds * 1_000, log, () => work(world)))),
  ];
  return {
    async stop() {
      await Promise.all(timers.map((timer) => timer.stop()));
      await runner.stop().catch(() => {});
      await utils.release();
    },
  };
}

/** The queue keeps a failure's message in its row: it gets the kind and the codes, and no value that the message may hold. */
function conceal(fault: unknown): never {
  const { kind, code, constraint, message } = describeFault(fault);
  const told = Object.assign(new Error([kind, code, constraint, message].filter(Boolean).join(' ')), { code, constraint });
  if (fault instanceof Error && fault.stack)
    told.stack = `${told.message}\n${fault.stack
      .split('\n')
      .filter((line) => /^\s+at /.test(line))
      .join('\n')}`;
  throw told;
}

/** Repeats a piece of work, never twice at once; a failure is logged and tried again with the next tick. */
export function ticker(name: string, milliseconds: number, log: Log, work: () => Promise<void>): { stop(): Promise<void> } {
  let running: Promise<void> = Promise.resolve();
  let stopped = false;
  let timer: NodeJS.Timeout;
  const tick = () => {
    running = work()
      .catch((fault: unknown) => log.warn({ fault, timer: name }, 'timer failed'))
      .then(() => {
        if (!stopped) timer = setTimeout(tick, milliseconds);
      });
  };
  timer = setTimeout(tick, milliseconds);
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}

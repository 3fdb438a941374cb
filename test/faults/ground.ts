import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Connections, prepareDatabase } from '#platform/migrate.ts';
import { adminOf, type Cluster } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { openCaller } from '../../bench/lib/http.ts';
import { type Started, startNode } from '../../bench/lib/processes.ts';

const ROOT = join(import.meta.dirname, '../..');
const TEMPLATE = 'faults_template';

/** A PostgreSQL of the faults' own, whose log is kept: it is the proof of what was done to it. */
export interface Ground {
  dataFolder: string;
  /** Folder of the server's socket, for a relay in between. */
  socketFolder: string;
  cluster: Cluster;
  /** The lines that the server has logged so far. */
  said(): readonly string[];
  /** The postmaster of this moment and all its children. */
  processes(): number[];
  url(database: string, socketFolder?: string): string;
  admin(database: string): pg.ClientConfig;
  /** Runs something as the superuser over one connection of its own. */
  with<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** A fresh migrated database. */
  fresh(database: string): Promise<void>;
  /** A fresh database without anything in it. */
  empty(database: string): Promise<void>;
  /** How the product's roles connect to a database. */
  connections(database: string): Promise<Connections>;
  stop(): Promise<void>;
}

export interface GroundSettings {
  /** Without it the data lies below the temporary folder and goes at the end. */
  dataFolder?: string;
  /** Confirmed commits may be lost: for controls that must fail. */
  hasty?: boolean;
}

/** Starts the packaged PostgreSQL as the product does, watched over by the product's own supervisor. */
export async function openGround({ dataFolder: given, hasty = false }: GroundSettings = {}): Promise<Ground> {
  const dataFolder = given ?? (await mkdtemp(join(tmpdir(), 'geleit-faults-')));
  const lines: string[] = [];
  const keep = (fields: object, message: string): void => {
    lines.push(`${message} ${'line' in fields ? String(fields.line) : JSON.stringify(fields)}`);
    if (lines.length > 5_000) lines.shift();
  };
  const cluster = await startDatabase({ dataFolder, hasty, log: { info: keep, warn: keep, error: keep } });
  const admin = (database: string): pg.ClientConfig => adminOf(cluster, database);
  const withClient = async <T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(admin(database));
    client.on('error', () => {}); // a server that is killed on purpose; the next query says so
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end().catch(() => {});
    }
  };
  const make = (database: string, template: string): Promise<void> =>
    withClient('postgres', async (client) => {
      await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
      await client.query(`create database ${client.escapeIdentifier(database)} template ${template}`);
    });
  const prepare = (database: string): Promise<Connections> =>
    prepareDatabase({
      cluster,
      database,
      keysFolder: join(dataFolder, 'keys'),
      migrationsFolder: join(ROOT, 'migrations'),
      log: { info() {}, warn: keep, error: keep },
    });
  let template: Promise<Connections> | undefined;
  return {
    dataFolder,
    socketFolder: cluster.host,
    cluster,
    said: () => lines,
    processes: () => treeOf(Number.parseInt(readFileSync(join(dataFolder, 'pg/postmaster.pid'), 'latin1'), 10)),
    url(database, socketFolder = cluster.host) {
      const { user, password, port } = cluster;
      return `postgresql://${user}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(socketFolder)}&port=${port}`;
    },
    admin,
    with: withClient,
    async fresh(database) {
      template ??= make(TEMPLATE, 'template1').then(() => prepare(TEMPLATE));
      await template;
      await make(database, TEMPLATE);
    },
    empty: (database) => make(database, 'template1'),
    connections: prepare,
    async stop() {
      await cluster.stop();
      if (!given) await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A process and everything below it. */
export function treeOf(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'latin1');
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    } catch {
      // it ended between the listing and the reading
    }
  }
  const below = (pid: number): number[] =>
    [...parents].filter(([, parent]) => parent === pid).flatMap(([child]) => [child, ...below(child)]);
  return [root, ...below(root)];
}

/** True while a process runs; a zombie has ended. */
export function lives(pid: number): boolean {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    return !['Z', 'X'].includes(stat.slice(stat.lastIndexOf(')') + 2)[0] ?? '');
  } catch {
    return false;
  }
}

/** A process of the product as production starts it; after a kill it comes back on the same port. */
export interface App {
  origin: string;
  pid(): number;
  alive(): boolean;
  told(): string;
  /** Starts it (again); milliseconds until it says that it is usable. */
  start(): Promise<number>;
  /** kill -9; answers the signal with which it really ended: the proof. */
  kill(): Promise<string | null>;
  stop(): Promise<void>;
}

export interface AppSettings {
  databaseUrl?: string;
  dataFolder: string;
  env?: Record<string, string>;
  /** Further words for Node, before the script. */
  node?: string[];
}

export async function prepareApp({ databaseUrl, dataFolder, env = {}, node = [] }: AppSettings): Promise<App> {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  let started: Started | undefined;
  const now = (): Started => {
    if (!started) throw new Error('the process was not started');
    return started;
  };
  return {
    origin,
    pid: () => now().pid,
    alive: () => now().child.exitCode === null && now().child.signalCode === null,
    told: () => started?.told() ?? '',
    async start() {
      started = startNode(
        [...node, 'src/main.ts', 'start'],
        {
          NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? join(ROOT, 'dist/compiled'),
          ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
          GELEIT_DATA: dataFolder,
          PORT: String(port),
          GELEIT_RATE_PER_MINUTE: '1000000', // load comes from few sessions; the limit itself is tested elsewhere
          LOG_LEVEL: 'error',
          ...env,
        },
        ROOT,
      );
      return await readyWithin(started, origin, 60_000);
    },
    async kill() {
      const { child } = now();
      await now().kill();
      return child.signalCode;
    },
    async stop() {
      await started?.stop();
    },
  };
}

/** Asks until the process says that it is usable; throws with its last words when it ends before. */
export async function readyWithin(started: Started, origin: string, milliseconds: number): Promise<number> {
  let over: number | null | undefined;
  void started.ended.then((code) => {
    over = code;
  });
  while (started.since() < milliseconds && over === undefined) {
    const caller = openCaller(origin);
    const { status } = await caller.ask({ method: 'GET', path: '/health/ready' });
    caller.close();
    if (status === 200) return started.since();
    await pause(5);
  }
  await started.kill();
  throw new Error(`the product did not become ready (exit ${over}): ${started.told().slice(-1_500)}`);
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Asks again and again until the answer is true; false when the time is over. */
export async function until(milliseconds: number, ask: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + milliseconds;
  for (;;) {
    if (await ask()) return true;
    if (performance.now() > end) return false;
    await pause(25);
  }
}

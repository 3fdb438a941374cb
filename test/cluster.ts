import { globSync, readFileSync, readlinkSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, stat } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { Client, type PoolConfig } from 'pg';
import type { TestProject } from 'vitest/node';
import { type Connections, prepareDatabase } from '#platform/migrate.ts';
import { adminOf, type Cluster } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { findHolder, takeLock } from '#platform/postgres/lock.ts';
import { silentLog } from '#platform/postgres/log.ts';
import { socketPrefix } from '#platform/postgres/orphan.ts';
import { loginRoles, ownerRole } from '#platform/roles.ts';
import type { Clone } from '#test/database.ts';

const prefix = 'geleit-test-';
const template = 'geleit_template';

/**
 * vitest's globalSetup: keeps one folder and one PostgreSQL for the whole run. The server is started when the first test
 * file asks for a database, so that a run of pure rules does not wait for it. Everything is removed at the end, also
 * after failures and when the run is told to stop; what a killed run left behind, the next run removes.
 */
export default async function keepCluster(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  await chmod(folder, 0o711); // so that root may give the server to another user
  await takeLock(folder);
  const keeper = new Keeper(folder);
  const socket = join(folder, 'keeper');
  const server = await listen(keeper, socket);
  project.provide('databaseKeeper', socket);
  const leave = () => removeNow(folder);
  const stop = () => process.exit(143);
  process.once('exit', leave);
  process.once('SIGTERM', stop);
  return async () => {
    server.close();
    server.closeAllConnections();
    await keeper.stop();
    process.off('exit', leave);
    process.off('SIGTERM', stop);
    removeNow(folder);
  };
}

interface Started {
  cluster: Cluster;
  keysFolder: string;
  connections: Connections;
}

class Keeper {
  readonly #dataFolder: string;
  #starting: Promise<Started> | null = null;
  #count = 0;

  constructor(folder: string) {
    this.#dataFolder = join(folder, 'data');
  }

  async answer(path: string, argument: string): Promise<unknown> {
    this.#starting ??= start(this.#dataFolder);
    const { cluster, keysFolder, connections } = await this.#starting;
    const { stop: _stop, onLost: _onLost, ...plain } = cluster;
    if (path === '/cluster') return { ...plain, keysFolder };
    if (path === '/drop') return await drop(cluster, argument);
    this.#count += 1;
    return await clone(cluster, connections, `test_${this.#count}`, path === '/clone' ? template : 'template1');
  }

  async stop(): Promise<void> {
    const started = await this.#starting?.catch(() => null);
    await started?.cluster.stop();
  }
}

// Nobody misses this cluster after a power cut, so it does not wait for the disk (hasty: fsync off). Tests of crashes
// start clusters of their own, with fsync.
async function start(dataFolder: string): Promise<Started> {
  const cluster = await startDatabase({ dataFolder, log: silentLog, hasty: true });
  const keysFolder = join(dataFolder, 'keys');
  try {
    const migrationsFolder = join(import.meta.dirname, '..', 'migrations');
    const connections = await prepareDatabase({ cluster, database: template, keysFolder, migrationsFolder, log: silentLog });
    await admin(cluster, `alter database ${template} with is_template true allow_connections false`);
    return { cluster, keysFolder, connections };
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}

async function clone(cluster: Cluster, connections: Connections, database: string, from: string): Promise<Clone> {
  // Writing the pages to the log is quicker than copying files as long as the template is small (measured: 48 to 107 ms).
  await admin(cluster, `create database ${database} template ${from} strategy wal_log owner ${ownerRole}`);
  await admin(cluster, `grant connect on database ${database} to ${loginRoles.join(', ')}; revoke all on database ${database} from public`);
  const { app, jobs, report, migrator } = connections;
  const here = (config: PoolConfig): PoolConfig => ({ ...config, database });
  return {
    database,
    connections: { app: here(app), jobs: here(jobs), report: here(report), migrator: here(migrator) },
    admin: adminOf(cluster, database),
  };
}

async function drop(cluster: Cluster, database: string): Promise<null> {
  if (!/^test_\d+$/.test(database)) throw new Error(`not a test database: ${database}`);
  await admin(cluster, `drop database if exists ${database} with (force)`);
  return null;
}

async function admin(cluster: Cluster, statement: string): Promise<void> {
  const client = new Client(adminOf(cluster));
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function listen(keeper: Keeper, socket: string): Promise<Server> {
  const server = createServer((asked, answered) => {
    const [path = '', argument = ''] = (asked.url ?? '').split('?');
    keeper.answer(path, argument).then(
      (answer) => answered.end(JSON.stringify(answer)),
      (error: unknown) => {
        answered.statusCode = 500;
        answered.end(error instanceof Error ? error.message : String(error));
      },
    );
  });
  await new Promise<void>((resolve) => {
    server.listen(socket, resolve);
  });
  return server;
}

// Runs that were killed: their process is gone, so nobody else will remove what they started.
async function sweep(): Promise<void> {
  for (const name of (await readdir(tmpdir())).filter((entry) => entry.startsWith(prefix))) {
    const folder = join(tmpdir(), name);
    const seen = await stat(folder).catch(() => null);
    const isYoung = seen === null || Date.now() - seen.mtimeMs < 60_000; // perhaps about to take its lock
    if (!isYoung && seen.uid === process.getuid?.() && !(await findHolder(folder))) removeNow(folder);
  }
}

// Also in the last moment of a process, hence nothing to wait for. Tests start servers of their own below the folder.
function removeNow(folder: string): void {
  for (const path of globSync('**/pg/postmaster.pid', { cwd: folder })) {
    const [pid, , , , socketFolder = ''] = readFileSync(join(folder, path), 'utf8').split('\n');
    if (!worksInNow(Number(pid), folder)) continue;
    process.kill(Number(pid), 'SIGQUIT');
    if (basename(socketFolder).startsWith(socketPrefix)) rmSync(socketFolder, { recursive: true, force: true });
  }
  rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 });
}

function worksInNow(pid: number, folder: string): boolean {
  try {
    return process.platform !== 'linux' || readlinkSync(`/proc/${pid}/cwd`).startsWith(folder);
  } catch {
    return false;
  }
}

import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { adminOf, type Cluster, type Loss } from './cluster.ts';
import { ensureCluster, superuser } from './create.ts';
import { asIdentity, chooseIdentity, handOver, type Identity } from './identity.ts';
import { warnOfCollations, warnOfRisks } from './inspect.ts';
import { openKeys } from './keys.ts';
import { takeLock } from './lock.ts';
import type { Log } from './log.ts';
import { findNative, type Native } from './native.ts';
import { socketPrefix, stopOrphan, stopServer } from './orphan.ts';
import { pause } from './process.ts';

const port = 5432; // only a part of the socket's name: nothing listens on the network
// A socket's path may be 107 bytes long, however deep the data lies: hence the system's temporary folder, not ours.
const socketParent = Buffer.byteLength(tmpdir()) > 70 ? '/tmp' : tmpdir();
const startPatience = 60_000; // recovery after a crash reads at most a few checkpoints of log
const restarts = { most: 6, within: 60_000 }; // so many within so many milliseconds, then a person has to look

export interface DatabaseOptions {
  /** Holds the cluster (pg), the secrets (keys) and the lock. Made if missing. */
  dataFolder: string;
  log: Log;
  /** No waiting for the disk: test clusters only, which nobody misses after a power cut. */
  hasty?: boolean;
  /** Milliseconds before a dead database is started again; doubles with each attempt within a minute. */
  firstPause?: number;
}

/**
 * Starts the PostgreSQL that npm brought, on the data in `dataFolder`, and watches over it: it listens on a private
 * Unix socket only, is started again when it dies, and stops when we do.
 * @throws DataInUse where another living Geleit holds the data; Error with words for everything an operator can mend.
 */
export async function startDatabase(options: DatabaseOptions): Promise<Cluster> {
  const { log } = options;
  const native = await findNative();
  await mkdir(options.dataFolder, { recursive: true }); // parents with the usual rights: initdb must be able to walk in
  const dataFolder = await realpath(options.dataFolder);
  await chmod(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700).catch(() => {});
  const identity = await chooseIdentity([native.folder, dataFolder, socketParent]);
  const giveBack = await takeLock(dataFolder);
  let socketFolder: string | null = null;
  try {
    const keysFolder = await openKeys(dataFolder);
    socketFolder = await makeSocketFolder(identity);
    const pgFolder = join(dataFolder, 'pg');
    await stopOrphan(pgFolder, log);
    const password = await ensureCluster({
      native,
      identity,
      dataFolder,
      keysFolder,
      scratch: socketFolder,
      hasty: options.hasty ?? false,
    });
    return await supervise({
      native,
      identity,
      pgFolder,
      socketFolder,
      password,
      giveBack,
      log,
      hasty: options.hasty ?? false,
      firstPause: options.firstPause ?? 100,
    });
  } catch (error) {
    if (socketFolder) await rm(socketFolder, { recursive: true, force: true });
    giveBack();
    throw error;
  }
}

interface Setup {
  native: Native;
  identity: Identity;
  pgFolder: string;
  socketFolder: string;
  password: string;
  giveBack: () => void;
  log: Log;
  hasty: boolean;
  firstPause: number;
}

async function supervise(setup: Setup): Promise<Cluster> {
  const { log, socketFolder, pgFolder } = setup;
  const listeners: ((loss: Loss) => void)[] = [];
  let server: ChildProcess;
  let stopping: Promise<void> | null = null;
  let recent: number[] = [];
  let restarting: Promise<void> = Promise.resolve();

  const cluster: Cluster = {
    kind: 'embedded',
    host: socketFolder,
    port,
    user: superuser,
    password: setup.password,
    database: 'postgres',
    stop() {
      stopping ??= stop();
      return stopping;
    },
    onLost(listener) {
      listeners.push(listener);
    },
  };

  async function stop(): Promise<void> {
    await restarting;
    if (server.exitCode === null && server.signalCode === null && server.pid !== undefined) await stopServer(server.pid);
    process.off('exit', leave);
    await rm(socketFolder, { recursive: true, force: true });
    setup.giveBack();
  }

  // The last moment of a process that ends without stop(): the server gets its fast shutdown, nothing is left behind.
  function leave(): void {
    if (server.exitCode === null && server.signalCode === null) server.kill('SIGINT');
    rmSync(socketFolder, { recursive: true, force: true });
    setup.giveBack();
  }

  function watch(child: ChildProcess): ChildProcess {
    child.once('exit', (code, signal) => {
      if (stopping === null) restarting = restart(`exit ${code ?? signal}`);
    });
    return child;
  }

  async function restart(reason: string): Promise<void> {
    log.error({ reason }, 'the database died: starting it again');
    for (const listener of listeners) listener({ final: false, reason });
    for (;;) {
      const now = Date.now();
      recent = [...recent.filter((at) => now - at < restarts.within), now];
      if (recent.length > restarts.most) break;
      // The dead server's helpers need a moment to notice; until then a new one finds their shared memory in use.
      await pause(setup.firstPause * 2 ** (recent.length - 1));
      if (stopping !== null) return;
      try {
        server = watch(await startServer(setup, cluster));
        log.info({ pid: server.pid, milliseconds: Date.now() - now }, 'the database runs again');
        return;
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the database did not start');
      }
    }
    log.error({ attempts: restarts.most }, 'the database does not come back: giving up');
    for (const listener of listeners) listener({ final: true, reason });
  }

  await handOver(setup.identity, pgFolder);
  server = watch(await startServer(setup, cluster));
  process.on('exit', leave);
  try {
    await inspect(cluster, setup);
  } catch (error) {
    await cluster.stop();
    throw error;
  }
  return cluster;
}

async function startServer({ native, identity, pgFolder, socketFolder, log, hasty }: Setup, cluster: Cluster): Promise<ChildProcess> {
  const settings: Record<string, string> = {
    listen_addresses: '',
    unix_socket_directories: socketFolder,
    unix_socket_permissions: '0700',
    max_connections: '100',
    shared_buffers: '128MB',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    // Our log must not hold what people wrote: no statements, no row contents in details.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_line_prefix: '',
    log_min_messages: 'log', // a refused statement is the caller's matter; what stays is about the server itself
    log_checkpoints: 'off',
    fsync: hasty ? 'off' : 'on',
    full_page_writes: hasty ? 'off' : 'on',
    synchronous_commit: hasty ? 'off' : 'on',
  };
  const args = ['-D', pgFolder, '-p', String(port), ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
  const as = asIdentity(identity, native.postgres, args);
  const child = spawn(as.program, as.args, {
    cwd: '/',
    ...as.ids,
    detached: true, // its own process group: a Ctrl-C meant for us must not reach it before our pools are closed
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { PATH: process.env.PATH ?? '', LC_ALL: 'C.UTF-8', TZ: 'UTC' },
  });
  const said: string[] = [];
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    for (const line of text.split('\n').filter(Boolean)) {
      said.push(line);
      if (said.length > 30) said.shift();
      if (/^(FATAL|PANIC):/.test(line)) log.warn({ line }, 'database says');
      else log.info({ line }, 'database says');
    }
  });
  const failure = new Promise<Error>((resolve) => {
    child.once('error', resolve);
    child.once('exit', () => setImmediate(() => resolve(new Error(said.join('\n')))));
  });
  const ready = waitReady(child, pgFolder, cluster);
  const problem = await Promise.race([ready, failure]);
  if (problem === null) return child;
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) await stopServer(child.pid);
  throw new Error(`Die Datenbank startete nicht: ${problem.message} / The database did not start.`, { cause: problem });
}

// The server writes "ready" into the eighth line of postmaster.pid once it takes connections.
async function waitReady(child: ChildProcess, pgFolder: string, cluster: Cluster): Promise<Error | null> {
  const end = Date.now() + startPatience;
  while (Date.now() < end && child.exitCode === null && child.signalCode === null) {
    const lines = (await readFile(join(pgFolder, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
    if (Number(lines[0]) === child.pid && lines[7]?.trim() === 'ready') return null;
    await pause(5);
  }
  return new Error(`nach ${startPatience / 1000} s keine Antwort in ${cluster.host} / no answer after ${startPatience / 1000} s`);
}

async function inspect(cluster: Cluster, { log, hasty }: Setup): Promise<void> {
  const client = new Client(adminOf(cluster));
  client.on('error', () => {});
  await client.connect();
  try {
    if (!hasty) await warnOfRisks(client, log);
    await warnOfCollations(client, log);
  } finally {
    await client.end();
  }
}

async function makeSocketFolder(identity: Identity): Promise<string> {
  const folder = await mkdtemp(join(socketParent, socketPrefix)); // mode 0700
  await handOver(identity, folder);
  return folder;
}

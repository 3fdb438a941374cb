import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { asIdentity, chooseIdentity, makePrivate } from '#platform/postgres/identity.ts';
import { findNative } from '#platform/postgres/native.ts';
import { isAlive, pause, waitGone } from '#platform/postgres/process.ts';

/** A PostgreSQL of the benchmark's own, as its superuser: floors are measured without roles and policies. */
export interface Database {
  /** The postmaster: root of the process tree whose processor time counts. */
  pid: number;
  host: string;
  url(database: string): string;
  pool(database: string, max: number): pg.Pool;
  /** Runs something over one connection of its own. */
  with<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** A new, empty database of this name; an old one of the same name goes. */
  create(database: string): Promise<void>;
  stop(): Promise<void>;
}

const USER = 'bench';

/** Starts the packaged PostgreSQL on fresh data below the temporary folder, reachable through a socket only. */
export async function openDatabase(settings: Record<string, string> = {}): Promise<Database> {
  const { postgres, initdb, folder: native } = await findNative();
  const root = mkdtempSync('/tmp/geleit-bench-');
  const identity = await chooseIdentity([native]);
  const data = join(root, 'data');
  await spawnAndWait('chmod', ['755', root]);
  await makePrivate(identity, data);
  const socket = join(root, 's');
  await makePrivate(identity, socket);
  const init = asIdentity(identity, initdb, ['-D', data, '-U', USER, '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8']);
  await spawnAndWait(init.program, init.args, init.ids);
  const options = { listen_addresses: '', unix_socket_directories: socket, shared_buffers: '512MB', max_wal_size: '4GB', ...settings };
  const start = asIdentity(identity, postgres, [
    '-D',
    data,
    ...Object.entries(options).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const server = spawn(start.program, start.args, { ...start.ids, cwd: '/', stdio: ['ignore', 'ignore', 'ignore'] });
  const connection = { host: socket, user: USER };
  await reachable(connection, server);
  return over(connection, server.pid ?? 0, async () => {
    if (server.pid && isAlive(server.pid)) {
      server.kill('SIGINT');
      if (!(await waitGone(server.pid, 10_000))) server.kill('SIGKILL');
    }
    await rm(root, { recursive: true, force: true });
  });
}

function over(connection: { host: string; user: string }, pid: number, stop: () => Promise<void>): Database {
  const open = async <T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client({ ...connection, database });
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    pid,
    host: connection.host,
    url: (database) => `postgresql://${connection.user}@/${database}?host=${encodeURIComponent(connection.host)}`,
    pool(database, max) {
      const pool = new pg.Pool({ ...connection, database, max, min: max, idleTimeoutMillis: 0 });
      pool.on('error', () => {}); // a connection that dies while idle: the next query says so
      return pool;
    },
    with: open,
    create: (database) =>
      open('postgres', async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
        await client.query(`create database ${client.escapeIdentifier(database)}`);
      }),
    stop,
  };
}

async function reachable(connection: { host: string; user: string }, server: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (server.exitCode !== null) throw new Error(`PostgreSQL ended with ${server.exitCode}`);
    const client = new pg.Client({ ...connection, database: 'postgres' });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await pause(50);
    }
  }
  throw new Error('PostgreSQL did not answer within 10 s');
}

async function spawnAndWait(program: string, args: string[], ids: { uid?: number; gid?: number } = {}): Promise<void> {
  const child = spawn(program, args, { ...ids, cwd: '/', stdio: ['ignore', 'ignore', 'pipe'] });
  let told = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const code = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (code !== 0) throw new Error(`${program} ended with ${code}: ${told}`);
}

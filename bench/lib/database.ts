import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type Connections, prepareDatabase } from '#platform/migrate.ts';
import { adminOf } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { silentLog } from '#platform/postgres/log.ts';

/** A PostgreSQL of the benchmark's own, with the product's settings, spoken to as its superuser: floors know no roles. */
export interface Database {
  /** The postmaster of this moment: root of the process tree whose processor time counts. It changes when the server was killed. */
  pid(): number;
  /** DATABASE_URL of one database, for a process of the product. */
  url(database: string): string;
  /** Keeps `max` connections open. */
  pool(database: string, max: number): pg.Pool;
  /** Runs something over one connection of its own. */
  with<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T>;
  /** A new, empty database of this name; an old one of the same name goes. */
  create(database: string): Promise<void>;
  /** Makes this database as the product wants it: roles, schemas, migrations; answers how the product's roles connect to it. */
  prepare(database: string): Promise<Connections>;
  stop(): Promise<void>;
}

/** Starts the packaged PostgreSQL on fresh data below the temporary folder. It comes back by itself when it is killed. */
export async function openDatabase(): Promise<Database> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'geleit-bench-'));
  const cluster = await startDatabase({ dataFolder, log: silentLog });
  const to = (database: string): pg.ClientConfig => adminOf(cluster, database);
  const open = async <T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> => {
    const client = new pg.Client(to(database));
    client.on('error', () => {}); // a server killed on purpose; the next query says so
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  };
  return {
    pid: () => Number.parseInt(readFileSync(join(dataFolder, 'pg/postmaster.pid'), 'latin1'), 10),
    url(database) {
      const { user, password, host, port } = cluster;
      // The host before the path is a form that URLs ask for; the socket's folder in the query wins.
      return `postgresql://${user}:${encodeURIComponent(password)}@localhost/${database}?host=${encodeURIComponent(host)}&port=${port}`;
    },
    pool(database, max) {
      const pool = new pg.Pool({ ...to(database), max, min: max, idleTimeoutMillis: 0 });
      pool.on('error', () => {});
      pool.on('connect', (client) => client.on('error', () => {}));
      return pool;
    },
    with: open,
    create: (database) =>
      open('postgres', async (client) => {
        await client.query(`drop database if exists ${client.escapeIdentifier(database)} with (force)`);
        await client.query(`create database ${client.escapeIdentifier(database)}`);
      }),
    prepare: (database) =>
      prepareDatabase({
        cluster,
        database,
        keysFolder: join(dataFolder, 'keys'),
        migrationsFolder: join(import.meta.dirname, '../../migrations'),
        log: silentLog,
      }),
    async stop() {
      await cluster.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

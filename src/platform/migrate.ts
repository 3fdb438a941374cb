import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type ClientConfig, DatabaseError, type PoolConfig } from 'pg';
import { adminOf, type Cluster } from '#platform/postgres/cluster.ts';
import type { Log } from '#platform/postgres/log.ts';
import { ensureRoles, type LoginRole, ownerRole } from '#platform/roles.ts';

/** How each part of the house connects: host, database, user and password; size and time limits are the pool's. */
export interface Connections {
  app: PoolConfig;
  jobs: PoolConfig;
  report: PoolConfig;
  migrator: PoolConfig;
}

/** One file of the folder migrations. */
export interface Migration {
  number: number;
  name: string;
  sha256: string;
  text: string;
}

/** @property database made if missing in an embedded cluster; for an external one the database that DATABASE_URL names */
export interface PrepareOptions {
  cluster: Cluster;
  database?: string;
  keysFolder: string;
  migrationsFolder: string;
  log: Log;
}

/**
 * Brings a database to the state that this code expects: roles, database, extension, migrations. Idempotent; several
 * processes may do it at once.
 * @returns how the roles connect to it
 */
export async function prepareDatabase(options: PrepareOptions): Promise<Connections> {
  const { cluster, log } = options;
  const database = cluster.kind === 'external' ? cluster.database : (options.database ?? 'geleit');
  const passwords = await ensureRoles(cluster, options.keysFolder);
  if (cluster.kind === 'embedded') await ensureDatabase(cluster, database);
  await withClient(adminOf(cluster, database), async (client) => {
    await client.query("select pg_advisory_lock(hashtext('geleit.migrate'))");
    await openDatabase(client, cluster, database);
    await migrate(client, await readMigrations(options.migrationsFolder), log);
  });
  return connectionsOf(cluster, database, passwords);
}

/** How the roles connect to one database of the cluster. */
export function connectionsOf(cluster: Cluster, database: string, passwords: Record<LoginRole, string>): Connections {
  const as = (user: LoginRole): PoolConfig => ({ ...adminOf(cluster, database), user, password: passwords[user], application_name: user });
  return { app: as('geleit_app'), jobs: as('geleit_jobs'), report: as('geleit_report'), migrator: as('geleit_migrator') };
}

/** The migrations of a folder (NNNNNN_name.sql) in their order. @throws Error on a wrong name or a number given twice */
export async function readMigrations(folder: string): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = Number(/^(\d{6})_[a-z0-9_]+\.sql$/.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) throw new Error(`migrations/${name}: a migration is called NNNNNN_name.sql`);
    if (migrations.at(-1)?.number === number) throw new Error(`migrations/${name}: the number ${number} is given twice`);
    const text = await readFile(join(folder, name), 'utf8');
    migrations.push({ number, name, sha256: createHash('sha256').update(text).digest('hex'), text });
  }
  return migrations;
}

/**
 * Runs what is missing, in order, each in a transaction of its own together with its record. Everything made belongs
 * to geleit_owner. The caller holds the lock.
 * @throws Error where the database and the code do not belong together, naming the migration
 */
export async function migrate(client: Client, migrations: Migration[], log: Log): Promise<void> {
  await client.query(`set role ${ownerRole}`);
  await client.query('create schema if not exists platform');
  await client.query(
    `create table if not exists platform.migration (
       number integer primary key, name text not null, sha256 text not null, at timestamptz not null default clock_timestamp())`,
  );
  const { rows: done } = await client.query<{ number: number; name: string; sha256: string }>(
    'select number, name, sha256 from platform.migration order by number',
  );
  refuseMismatch(done, migrations);
  const last = done.at(-1)?.number ?? 0;
  for (const migration of migrations.filter(({ number }) => number > last)) {
    const start = performance.now();
    await runMigration(client, migration);
    log.info({ migration: migration.name, milliseconds: Math.round(performance.now() - start) }, 'migration run');
  }
  await client.query('reset role');
}

function refuseMismatch(done: { number: number; name: string; sha256: string }[], migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.number, migration]));
  const newest = migrations.at(-1)?.number ?? 0;
  const last = done.at(-1);
  if (last && last.number > newest) {
    throw new Error(
      `Die Datenbank ist neuer als dieses Programm: sie kennt ${last.name}, das Programm nur bis ${newest}. Starten Sie die neuere Fassung, oder spielen Sie eine ältere Sicherung ein. / ` +
        `The database is newer than this program: it knows ${last.name}, the program knows up to ${newest}. Start the newer version, or restore an older backup.`,
    );
  }
  for (const { number, name, sha256 } of done) {
    const migration = known.get(number);
    if (!migration)
      throw new Error(`Der Datenbank nach lief ${name}; die Datei fehlt. / The database has run ${name}; the file is missing.`);
    if (migration.sha256 !== sha256) {
      throw new Error(
        `${migration.name} wurde geändert, nachdem sie gelaufen war. Stellen Sie die Datei wieder her, und schreiben Sie eine neue Migration. ` +
          '(Nur bei Spieldaten: den Datenordner löschen und neu starten.) / ' +
          `${migration.name} was changed after it had run. Restore the file and write a new migration. (For play data only: delete the data folder and start again.)`,
      );
    }
  }
  const skipped = migrations.find(({ number }) => last && number < last.number && !done.some((row) => row.number === number));
  if (skipped) {
    throw new Error(
      `${skipped.name} kam dazu, nachdem ${last?.name} schon gelaufen war. Geben Sie ihr eine Nummer danach. / ` +
        `${skipped.name} was added after ${last?.name} had run. Give it a number after that.`,
    );
  }
}

async function runMigration(client: Client, { number, name, sha256, text }: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query("set local lock_timeout = '30s'");
    await client.query(text);
    await client.query(`set local role ${ownerRole}`); // whatever the file did to the role
    await client.query('insert into platform.migration (number, name, sha256) values ($1, $2, $3)', [number, name, sha256]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => {});
    throw new Error(`migrations/${name}${placeOf(error, text)}: ${error instanceof Error ? error.message : String(error)}`, {
      cause: error,
    });
  }
}

// PostgreSQL counts characters from 1; people count lines.
function placeOf(error: unknown, text: string): string {
  const position = error instanceof DatabaseError ? Number(error.position) : Number.NaN;
  return Number.isNaN(position) ? '' : `:${text.slice(0, position - 1).split('\n').length}`;
}

async function ensureDatabase(cluster: Cluster, database: string): Promise<void> {
  await withClient(adminOf(cluster), async (client) => {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (rowCount) return;
    await client.query(`create database ${client.escapeIdentifier(database)} owner ${ownerRole}`).catch((error: DatabaseError) => {
      // 42P04 and 23505: another process was quicker
      if (error.code !== '42P04' && error.code !== '23505') throw error;
    });
  });
}

// Extension and ownership need more than the owner's rights; in an external database an operator may have to help.
async function openDatabase(client: Client, cluster: Cluster, database: string): Promise<void> {
  const name = client.escapeIdentifier(database);
  const steps = [
    ['create extension if not exists btree_gist', "select 1 from pg_extension where extname = 'btree_gist'"],
    [
      `grant create on database ${name} to ${ownerRole}`,
      `select 1 where has_database_privilege('${ownerRole}', current_database(), 'create')`,
    ],
    [
      `grant connect on database ${name} to geleit_migrator, geleit_app, geleit_jobs, geleit_report`,
      "select 1 where has_database_privilege('geleit_app', current_database(), 'connect')",
    ],
  ] as const;
  for (const [statement, check] of steps) {
    if ((await client.query(check)).rowCount) continue;
    try {
      await client.query(statement);
      // A grant by someone who may not grant ends with a mere warning.
      if (!(await client.query(check)).rowCount) throw new Error('nothing was granted');
    } catch (error) {
      throw new Error(
        `Der Benutzer ${cluster.user} darf in der Datenbank ${database} nicht alles, was nötig ist. Lassen Sie die Verwaltung des Servers dies ausführen: ${statement}; / ` +
          `The user ${cluster.user} lacks a right in the database ${database}. Have the server's administrator run: ${statement};`,
        { cause: error },
      );
    }
  }
  if (cluster.kind === 'embedded') {
    await client.query(`grant connect on database ${name} to geleit_migrator, geleit_app, geleit_jobs, geleit_report`);
    await client.query(`revoke all on database ${name} from public`);
  }
}

async function withClient(config: ClientConfig, work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

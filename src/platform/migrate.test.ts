import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client, type ClientConfig } from 'pg';
import { beforeEach, expect, test } from 'vitest';
import { silentLog } from '#platform/postgres/log.ts';
import { freshDatabase, testCluster, testFolder } from '#test/database.ts';
import { prepareDatabase } from './migrate.ts';

const migrated = await freshDatabase();
const { keysFolder, ...plain } = await testCluster();
const cluster = { ...plain, async stop() {}, onLost() {} };
let database = '';
let migrationsFolder = '';

beforeEach(async () => {
  database = (await freshDatabase({ empty: true, keep: true })).database;
  migrationsFolder = await testFolder('Migrationen');
});

const write = (name: string, text: string) => writeFile(join(migrationsFolder, name), text);
const prepare = () => prepareDatabase({ cluster, database, keysFolder, migrationsFolder, log: silentLog });

async function query(config: ClientConfig, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(config);
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(text)).rows;
  } finally {
    await client.end();
  }
}

test('every table, view and function of the house belongs to the owner, who cannot sign in', async () => {
  const strangers = await query(
    migrated.admin,
    `select c.oid::regclass::text as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname !~ '^pg_|^information_schema$' and pg_get_userbyid(c.relowner) <> 'geleit_owner'
        and not exists (select 1 from pg_depend d where d.objid = c.oid and d.deptype = 'e')`,
  );
  expect(strangers).toEqual([]);
  expect(await query(migrated.admin, "select rolcanlogin from pg_roles where rolname = 'geleit_owner'")).toEqual([{ rolcanlogin: false }]);
});

test.each(['app', 'jobs', 'report', 'migrator'] as const)(
  'the role of %s signs in and is neither superuser nor past row-level security',
  async (role) => {
    const [row] = await query(
      migrated.connections[role],
      'select rolname, rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication as mighty from pg_roles where rolname = current_user',
    );
    expect(row).toEqual({ rolname: `geleit_${role}`, mighty: false });
  },
);

test('only the migrator may become the owner, and only it may make things', async () => {
  await expect(query(migrated.connections.app, 'set role geleit_owner')).rejects.toThrow('permission denied');
  await expect(query(migrated.connections.app, 'create schema mine')).rejects.toThrow('permission denied');
  await expect(query(migrated.connections.app, 'create table public.mine ()')).rejects.toThrow('permission denied');
  await query(migrated.connections.migrator, 'set role geleit_owner; create schema probe; drop schema probe');
});

test('migrations run once and in order; a second start changes nothing', async () => {
  await write('000001_first.sql', 'create table platform.a (n int); insert into platform.a values (1);');
  await write('000002_second.sql', 'insert into platform.a select n + 1 from platform.a;');
  await prepare();
  await prepare();
  expect(await query({ ...migrated.admin, database }, 'select n from platform.a order by n')).toEqual([{ n: 1 }, { n: 2 }]);
  expect(await query({ ...migrated.admin, database }, 'select number, name from platform.migration order by number')).toEqual([
    { number: 1, name: '000001_first.sql' },
    { number: 2, name: '000002_second.sql' },
  ]);
});

test('five starts at once run each migration once', async () => {
  await write('000001_first.sql', 'create table platform.a (n int); select pg_sleep(0.1); insert into platform.a values (1);');
  await Promise.all([1, 2, 3, 4, 5].map(prepare));
  expect(await query({ ...migrated.admin, database }, 'select n from platform.a')).toEqual([{ n: 1 }]);
});

test('a faulty migration is named with its line, leaves no trace, and runs once mended', async () => {
  await write('000001_first.sql', 'create table platform.a (n int);\n\nselect nonsense from platform.a;\n');
  await expect(prepare()).rejects.toThrow('migrations/000001_first.sql:3: column "nonsense" does not exist');
  await write('000001_first.sql', 'create table platform.a (n int);');
  await prepare();
  expect(await query({ ...migrated.admin, database }, 'select n from platform.a')).toEqual([]);
});

test('a database that is newer than the program is refused and not touched', async () => {
  await write('000001_first.sql', 'select 1;');
  await write('000002_second.sql', 'select 2;');
  await prepare();
  await rm(join(migrationsFolder, '000002_second.sql'));
  await expect(prepare()).rejects.toThrow('The database is newer than this program: it knows 000002_second.sql, the program knows up to 1');
});

test('a migration that was changed after it had run, or that comes too late, is refused by name', async () => {
  await write('000002_second.sql', 'select 2;');
  await prepare();
  await write('000001_first.sql', 'select 1;');
  await expect(prepare()).rejects.toThrow('000001_first.sql was added after 000002_second.sql had run');
  await rm(join(migrationsFolder, '000001_first.sql'));
  await write('000002_second.sql', 'select 3;');
  await expect(prepare()).rejects.toThrow('000002_second.sql was changed after it had run');
});

test('names and numbers of migrations are watched', async () => {
  await write('1_first.sql', 'select 1;');
  await expect(prepare()).rejects.toThrow('a migration is called NNNNNN_name.sql');
  await rm(join(migrationsFolder, '1_first.sql'));
  await write('000001_a.sql', 'select 1;');
  await write('000001_b.sql', 'select 1;');
  await expect(prepare()).rejects.toThrow('the number 1 is given twice');
});

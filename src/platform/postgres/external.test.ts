import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { prepareDatabase } from '#platform/migrate.ts';
import { testFolder } from '#test/database.ts';
import { adminOf } from './cluster.ts';
import { startDatabase } from './embedded.ts';
import { connectExternal } from './external.ts';
import { refuseOldServer } from './inspect.ts';
import { type Log, silentLog } from './log.ts';

// A cluster of its own plays the operator's server: the passwords of its roles change here.
const folder = await testFolder('Server');
const server = await startDatabase({ dataFolder: join(folder, 'server'), log: silentLog, hasty: true });
const second = await startDatabase({ dataFolder: join(folder, 'second'), log: silentLog, hasty: true });
const migrationsFolder = join(import.meta.dirname, '..', '..', '..', 'migrations');

afterAll(async () => {
  await server.stop();
  await second.stop();
  await rm(folder, { recursive: true, force: true });
});

async function asSuperuser(text: string, database = 'postgres', on = server): Promise<void> {
  const client = new Client(adminOf(on, database));
  await client.connect();
  try {
    for (const statement of text.split(/;\s*\n|; /)) await client.query(statement);
  } finally {
    await client.end();
  }
}

const urlOf = (user: string, password: string, database: string, on = server) =>
  `postgres://${user}:${encodeURIComponent(password)}@/${database}?host=${encodeURIComponent(on.host)}`;

test('an operator without the right to make roles is told the very lines to run, and after them all goes well', async () => {
  await asSuperuser("create role operator login password 'Geheim1'; create database net");
  const cluster = await connectExternal(urlOf('operator', 'Geheim1', 'net'), { log: silentLog });
  const prepare = () => prepareDatabase({ cluster, keysFolder: folder, migrationsFolder, log: silentLog });
  const refused = await prepare().catch((error: Error) => error.message);
  expect(refused).toContain("Have the server's administrator run these lines once");
  const lines = String(refused).split('\n\n')[1] ?? '';
  expect(lines).toContain('create role geleit_app login password');
  await asSuperuser(lines, 'net');
  // What is still missing is told one at a time, each as one statement.
  for (let step = 0; step < 5; step += 1) {
    const missing = await prepare().then(
      () => null,
      (error: Error) => /administrator run: (.*);$/.exec(error.message)?.[1] ?? error.message,
    );
    if (missing === null) break;
    await asSuperuser(missing, 'net');
  }
  const { app } = await prepare();
  const client = new Client(app);
  await client.connect();
  const { rows } = await client.query<{ who: string }>('select current_user as who');
  await client.end();
  expect(rows).toEqual([{ who: 'geleit_app' }]);
});

test('an operator who may make roles needs nobody, and may start again', async () => {
  await asSuperuser("create role maker login createrole password 'Geheim2'; create database other owner maker", 'postgres', second);
  const cluster = await connectExternal(urlOf('maker', 'Geheim2', 'other', second), { log: silentLog });
  const prepare = () => prepareDatabase({ cluster, keysFolder: folder, migrationsFolder, log: silentLog });
  await prepare();
  const { jobs } = await prepare();
  const client = new Client(jobs);
  await client.connect();
  await client.end();
});

test('roles that someone else made are not taken over in silence', async () => {
  const otherKeys = await mkdtemp(join(folder, 'keys-'));
  await asSuperuser("create role maker login createrole password 'Geheim2'; create database other owner maker");
  const cluster = await connectExternal(urlOf('maker', 'Geheim2', 'other'), { log: silentLog });
  await expect(prepareDatabase({ cluster, keysFolder: otherKeys, migrationsFolder, log: silentLog })).rejects.toThrow(
    /alter role geleit_app login password/,
  );
});

test('a role that has grown too mighty stops the start', async () => {
  const cluster = await connectExternal(urlOf(second.user, second.password, 'other', second), { log: silentLog });
  const prepare = () => prepareDatabase({ cluster, keysFolder: folder, migrationsFolder, log: silentLog });
  await prepare();
  await asSuperuser('alter role geleit_app bypassrls', 'postgres', second);
  await expect(prepare()).rejects.toThrow('These database roles may do more than they should: geleit_app.');
  await asSuperuser('alter role geleit_app nobypassrls', 'postgres', second);
  await asSuperuser('grant geleit_owner to geleit_report', 'postgres', second);
  await expect(prepare()).rejects.toThrow('These database roles may do more than they should: geleit_report.');
});

test('settings that could lose confirmed data are warned of', async () => {
  const warned: string[] = [];
  const log: Log = { ...silentLog, warn: (_fields, message) => warned.push(message) };
  await connectExternal(urlOf(server.user, server.password, 'postgres'), { log });
  expect(warned.map((text) => text.split(' ')[2]).sort()).toEqual(['fsync', 'full_page_writes', 'synchronous_commit']);
});

test('a server that does not answer is named without the password', async () => {
  const error = await connectExternal('postgres://geleit:Geheim3@127.0.0.1:1/geleit', { log: silentLog }).catch((fault: Error) => fault);
  expect(String(error)).toContain('127.0.0.1:1');
  expect(String(error)).not.toContain('Geheim3');
  await expect(connectExternal('postgres://127.0.0.1', { log: silentLog })).rejects.toThrow('must name user, server and database');
});

test('a server older than 18 is refused with its version', async () => {
  const settings: Record<string, string> = { server_version_num: '170006', server_version: '17.6' };
  const old = { query: async (_text: string, [name]: [string]) => ({ rows: [{ value: settings[name] ?? null }] }) };
  await expect(refuseOldServer(old as unknown as Client)).rejects.toThrow('Geleit needs PostgreSQL 18 or newer; this server is 17.6');
});

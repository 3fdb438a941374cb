import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readdir, readFile, readlink, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { testFolder } from '#test/database.ts';
import { adminOf, type Cluster, type Loss } from './cluster.ts';
import { startDatabase } from './embedded.ts';
import { findHolder } from './lock.ts';
import { type Log, silentLog } from './log.ts';
import { findStart, pause, waitGone, worksIn } from './process.ts';

// Clusters of this file are real ones, with fsync: they are killed. Every folder has a blank and an umlaut in its name.
const isRoot = process.getuid?.() === 0;
const base = await realpath(await testFolder('Datenbank'));
const running: Cluster[] = [];
let count = 0;
function newFolder(): string {
  count += 1;
  return join(base, `Daten ${count}`, 'geleit');
}

afterEach(async () => {
  for (const cluster of running.splice(0)) await cluster.stop();
});
afterAll(async () => {
  await rm(base, { recursive: true, force: true });
});

async function start(dataFolder: string, log: Log = silentLog, firstPause = 100): Promise<Cluster> {
  const cluster = await startDatabase({ dataFolder, log, firstPause });
  running.push(cluster);
  return cluster;
}

async function query(cluster: Parameters<typeof adminOf>[0], text: string): Promise<Record<string, unknown>[]> {
  const client = new Client(adminOf(cluster));
  client.on('error', () => {});
  await client.connect();
  try {
    const result = await client.query<Record<string, unknown>>(text);
    return result.rows;
  } finally {
    await client.end();
  }
}

const serverPid = async (dataFolder: string) => Number.parseInt(await readFile(join(dataFolder, 'pg', 'postmaster.pid'), 'utf8'), 10);

/** Starts hold.ts as a process of its own and answers once it said something. */
async function hold(dataFolder: string, ...more: string[]) {
  return await holdAs([], dataFolder, ...more);
}

async function holdAs(prefix: string[], dataFolder: string, ...more: string[]) {
  const script = join(import.meta.dirname, 'hold.ts');
  const [program = '', ...args] = [...prefix, process.execPath, script, dataFolder, ...more];
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let out = '';
  let words = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    words += text;
  });
  const closed = once(child, 'close');
  while (!out.includes('\n') && child.exitCode === null && child.signalCode === null) await pause(10);
  if (!out.includes('\n')) await closed;
  const cluster = out.includes('\n') ? (JSON.parse(out) as Cluster & { milliseconds: number }) : null;
  return { child, closed, cluster, words: () => words, pid: child.pid ?? 0 };
}

test('a first start makes a private German cluster, and stopping it leaves nothing behind', async () => {
  const dataFolder = newFolder();
  const begin = performance.now();
  const cluster = await start(dataFolder);
  const first = Math.round(performance.now() - begin);
  const pid = await serverPid(dataFolder);
  const [settings] = await query(
    cluster,
    `select current_setting('listen_addresses') as addresses, current_setting('fsync') as fsync, current_setting('full_page_writes') as pages,
            current_setting('synchronous_commit') as commits, current_setting('data_checksums') as checksums,
            current_setting('password_encryption') as passwords, current_setting('server_encoding') as encoding,
            (select datlocale from pg_database where datname = 'postgres') as locale`,
  );
  expect(settings).toEqual({
    addresses: '',
    fsync: 'on',
    pages: 'on',
    commits: 'on',
    checksums: 'on',
    passwords: 'scram-sha-256',
    encoding: 'UTF8',
    locale: 'de-DE',
  });
  const [sorted] = await query(
    cluster,
    `select string_agg(w, ' ' order by w) as words from unnest(array['Zebra', 'Öl', 'Äpfel', 'oben', 'apfel', 'Straße']) w`,
  );
  expect(sorted?.words).toBe('apfel Äpfel oben Öl Straße Zebra');
  expect((await stat(cluster.host)).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataFolder, 'keys'))).mode & 0o777).toBe(0o700);
  expect((await stat(join(dataFolder, 'keys', 'geleit_superuser'))).mode & 0o777).toBe(0o600);
  expect(await listeningPorts(pid)).toEqual([]);

  await cluster.stop();
  expect(await findStart(pid)).toBeNull();
  expect(existsSync(cluster.host)).toBe(false);
  expect((await readdir(dataFolder)).sort()).toEqual(['keys', 'pg']);
  await cluster.stop(); // a second stop is harmless

  const again = performance.now();
  await start(dataFolder);
  console.log(`first start ${first} ms, restart ${Math.round(performance.now() - again)} ms`);
});

test('without the right password nobody gets in, not even over the socket', async () => {
  const cluster = await start(newFolder());
  await expect(query({ ...cluster, password: 'guessed' }, 'select 1')).rejects.toThrow('password authentication failed');
});

test('when the database is killed it comes back by itself with all that it had confirmed', async () => {
  const dataFolder = newFolder();
  const cluster = await start(dataFolder);
  const losses: Loss[] = [];
  cluster.onLost((loss) => losses.push(loss));
  await query(cluster, 'create table kept as select generate_series(1, 500) as n');
  const killed = await serverPid(dataFolder);
  const begin = performance.now();
  process.kill(killed, 'SIGKILL');
  expect(await waitGone(killed, 5_000)).toBe(true); // the fault happened
  await expect.poll(() => query(cluster, 'select count(*)::int as n from kept').catch(() => []), { timeout: 15_000 }).toEqual([{ n: 500 }]);
  console.log(`back ${Math.round(performance.now() - begin)} ms after kill -9 of the database`);
  expect(await serverPid(dataFolder)).not.toBe(killed);
  expect(losses).toEqual([{ final: false, reason: 'exit SIGKILL' }]);
});

test('a database that cannot come back is given up after six attempts, and that is said', async () => {
  const dataFolder = newFolder();
  const said: string[] = [];
  const cluster = await start(dataFolder, { ...silentLog, error: (_fields, message) => said.push(message) }, 5);
  const losses: Loss[] = [];
  cluster.onLost((loss) => losses.push(loss));
  const killed = await serverPid(dataFolder);
  await rename(join(dataFolder, 'pg', 'global'), join(dataFolder, 'pg', 'lost'));
  process.kill(killed, 'SIGKILL');
  await expect.poll(() => losses.at(-1)?.final, { timeout: 15_000 }).toBe(true);
  expect(said.at(-1)).toContain('giving up');
});

test('when Geleit itself is killed, the next start stops the orphaned database first and finds everything', async () => {
  const dataFolder = newFolder();
  const first = await hold(dataFolder);
  if (!first.cluster) throw new Error(first.words());
  await query(first.cluster, 'create table kept as select 42 as n');
  const orphan = await serverPid(dataFolder);
  first.child.kill('SIGKILL');
  await first.closed;
  expect(await findStart(first.pid)).toBeNull(); // the fault happened …
  expect(await findStart(orphan)).not.toBeNull(); // … and the database outlived it
  expect(await worksIn(orphan, await realpath(join(dataFolder, 'pg')))).toBe(true);

  const begin = performance.now();
  const cluster = await start(dataFolder);
  console.log(`start with an orphan to stop ${Math.round(performance.now() - begin)} ms`);
  expect(await findStart(orphan)).toBeNull();
  expect(existsSync(first.cluster.host)).toBe(false);
  expect(await query(cluster, 'select n from kept')).toEqual([{ n: 42 }]);
});

test('a second start on the same data says who is there, ends with 1, and leaves the first alone', async () => {
  const dataFolder = newFolder();
  const cluster = await start(dataFolder);
  const pid = await serverPid(dataFolder);
  const second = await hold(dataFolder);
  expect(second.child.exitCode).toBe(1);
  expect(second.words()).toContain(`Prozess ${process.pid} `);
  expect(second.words()).toContain(`process ${process.pid} `);
  expect(await serverPid(dataFolder)).toBe(pid);
  expect(await query(cluster, 'select 1 as n')).toEqual([{ n: 1 }]);
  expect((await findHolder(dataFolder))?.pid).toBe(process.pid);
});

test('of four starts at once after a crash exactly one gets the data', async () => {
  const dataFolder = newFolder();
  const dead = await hold(dataFolder);
  dead.child.kill('SIGKILL');
  await dead.closed;
  const all = await Promise.all([1, 2, 3, 4].map(() => hold(dataFolder)));
  const winners = all.filter(({ cluster }) => cluster);
  expect(winners).toHaveLength(1);
  for (const { child, words, cluster } of all)
    if (!cluster) expect([child.exitCode, words()]).toEqual([1, expect.stringContaining('This data is in use')]);
  const [winner] = winners;
  if (winner?.cluster) expect(await query(winner.cluster, 'select 1 as n')).toEqual([{ n: 1 }]);
  winner?.child.kill('SIGTERM');
  await winner?.closed;
});

test('a lock whose process number was given to someone else is no lock', async () => {
  const dataFolder = newFolder();
  await mkdir(dataFolder, { recursive: true });
  const other = { id: 'x', pid: process.pid, start: 'another:1', host: 'h', from: '/', since: '2026-01-01T00:00:00Z' };
  await writeFile(join(dataFolder, 'geleit.lock'), JSON.stringify(other));
  await start(dataFolder);
  expect((await findHolder(dataFolder))?.id).not.toBe('x');
});

test('a process that ends without stopping takes its database along', async () => {
  const dataFolder = newFolder();
  const child = await hold(dataFolder, 'leave');
  await child.closed;
  expect(child.child.exitCode).toBe(3);
  await expect.poll(() => existsSync(join(dataFolder, 'pg', 'postmaster.pid')), { timeout: 10_000 }).toBe(false);
  expect(child.cluster && existsSync(child.cluster.host)).toBe(false);
  expect(existsSync(join(dataFolder, 'geleit.lock'))).toBe(false);
});

test('data of another major version, or without its key, is refused in words and left as it was', async () => {
  const dataFolder = newFolder();
  await (await start(dataFolder)).stop();
  await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '17\n');
  await expect(start(dataFolder)).rejects.toThrow('belongs to PostgreSQL 17, this version of Geleit brings PostgreSQL 18');
  await writeFile(join(dataFolder, 'pg', 'PG_VERSION'), '18\n');
  await rename(join(dataFolder, 'keys'), join(dataFolder, 'elsewhere'));
  await expect(start(dataFolder)).rejects.toThrow('Restore the folder keys from your backup');
  await rm(join(dataFolder, 'keys'), { recursive: true });
  await rename(join(dataFolder, 'elsewhere'), join(dataFolder, 'keys'));
  await start(dataFolder);
});

test('a first start that broke off halfway is begun anew', async () => {
  const dataFolder = newFolder();
  await mkdir(join(dataFolder, 'pg.new-1', 'base'), { recursive: true });
  await start(dataFolder);
  expect((await readdir(dataFolder)).sort()).toEqual(['geleit.lock', 'keys', 'pg']);
});

test.skipIf(!isRoot)('root may keep the data below a folder that nobody else may enter', async () => {
  const closed = join(base, 'nur für root');
  await mkdir(closed, { mode: 0o700 });
  const cluster = await start(join(closed, 'Daten'));
  expect(await query(cluster, 'select 1 as n')).toEqual([{ n: 1 }]);
  await cluster.stop();
  await chmod(closed, 0o755); // and open it later: the files change hands
  expect(await query(await start(join(closed, 'Daten')), 'select 1 as n')).toEqual([{ n: 1 }]);
});

/** Somebody else must be able to read this code at all: not so where it was cloned below a closed folder. */
const nobody = ['--reuid=65534', '--regid=65534', '--clear-groups', '--'];
const othersMayRead =
  isRoot && existsSync('/usr/bin/setpriv') && spawnSync('/usr/bin/setpriv', [...nobody, 'test', '-r', import.meta.filename]).status === 0;

test.skipIf(!othersMayRead)('an ordinary user needs no rights beyond her own folder', async () => {
  const home = join(base, 'zuhause');
  await mkdir(home, { mode: 0o700 });
  await chown(home, 65534, 65534);
  const prefix = ['/usr/bin/setpriv', ...nobody];
  const holder = await holdAs(prefix, join(home, 'Daten'));
  if (!holder.cluster) throw new Error(holder.words());
  expect((await stat(join(home, 'Daten', 'pg'))).uid).toBe(65534);
  expect(await query(holder.cluster, 'select 1 as n')).toEqual([{ n: 1 }]);
  holder.child.kill('SIGTERM');
  await holder.closed;
  expect(holder.child.exitCode).toBe(0);
  expect(existsSync(holder.cluster.host)).toBe(false);
});

/** TCP ports on which a process listens: its sockets, looked up among the listening ones of the system. */
async function listeningPorts(pid: number): Promise<string[]> {
  if (process.platform !== 'linux') return [];
  const listening = (await Promise.all(['tcp', 'tcp6'].map((name) => readFile(`/proc/${pid}/net/${name}`, 'utf8').catch(() => ''))))
    .join('\n')
    .split('\n')
    .map((line) => line.trim().split(/\s+/))
    .filter((fields) => fields[3] === '0A');
  const mine = await Promise.all((await readdir(`/proc/${pid}/fd`)).map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return listening.filter((fields) => mine.includes(`socket:[${fields[9]}]`)).map((fields) => fields[1] ?? '');
}

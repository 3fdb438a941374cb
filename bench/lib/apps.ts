import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './database.ts';
import { openCaller } from './http.ts';
import { type Started, startNode } from './processes.ts';

const ROOT = join(import.meta.dirname, '../..');
const PATIENCE_MS = 30_000;

/** A process of the product, as production starts it, on a database that already runs. */
export interface App {
  origin: string;
  pid: number;
  /** Milliseconds from its start to its first right answer. */
  readyMs: number;
  /** False once it has ended, by whosever will. */
  alive(): boolean;
  /** Its last words. */
  told(): string;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

/** What the processes of one network have in common: the database and the folder with the keys. */
export interface Network {
  start(): Promise<App>;
  close(): Promise<void>;
}

/** Prepares for processes on this database. They keep their keys in one folder, as processes of one network must. */
export async function openNetwork(server: Database, database: string): Promise<Network> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'geleit-bench-app-'));
  return {
    async start() {
      const port = await freePort();
      const started = startNode(
        ['src/main.ts', 'start'],
        {
          DATABASE_URL: server.url(database),
          GELEIT_DATA: dataFolder,
          PORT: String(port),
          GELEIT_RATE_PER_MINUTE: '1000000', // load comes from few sessions; the limit itself is tested elsewhere
          LOG_LEVEL: 'silent',
        },
        ROOT,
      );
      const origin = `http://127.0.0.1:${port}`;
      const readyMs = await readyWithin(started, origin);
      const { pid, told, stop, kill, child } = started;
      return { origin, pid, readyMs, told, alive: () => child.exitCode === null && child.signalCode === null, stop, kill };
    },
    close: () => rm(dataFolder, { recursive: true, force: true }),
  };
}

/** Asks until the process says that it is usable. */
async function readyWithin(started: Started, origin: string): Promise<number> {
  let over: number | null | undefined;
  void started.ended.then((code) => {
    over = code;
  });
  while (started.since() < PATIENCE_MS && over === undefined) {
    const caller = openCaller(origin);
    const { status } = await caller.ask({ method: 'GET', path: '/health/ready' });
    caller.close();
    if (status === 200) return started.since();
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  await started.kill();
  throw new Error(`the product did not become ready (exit ${over}): ${started.told()}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

import { chmod, mkdtemp } from 'node:fs/promises';
import { request } from 'node:http';
import { dirname, join } from 'node:path';
import { afterAll, inject } from 'vitest';
import type { Connections } from '#platform/migrate.ts';
import type { Cluster } from '#platform/postgres/cluster.ts';

/** What the keeper of the test cluster answers (test/cluster.ts). */
export interface Clone {
  database: string;
  connections: Connections;
  /** Connects as superuser: to look behind row-level security, never to act. */
  admin: Connections['app'];
}

/** A migrated database of one's own. */
export interface FreshDatabase extends Clone {
  /** Drops it before the end of the file, if one wants. */
  drop(): Promise<void>;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** Socket of the keeper of the test cluster. */
    databaseKeeper: string;
  }
}

/**
 * A fresh migrated database for this test file, cloned from the template in about 50 ms, and dropped after the file.
 * Call it at the top of the file: `const database = await freshDatabase();`
 * @param options.empty without migrations: for tests of the migrations themselves
 * @param options.keep it goes with the whole cluster at the end of the run; so it may be asked for inside of a test too
 */
export async function freshDatabase(options: { empty?: boolean; keep?: boolean } = {}): Promise<FreshDatabase> {
  const clone = await ask<Clone>(options.empty ? '/empty' : '/clone');
  let dropped: Promise<unknown> | null = null;
  const drop = async () => {
    dropped ??= ask(`/drop?${clone.database}`);
    await dropped;
  };
  if (!options.keep) afterAll(drop);
  return { ...clone, drop };
}

/** A folder for this test file, with a blank and an umlaut in its path, removed at the end of the run at the latest. */
export async function testFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(dirname(inject('databaseKeeper')), `Prüfung ${name} `));
  await chmod(folder, 0o755);
  return folder;
}

/** The test cluster itself, for tests of the platform that make databases of their own. */
export async function testCluster(): Promise<Omit<Cluster, 'stop' | 'onLost'> & { keysFolder: string }> {
  return await ask('/cluster');
}

async function ask<Answer>(path: string): Promise<Answer> {
  const socketPath = inject('databaseKeeper');
  return await new Promise((resolve, reject) => {
    const sent = request({ socketPath, path, method: 'POST' }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      response.on('end', () => (response.statusCode === 200 ? resolve(JSON.parse(text) as Answer) : reject(new Error(text))));
    });
    sent.on('error', reject);
    sent.end();
  });
}

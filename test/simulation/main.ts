import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDatabase } from '#platform/migrate.ts';
import { adminOf } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { silentLog } from '#platform/postgres/log.ts';
import { Broken, linesOf, simulate } from './simulate.ts';

/**
 * The long simulation: many seeds, each on a fresh database, invariants after every few steps. One number plays one seed again.
 * `npm run simulate -- 17` · GELEIT_DEPTH (default 1): seeds and steps · GELEIT_SEED: first seed (default 1)
 */
const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const only = process.argv.slice(2).find((word) => /^\d+$/.test(word));
const first = Number(only ?? process.env.GELEIT_SEED ?? 1);
const seeds = only ? 1 : 10 * depth;
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'geleit-simulation-'));
  // Nobody misses these databases after a power cut: they do not wait for the disk.
  const cluster = await startDatabase({ dataFolder: join(folder, 'data'), log: silentLog, hasty: true });
  const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));
  try {
    for (let seed = first; seed < first + seeds; seed += 1) {
      const database = `simulation_${seed}`;
      const keysFolder = join(folder, 'data', 'keys');
      const connections = await prepareDatabase({ cluster, database, keysFolder, migrationsFolder, log: silentLog });
      const admin = adminOf(cluster, database);
      const began = performance.now();
      const tally = await simulate({ database: { connections, admin }, seed, steps: 1_500 * depth, checkEvery: only ? 1 : 10 });
      say(`seed ${seed}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
      for (const line of linesOf(tally)) say(`  ${line}`);
    }
    say('Nothing broke.');
  } catch (fault) {
    if (!(fault instanceof Broken)) throw fault;
    say(`\nBROKEN: ${fault.message}`);
    if (fault.cause instanceof Error) say(fault.cause.stack ?? '');
    say(`Play it again: npm run simulate -- ${/seed (\d+)/.exec(fault.message)?.[1]}`);
    process.exitCode = 1;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

await main();

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { prepareDatabase } from '#platform/migrate.ts';
import { adminOf } from '#platform/postgres/cluster.ts';
import { startDatabase } from '#platform/postgres/embedded.ts';
import { silentLog } from '#platform/postgres/log.ts';
import type { OwnDatabase } from '#test/cast/stage.ts';
import { Broken } from '#test/simulation/simulate.ts';
import { BrokenService } from '#test/simulation/soziotherapie/simulate.ts';
import { tellFounding } from './founding.ts';
import { USUAL } from './inputs.ts';
import { takeServiceDays, takeSteps } from './steps.ts';
import { BrokenYears, playYears } from './years.ts';

/**
 * The long simulation. `npm run simulate` plays years of the network, and then days of a small practice by random steps.
 *   npm run simulate -- years 17     only the years, from seed 17
 *   npm run simulate -- steps 17     only the random steps of seed 17
 *   npm run simulate -- soziotherapie 17   only days of a practice of Soziotherapie, of seed 17; they also follow the random steps
 *   npm run simulate -- gruendung    the founding network's two years, onto the handbook's page; `suchen` behind it looks for inputs
 * GELEIT_SEED (default 1): first seed · GELEIT_DEPTH (default 1): seeds of the steps, and twice as many years
 * GELEIT_YEARS: years · GELEIT_CHECK_EVERY (default 1): invariants are asked after so many steps, 0 only at the end of each month
 */
const words = process.argv.slice(2);
const kind = words.find((word) => /^[a-z]+$/.test(word));
const depth = Number(process.env.GELEIT_DEPTH || 1);
const given = words.find((word) => /^\d+$/.test(word));
const seed = Number(given ?? (process.env.GELEIT_SEED || 1));
const years = Number(process.env.GELEIT_YEARS || 2 * depth);
const checkEvery = Number(process.env.GELEIT_CHECK_EVERY || 1);
const say = (text: string) => process.stdout.write(`${text}\n`);

async function main(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'geleit-simulation-'));
  // Nobody misses these databases after a power cut: they do not wait for the disk.
  const cluster = await startDatabase({ dataFolder: join(folder, 'data'), log: silentLog, hasty: true });
  const migrationsFolder = fileURLToPath(new URL('../../migrations/', import.meta.url));
  let count = 0;
  const freshDatabase = async (): Promise<OwnDatabase> => {
    count += 1;
    const database = `simulation_${count}`;
    const connections = await prepareDatabase({
      cluster,
      database,
      keysFolder: join(folder, 'data', 'keys'),
      migrationsFolder,
      log: silentLog,
    });
    return { connections, admin: adminOf(cluster, database) };
  };
  try {
    if (kind === 'gruendung') return await tellFounding({ freshDatabase, search: words.includes('suchen'), say });
    if (kind !== 'steps' && kind !== 'soziotherapie') await play(await freshDatabase());
    if (kind !== 'years' && kind !== 'soziotherapie')
      await takeSteps({ freshDatabase, first: seed, seeds: given ? 1 : 10 * depth, depth, checkEvery: given ? 1 : 10, say });
    if (kind !== 'years' && kind !== 'steps')
      await takeServiceDays({ freshDatabase, first: seed, seeds: given ? 1 : 10 * depth, depth, checkEvery: given ? 1 : 5, say });
    say('Nothing broke.');
  } catch (fault) {
    if (!(fault instanceof Broken) && !(fault instanceof BrokenYears)) throw fault;
    say(`\nBROKEN: ${fault.message}`);
    if (fault.cause instanceof Error) say(fault.cause.stack ?? '');
    const broken = /seed (\d+)/.exec(fault.message)?.[1];
    say(
      `Play it again: ${fault instanceof BrokenYears ? `GELEIT_YEARS=${years} ` : ''}npm run simulate -- ${fault instanceof BrokenService ? 'soziotherapie' : fault instanceof Broken ? 'steps' : 'years'} ${broken}`,
    );
    process.exitCode = 1;
  } finally {
    await cluster.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function play(database: OwnDatabase): Promise<void> {
  say(`${years} years of the network, seed ${seed}`);
  const days = Math.round(365 * years);
  const until = Temporal.Instant.from('2027-01-01T00:00:00Z');
  const played = await playYears({ database, inputs: { ...USUAL, seed }, until, days, checkEvery, say });
  const { tally, steps, seconds, checks, wholeChecks, figures } = played;
  say(`${days} days in ${seconds.toFixed(1)} s: ${(days / seconds).toFixed(1)} simulated days per second, ${steps} steps`);
  say(
    `invariants asked ${checks} times about what a step wrote, ${wholeChecks} times about the whole: 0 broken; ${figures} published figures equal a raw recount`,
  );
  say(`done: ${tally.line(false)}`);
  say(`refused: ${tally.line(true)}`);
}

await main();

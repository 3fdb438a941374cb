import { berlin } from '#test/cast/simulated-time.ts';
import type { OwnDatabase } from '#test/cast/stage.ts';
import { chance } from '../../../bench/lib/random.ts';
import { Broken, seedIds } from '../simulate.ts';
import { ALL, SERVICE_INVARIANTS } from './invariants.ts';
import { advance, order } from './orders.ts';
import { openSimulated, type Practice, type Tally } from './practice.ts';
import { differs } from './recount.ts';
import { STEPS } from './steps.ts';

interface Simulation {
  database: OwnDatabase;
  seed: number;
  steps: number;
  /** After how many steps the invariants are asked. */
  checkEvery: number;
  clients?: number;
}

/** An invariant was broken by days of a practice. */
export class BrokenService extends Broken {}

/** What is broken in a practice, in words; undefined where all is well. */
export async function findBroken(practice: Practice): Promise<string | undefined> {
  const rows = await practice.door.stage.look<{ number: number; rows: number; first: unknown }>(ALL);
  const broken = rows.filter((row) => row.rows > 0);
  if (broken.length > 0)
    return broken
      .map(({ number, rows: several, first }) => `${SERVICE_INVARIANTS[number]?.says}\n  ${several} rows, such as ${JSON.stringify(first)}`)
      .join('\n');
  const { cast, practices, look } = practice.door.stage;
  const ledgers = { asSystem: cast.asSystem.bind(cast), look, organisationId: practices.musterweg, seed: practice.tally.steps };
  for (const { personId } of practice.cases) {
    const words = await differs(ledgers, personId);
    if (words) return `${personId}: ${words}`;
  }
  const seen = await practice.door.ask('fremd', 'soziotherapie.fileView', { params: { id: practice.cases[0]?.episodeId ?? '' } });
  return seen.status < 400 ? 'another practice opens a file' : undefined;
}

/** Days of a practice of Soziotherapie by chance; the same seed gives the same days but for who is faster where several click at once. */
export async function simulateService({ database, seed, steps, checkEvery, clients = 4 }: Simulation): Promise<Tally> {
  const random = chance(seed);
  const giveBack = seedIds(seed + 1);
  const practice = await openSimulated(database, random, clients, berlin(seed % 2 ? '2026-03-02T09:00' : '2026-10-19T09:00'));
  let now = 'the beginning';
  const broken = (what: string, cause?: unknown) => new BrokenService(seed, practice.tally.steps, now, what, cause);
  try {
    // most of them have been ordered something before the days begin
    for (const one of practice.cases.slice(1)) {
      const id = await order(practice, one, 'INITIAL', 30);
      for (let turn = 0; id && turn < 5; turn += 1) await advance(practice, id, random.coin(0.9));
    }
    const weights = STEPS.map(({ weight }) => weight);
    while (practice.tally.steps < steps) {
      const step = STEPS[random.weighted(weights)];
      if (!step) continue;
      now = step.name;
      practice.tally.steps += 1;
      await step.take(practice);
      practice.door.lines.length = 0;
      if (practice.tally.steps % checkEvery === 0 || practice.tally.steps === steps) {
        const words = await findBroken(practice);
        if (words) throw broken(words);
      }
    }
    return practice.tally;
  } catch (fault) {
    if (fault instanceof Broken) throw fault;
    throw broken(fault instanceof Error ? fault.message : String(fault), fault);
  } finally {
    giveBack();
    await practice.door.close();
  }
}

/** Lines to print about what happened. */
export function tallyLines({ steps, done, refused, repeated }: Tally): string[] {
  const list = (counts: Map<string, number>) =>
    [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([name, times]) => `${name} ${times}`)
      .join(' · ');
  return [`${steps} steps, ${repeated} commands twice at once`, `done: ${list(done)}`, `refused: ${list(refused)}`];
}

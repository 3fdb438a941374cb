import { addDuty } from '#rooms/access/actions/duty.ts';
import { addExclusion } from '#rooms/directory/actions/exclusions.ts';
import { openCast } from '#test/cast/cast.ts';
import { openPractice } from '#test/cast/practice.ts';
import { berlin } from '#test/cast/simulated-time.ts';
import { type OwnDatabase, setStage } from '#test/cast/stage.ts';
import { chance } from '../../bench/lib/random.ts';
import { type Actor, Actors, count, type Tally } from './actors.ts';
import { findBroken, findSeenWithoutRelation } from './invariants.ts';
import { runTimers, STEPS } from './steps.ts';

export interface Simulation {
  database: OwnDatabase;
  seed: number;
  steps: number;
  /** Invariants are asked after so many steps; 1 asks after each. */
  checkEvery: number;
}

/** Days on which the clock of Berlin is about to change; every second seed begins at the other one. */
const BEGINNINGS = ['2026-03-26T08:00', '2026-10-22T08:00'] as const;
const NIGHTS = ['2026-03-29T01:55', '2026-10-25T02:55'] as const;

/** A broken sentence, with what is needed to play it again. */
export class Broken extends Error {
  constructor(seed: number, step: number, name: string, what: string, cause?: unknown) {
    super(`seed ${seed}, step ${step} (${name}): ${what}`, { cause });
    this.name = 'Broken';
  }
}

/** Days of a small practice by chance; the same seed gives the same days but for who is faster where two click at once. */
export async function simulate({ database, seed, steps, checkEvery }: Simulation): Promise<Tally> {
  const random = chance(seed);
  const giveBack = seedIds(seed + 1);
  const start = berlin(BEGINNINGS[seed % 2] ?? BEGINNINGS[0]);
  const stage = await setStage(database, { at: start });
  const { cast } = await openPractice(await openCast(stage.world));
  const actors = new Actors(stage, cast, random, ['COURT', 'VIOL']);
  let step = 0;
  let name = 'beginning';
  try {
    for (const code of ['COURT', 'VIOL'] as const)
      await cast.as('brandt', (call, permit) => addExclusion(call, permit('directory.offer'), { code }));
    await fillRoster(actors);
    for (step = 1; step <= steps; step += 1) {
      name = await takeStep(actors, seed);
      if (step % checkEvery === 0 || step === steps) await insist(actors);
    }
    return actors.tally;
  } catch (fault) {
    throw new Broken(seed, step, name, fault instanceof Error ? fault.message : String(fault), fault);
  } finally {
    giveBack();
    await stage.close();
  }
}

async function takeStep(actors: Actors, seed: number): Promise<string> {
  const { chance: random, stage, tally } = actors;
  const taken = STEPS[random.weighted(STEPS.map(({ weight }) => weight))];
  if (!taken) throw new Error('no step');
  if (random.coin(0.04)) actors.crash = random.coin(0.5) ? 'aborted' : 'connection-killed';
  await taken.take(actors);
  actors.crash = undefined;
  tally.steps += 1;
  letTimePass(actors, seed);
  if (random.coin(0.5)) await runTimers(actors);
  if (actors.leaked) throw new Error(`an exclusion leaked: ${actors.leaked}`);
  stage.world.ring.held.clear(); // a key of a person that was rolled back must not live on
  return taken.name;
}

/** Minutes mostly, an hour or a night now and then, and once right before the clock of Berlin changes. */
function letTimePass({ chance: random, stage: { clock }, tally }: Actors, seed: number): void {
  const kind = random.weighted([80, 11, 7, 2]);
  if (kind === 0) clock.pass({ seconds: random.below(400) });
  else if (kind === 1) clock.pass({ minutes: 20 + random.below(180) });
  else if (kind === 2) clock.pass({ hours: 8 + random.below(16) });
  else clock.pass({ days: 1 + random.below(4) });
  const night = berlin(NIGHTS[seed % 2] ?? NIGHTS[0]);
  if (Temporal.Instant.compare(clock.now, night) > 0 && !tally.done.has('clock change')) {
    clock.turnTo(night);
    count(tally.done, 'clock change');
  }
}

const WATCHED: readonly Actor[] = [
  'jana',
  'marit',
  'brandt',
  'rossi',
  'haddad',
  'yilmaz',
  'oksana',
  'karin',
  'tomasz',
  'mai',
  'jonas',
  'amara',
];

async function insist(actors: Actors): Promise<void> {
  await runTimers(actors);
  const broken = await findBroken(actors.stage);
  if (broken) throw new Error(broken);
  const who = WATCHED[actors.chance.below(WATCHED.length)] ?? 'jana';
  const seen = await findSeenWithoutRelation(actors.stage, actors.cast, who);
  if (seen) throw new Error(seen);
}

async function fillRoster({ cast, stage: { clock } }: Actors): Promise<void> {
  await cast.as('marit', async (call, permit) => {
    for (let week = 0; week < 52; week += 1) {
      const from = clock.now.add({ hours: week * 168 });
      const duty = { from: from.toString(), until: from.add({ hours: 168 }).toString(), rank: 1, phone: null };
      await addDuty(call, permit('access.roster'), { ...duty, accountId: cast.account('yilmaz') });
    }
  });
}

/** Ids come from the seed while a simulation runs, so that rows stand in the same order when it is played again. */
export function seedIds(seed: number): () => void {
  const random = chance(seed);
  const { crypto } = globalThis;
  const seeded = <Bytes extends NodeJS.TypedArray>(bytes: Bytes): Bytes => {
    for (let index = 0; index < bytes.length; index += 1) bytes[index] = random.below(256);
    return bytes;
  };
  Object.defineProperty(crypto, 'getRandomValues', { value: seeded, configurable: true });
  return () => {
    Reflect.deleteProperty(crypto, 'getRandomValues');
  };
}

/** What a simulation did, as lines to print. */
export function linesOf(tally: Tally): string[] {
  const listed = (counts: ReadonlyMap<string, number>) =>
    [...counts]
      .sort(([, one], [, other]) => other - one)
      .map(([key, times]) => `${key} ${times}`)
      .join(', ');
  return [
    `${tally.steps} steps, ${tally.done.get('placement.bookOffer') ?? 0} bookings, ${tally.repeated} commands repeated, crashes: ${listed(tally.crashes)}`,
    `done: ${listed(tally.done)}`,
    `refused: ${listed(tally.refusals)}`,
  ];
}

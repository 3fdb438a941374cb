import { expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { linesOf, simulate } from './simulate.ts';

const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const STEPS = 450;
const first = Number(process.env.GELEIT_SEED ?? 7);

test.for([first, first + 1])(
  'Days by chance, seed %i, with crashes and a night in which the clock changes, break nothing',
  { timeout: 60_000 * depth },
  async (seed) => {
    const tally = await simulate({ database: await freshDatabase({ keep: true }), seed, steps: STEPS * depth, checkEvery: 15 });
    process.stdout.write(`${linesOf(tally).join('\n')}\n`);
    expect(tally.steps).toBe(STEPS * depth);
    expect(tally.done.get('placement.bookOffer') ?? 0).toBeGreaterThan(2);
    expect(tally.done.has('clock change')).toBe(true);
    expect(tally.crashes.size).toBeGreaterThan(0);
  },
);

import { expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { simulateService, tallyLines } from './soziotherapie/simulate.ts';

const depth = Number(process.env.GELEIT_DEPTH ?? 1);
const STEPS = 110;
const first = Number(process.env.GELEIT_SEED ?? 7);

test.for([first])(
  'Days of a practice by chance, seed %i: each counted, billed and told exactly once',
  { timeout: 120_000 * depth },
  async (seed) => {
    const tally = await simulateService({
      database: await freshDatabase({ keep: true }),
      seed,
      steps: STEPS * depth,
      checkEvery: Number(process.env.GELEIT_CHECK_EVERY || 10),
    });
    process.stdout.write(`${tallyLines(tally).join('\n')}\n`);
    expect(tally.steps).toBe(STEPS * depth);
  },
);

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doSomething, newWorld } from '#test/coupling.ts';
import { invariants } from '#test/coupling-invariants.ts';

const depth = Number(process.env.GELEIT_DEPTH ?? 1);

test(
  'random days of several desks and therapists break no invariant (I1 to I6) and reach no undeclared state',
  () => {
    const passed = new Map<string, number>();
    let steps = 0;
    const act = fc.record({
      kind: fc.noBias(fc.integer({ min: 0, max: 17 })),
      place: fc.noBias(fc.integer({ min: 0, max: 5 })),
      slot: fc.noBias(fc.integer({ min: 0, max: 11 })),
      request: fc.noBias(fc.integer({ min: 0, max: 4 })),
      desk: fc.integer({ min: 0, max: 1 }),
      flag: fc.boolean(),
      // mostly a call, sometimes a night, rarely longer than a confirmation lasts
      minutes: fc.oneof(
        { weight: 60, arbitrary: fc.noBias(fc.integer({ min: 0, max: 9 })) },
        { weight: 4, arbitrary: fc.noBias(fc.integer({ min: 10, max: 900 })) },
        { weight: 1, arbitrary: fc.constant(16 * 1440) },
      ),
    });
    fc.assert(
      fc.property(fc.array(act, { minLength: 80, maxLength: 160, size: 'max' }), (acts) => {
        const world = newWorld();
        for (const one of acts) {
          doSomething(world, one);
          invariants(world);
          steps += 1;
        }
        for (const [row, count] of world.passed) passed.set(row, (passed.get(row) ?? 0) + count);
      }),
      // the short form is the same every time, the deep one another each time; a failure prints its seed
      { numRuns: 30 * depth, ...(depth === 1 ? { seed: 2026 } : {}) },
    );
    const rows = [...passed].sort(([one], [other]) => one.localeCompare(other)).map(([row, count]) => `${row} ${count}`);
    console.log(`places, slots and requests: ${30 * depth} random days, ${steps} steps; ${rows.join(', ')}`);
    // the walk really walks
    for (const row of ['SL2', 'SL4', 'SL5', 'PL2', 'PL3', 'PL4', 'PL5', 'PL8', 'PL14', 'RQ4', 'AP2', 'AP4'])
      expect(passed.get(row) ?? 0, row).toBeGreaterThan(0);
  },
  30_000 * depth,
);

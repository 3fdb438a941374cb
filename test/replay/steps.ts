import type { OwnDatabase } from '#test/cast/stage.ts';
import { linesOf, simulate } from '#test/simulation/simulate.ts';
import { simulateService, tallyLines } from '#test/simulation/soziotherapie/simulate.ts';

interface Steps {
  freshDatabase: () => Promise<OwnDatabase>;
  first: number;
  seeds: number;
  depth: number;
  checkEvery: number;
  say: (line: string) => void;
}

/** Days of a small practice by random steps, with transactions brought down on the way: many seeds, each on a fresh database. */
export async function takeSteps({ freshDatabase, first, seeds, depth, checkEvery, say }: Steps): Promise<void> {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const began = performance.now();
    const tally = await simulate({ database: await freshDatabase(), seed, steps: 1_500 * depth, checkEvery });
    say(`random steps, seed ${seed}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    for (const line of linesOf(tally)) say(`  ${line}`);
  }
}

/** Days of a practice of Soziotherapie: visits, devices, prescriptions, decisions and invoices by several people at once. */
export async function takeServiceDays({ freshDatabase, first, seeds, depth, checkEvery, say }: Steps): Promise<void> {
  for (let seed = first; seed < first + seeds; seed += 1) {
    const began = performance.now();
    const tally = await simulateService({ database: await freshDatabase(), seed, steps: 600 * depth, checkEvery });
    say(`days of a practice, seed ${seed}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
    for (const line of tallyLines(tally)) say(`  ${line}`);
  }
}

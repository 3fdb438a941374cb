import { parseArgs } from 'node:util';
import { chance } from '../../bench/lib/random.ts';
import { FAMILIES } from './families.ts';
import type { Run } from './family.ts';
import { openGround } from './ground.ts';
import { against, type Report } from './report.ts';

/** npm run faults [-- --minutes 10 --only app-killed,clock --seed 7 --short] */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    only: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    short: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  const seed = Number(values.seed);
  const wanted = values.only?.split(',');
  const families = FAMILIES.filter(({ name }) => !wanted || wanted.includes(name));
  if (families.length === 0) throw new Error(`no such family; there are ${FAMILIES.map(({ name }) => name).join(', ')}`);
  const end = performance.now() + Number(values.minutes) * 60_000;
  const wrong: string[] = [];
  const ground = await openGround();
  try {
    for (const [index, family] of families.entries()) {
      const share = Math.max(0, end - performance.now()) / (families.length - index);
      const run: Run = { ground, seed, random: chance(seed), short: values.short, until: performance.now() + share };
      console.error(`${family.name}: ${family.what} …`);
      const began = performance.now();
      const report: Report = await family.run(run);
      report.figures.seconds = Math.round((performance.now() - began) / 1000);
      console.log(JSON.stringify(report));
      wrong.push(...against(report));
    }
  } finally {
    await ground.stop();
  }
  for (const words of wrong) console.error(`✗ ${words}`);
  console.error(wrong.length === 0 ? `${families.length} families, nothing lost, nothing twice.` : `${wrong.length} faults. Seed ${seed}.`);
  return wrong.length === 0 ? 0 : 1;
}

// Stopped from outside: whoever started a server, a process or a small disk puts it away when we end.
for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => process.exit(1));
process.exitCode = await main();

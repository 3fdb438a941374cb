import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { openDatabase } from './lib/database.ts';
import { failures, machine, markdown, type Recorded, type Result, record, writeBlock, writeLines } from './lib/report.ts';
import { interleave } from './lib/rounds.ts';
import { isSizeName, SIZE_NAMES, SIZES } from './lib/sizes.ts';
import type { Ctx, Workload } from './lib/workload.ts';
import { p1a } from './workloads/p1a.ts';
import { p1b } from './workloads/p1b.ts';
import { p2a } from './workloads/p2a.ts';
import { p3 } from './workloads/p3.ts';
import { p4 } from './workloads/p4.ts';
import { p5 } from './workloads/p5.ts';
import { p6 } from './workloads/p6.ts';
import { p7 } from './workloads/p7.ts';
import { p8 } from './workloads/p8.ts';

/** npm run bench [-- P1a P2a --size small|city|national --rounds 5 --long --record] */
const WORKLOADS: Workload[] = [p1a, p1b, p2a, p3, p4, p5, p6, p7, p8];
const ROOT = join(import.meta.dirname, '..');
const RECORDED = join(import.meta.dirname, 'recorded.json');

const { values: options, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: {
    size: { type: 'string', default: 'small' },
    rounds: { type: 'string', default: '5' },
    seed: { type: 'string', default: '1' },
    long: { type: 'boolean', default: false },
    record: { type: 'boolean', default: false },
  },
});

async function main(): Promise<number> {
  if (!isSizeName(options.size)) throw new Error(`--size is one of ${SIZE_NAMES.join(', ')}`);
  const unknown = wanted.filter((id) => !WORKLOADS.some((workload) => workload.id === id));
  if (unknown.length > 0) throw new Error(`unknown workload ${unknown.join(', ')}; there are ${WORKLOADS.map(({ id }) => id).join(', ')}`);
  const chosen = WORKLOADS.filter(({ id }) => wanted.length === 0 || wanted.includes(id));
  const recorded = JSON.parse(await readFile(RECORDED, 'utf8')) as Recorded;
  const server = await openDatabase();
  const ctx: Ctx = {
    size: SIZES[options.size],
    seed: Number(options.seed),
    server,
    requests: options.long ? 5_000 : 300,
    seconds: options.long ? 5 : 0.6,
    log: (line) => console.log(line),
  };
  console.log(`Messung · ${ctx.size.name} · ${machine()}`);
  const failed: string[] = [];
  try {
    for (const workload of chosen) {
      const result = await measure(workload, ctx, Number(options.rounds)).catch((fault: unknown) => {
        failed.push(`${workload.id} broke off: ${fault instanceof Error ? fault.message : String(fault)}`); // the others are measured all the same
      });
      if (!result) continue;
      console.log(`\n${markdown(result)}`);
      failed.push(...failures(result, recorded));
      await writeLines(join(ROOT, '.geleit/bench/runs.jsonl'), result);
      const stamp = `Gemessen am ${Temporal.Now.plainDateISO()} · ${machine()}`;
      await writeBlock(join(ROOT, 'docs/leistung.md'), `${workload.id} ${ctx.size.name}`, `${markdown(result)}\n\n${stamp}`);
      if (options.record) record(recorded, result);
    }
  } finally {
    await server.stop();
  }
  if (options.record) await writeFile(RECORDED, `${JSON.stringify(recorded, null, 2)}\n`);
  for (const line of failed) console.error(`✗ ${line}`);
  console.log(failed.length === 0 ? '\nAlles richtig, kein Verhältnis schlechter als verzeichnet.' : `\n${failed.length} Mängel.`);
  return failed.length === 0 ? 0 : 1;
}

async function measure(workload: Workload, ctx: Ctx, rounds: number): Promise<Result> {
  const began = performance.now();
  const prepared = await workload.setup(ctx);
  const ready = performance.now();
  try {
    const outcomes = await interleave(prepared, rounds, workload.metric);
    const misses = await prepared.check();
    const facts = prepared.facts?.() ?? {};
    console.log(`\n${workload.id}: aufgebaut in ${seconds(ready - began)} s, gemessen in ${seconds(performance.now() - ready)} s`);
    return { workload, size: ctx.size.name, outcomes, misses, facts };
  } finally {
    await prepared.close();
  }
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(1);
}

process.exitCode = await main();

import { join } from 'node:path';
import { openNetwork } from '../lib/apps.ts';
import { residentMiB } from '../lib/cpu.ts';
import type { Sample } from '../lib/drive.ts';
import { median, quantile } from '../lib/figures.ts';
import { saidWithin, startNode } from '../lib/processes.ts';
import type { Workload } from '../lib/workload.ts';

const ROOT = join(import.meta.dirname, '../..');
const STARTS = 3; // per round

/** P6: from the start of the process to its first right answer; PostgreSQL already runs, files are warm, the schema is current. */
export const p6: Workload = {
  id: 'P6',
  title: 'Start: vom Aufruf bis zur ersten richtigen Antwort',
  unit: 'ms',
  metric: 'p50',
  goals: [{ text: 'bereit in höchstens 400 ms', reached: ({ p50 }) => p50 <= 400 }],
  async setup(ctx) {
    const database = 'bench_start';
    await ctx.server.create(database);
    const network = await openNetwork(ctx.server, database);
    await (await network.start()).stop(); // migrates; not counted
    const resident: number[] = [];
    return {
      async run() {
        const times: number[] = [];
        for (let count = 0; count < STARTS; count += 1) {
          const app = await network.start();
          times.push(app.readyMs);
          resident.push(residentMiB(app.pid) ?? Number.NaN);
          await app.stop();
        }
        return [sample(times)];
      },
      async floor() {
        const times: number[] = [];
        for (let count = 0; count < STARTS; count += 1) {
          const bare = startNode(['bench/floors/bare-start.mjs'], { DATABASE_URL: ctx.server.url(database) }, ROOT);
          times.push(await saidWithin(bare, /ready true/, 10_000));
          await bare.stop();
        }
        return [sample(times)];
      },
      check: async () => [],
      facts: () => ({ 'Speicher des Prozesses nach dem Start, MiB': median(resident) }),
      close: () => network.close(),
    };
  },
};

function sample(times: number[]): Sample {
  const sorted = [...times].sort((a, b) => a - b);
  return { label: '1 client', latencies: times, perSecond: 1000 / quantile(sorted, 0.5), serverCpuMs: null, errors: 0 };
}

import { join } from 'node:path';
import type { Sample } from '../lib/drive.ts';
import { drive } from '../lib/drive.ts';
import { saidWithin, startNode } from '../lib/processes.ts';
import type { Workload } from '../lib/workload.ts';

const ROOT = join(import.meta.dirname, '../..');
const STARTS = 5; // per round

/** P6: from the start of the process to its first correct answer; PostgreSQL already runs. */
export const p6: Workload = {
  id: 'P6',
  title: 'Start: vom Aufruf bis zur ersten richtigen Antwort',
  unit: 'ms',
  metric: 'p50',
  goals: [],
  setup: async (ctx) => ({
    floor: async (): Promise<Sample[]> => [
      await drive({ label: 'warm files', clients: 1, operations: STARTS }, async () => {
        const bare = startNode(['bench/floors/bare-start.mjs'], { DATABASE_URL: ctx.server.url('postgres') }, ROOT);
        await saidWithin(bare, /ready true/, 10_000);
        await bare.stop();
      }),
    ],
    check: async () => [],
    close: async () => {},
  }),
};

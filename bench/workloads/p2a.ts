import { bookAll, bookingMisses, freeAll, loadBookingFloor } from '../floors/holdbook.ts';
import { cpuOf } from '../lib/cpu.ts';
import type { Sample } from '../lib/drive.ts';
import type { Workload } from '../lib/workload.ts';

const CLIENTS = [1, 8, 32, 64];
const FLOOR_SLOTS = 40_000; // more than the floor books in one run, so that every booking has its own slot

/** P2a: hold and book on distinct slots, with audit row and outbox row. */
export const p2a: Workload = {
  id: 'P2a',
  title: 'Buchung: vormerken und buchen, jede auf einem eigenen Termin',
  unit: 'ms',
  metric: 'perSecond',
  goals: [],
  async setup(ctx) {
    const name = 'bench_floor_book';
    await ctx.server.create(name);
    await ctx.server.with(name, (client) => loadBookingFloor(client, FLOOR_SLOTS));
    const pool = ctx.server.pool(name, Math.max(...CLIENTS));
    const cpu = cpuOf(ctx.server.pid());
    const misses = new Set<string>();
    return {
      async floor(round) {
        const samples: Sample[] = [];
        for (const clients of CLIENTS) {
          await freeAll(pool);
          samples.push(await bookAll(pool, { clients, slots: FLOOR_SLOTS, seconds: ctx.seconds, seed: ctx.seed + round, cpu }));
          for (const miss of await bookingMisses(pool)) misses.add(miss);
        }
        return samples;
      },
      check: async () => [...misses],
      close: () => pool.end(),
    };
  },
};

import { bestPlaces, fitting, loadMatchFloor } from '../floors/match.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive } from '../lib/drive.ts';
import type { Workload } from '../lib/workload.ts';
import { places, wishes } from '../lib/world.ts';

const CHECKED = 40; // requests that are recounted without the database; a recount walks the whole country
const LABEL = '1 client';

/** P1a: one caller's request → the best places, each with its next free first slots. */
export const p1a: Workload = {
  id: 'P1a',
  title: 'Passung: beste Plätze mit den nächsten freien Terminen, im Prozess',
  unit: 'ms',
  metric: 'p50',
  goals: [],
  async setup(ctx) {
    const name = `bench_floor_match_${ctx.size.name}`;
    await ctx.server.create(name);
    await ctx.server.with(name, (client) => loadMatchFloor(client, ctx.size, ctx.seed));
    const pool = ctx.server.pool(name, 1);
    await pool.query("set plan_cache_mode = 'force_generic_plan'"); // one plan serves every band; making it anew costs more than the scan (0.08 against 0.24 ms at small)
    const asked = wishes(ctx.size, ctx.requests, ctx.seed);
    let placesPerRequest = Number.NaN;
    return {
      floor: async () => {
        const cpu = cpuOf(ctx.server.pid());
        return [
          await drive({ label: LABEL, clients: 1, operations: asked.length, cpu }, (index) => bestPlaces(pool, wishAt(asked, index))),
        ];
      },
      check: async () => {
        const world = [...places(ctx.size, ctx.seed)];
        const misses: string[] = [];
        let sum = 0;
        for (const wish of asked.slice(0, CHECKED)) {
          const found = (await bestPlaces(pool, wish)).length;
          const expected = Math.min(20, fitting(world, wish));
          sum += found;
          if (found !== expected) misses.push(`floor: ${found} places found, ${expected} fit: ${JSON.stringify(wish)}`);
        }
        placesPerRequest = sum / CHECKED;
        return misses;
      },
      facts: () => ({ 'Plätze je Anfrage, Untergrenze': placesPerRequest }),
      close: () => pool.end(),
    };
  },
};

function wishAt<Wish>(list: readonly Wish[], index: number): Wish {
  const wish = list[index];
  if (!wish) throw new RangeError(`no request ${index}`);
  return wish;
}

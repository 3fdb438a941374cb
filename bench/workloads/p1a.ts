import { forgetKept } from '#rooms/placement/actions/fit.ts';
import { findFit } from '#rooms/placement/actions/matches.ts';
import type { FitAnswer } from '#rooms/placement/contract.ts';
import { bestPlaces, fitting, loadMatchFloor } from '../floors/match.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive } from '../lib/drive.ts';
import { criteriaOf, idOf, loadOffers, loadPostalCodes } from '../lib/network.ts';
import { openProduct } from '../lib/product.ts';
import type { Ctx, Workload } from '../lib/workload.ts';
import { type Place, places, type Wish, wishes } from '../lib/world.ts';

const CHECKED = 40; // requests that are recounted without the database; a recount walks the whole country
const LABEL = '1 client';
const MOST = 20;

/** P1a: one caller's request → the best places, each with its reasons and its next free first slot. */
export const p1a: Workload = {
  id: 'P1a',
  title: 'Passung im Prozess: beste Plätze mit Gründen und nächstem freien Termin',
  unit: 'ms',
  metric: 'p50',
  goals: [
    { text: 'höchstens das 1,5-Fache der Untergrenze', reached: (_, ratio) => ratio <= 1.5 },
    { text: 'p99 höchstens 5 ms', reached: ({ p99 }) => p99 <= 5 },
  ],
  async setup(ctx) {
    const asked = wishes(ctx.size, ctx.requests, ctx.seed);
    const floor = await openFloor(ctx);
    const product = await openProduct(ctx.server, {
      database: `bench_match_${ctx.size.name}`,
      connections: 1,
      desks: 1,
      async load(client) {
        await loadOffers(client, ctx.size, ctx.seed);
        await loadPostalCodes(client, asked);
      },
    });
    forgetKept();
    const today = Temporal.Now.plainDateISO('Europe/Berlin');
    const criteria = asked.map((wish, number) => criteriaOf(wish, number, today));
    const find = (index: number): Promise<FitAnswer> =>
      product.atDesk(0, 'placement.desk', (call) =>
        findFit(call, { criteria: at(criteria, index), requestId: null, personId: null, oncallWantsAcute: false }, MOST, false),
      );
    let perRequest = Number.NaN;
    return {
      run: async () => [
        await drive({ label: LABEL, clients: 1, operations: asked.length, cpu: cpuOf(ctx.server.pid()) }, (index) => find(index)),
      ],
      floor: async () => [
        await drive({ label: LABEL, clients: 1, operations: asked.length, cpu: cpuOf(ctx.server.pid()) }, (index) =>
          bestPlaces(floor, at(asked, index)),
        ),
      ],
      async check() {
        const world = [...places(ctx.size, ctx.seed)];
        const found = asked.slice(0, CHECKED).map(async (wish, index) => {
          const fits = fitting(world, wish);
          return {
            fits: fits.length,
            misses: [...floorMisses((await bestPlaces(floor, wish)).length, fits, wish), ...productMisses(await find(index), fits, index)],
          };
        });
        const all = await Promise.all(found);
        perRequest = all.reduce((sum, { fits }) => sum + fits, 0) / CHECKED;
        return all.flatMap(({ misses }) => misses);
      },
      facts: () => ({ 'Passende Plätze je Anfrage': perRequest }),
      async close() {
        await product.close();
        await floor.end();
      },
    };
  },
};

async function openFloor(ctx: Ctx) {
  const name = `bench_floor_match_${ctx.size.name}`;
  await ctx.server.create(name);
  await ctx.server.with(name, (client) => loadMatchFloor(client, ctx.size, ctx.seed));
  const pool = ctx.server.pool(name, 1);
  await pool.query("set plan_cache_mode = 'force_generic_plan'"); // one plan serves every band; making it anew costs more than the scan (0.08 against 0.24 ms at small)
  return pool;
}

function floorMisses(found: number, fits: readonly Place[], wish: Wish): string[] {
  const expected = Math.min(MOST, fits.length);
  return found === expected ? [] : [`floor: ${found} places found, ${expected} fit: ${JSON.stringify(wish)}`];
}

/** Every place shown must fit, and whoever has a fitting place must be shown, with that or another fitting place. */
function productMisses({ ranked, clarify }: FitAnswer, fits: readonly Place[], index: number): string[] {
  const expected = new Map(fits.map((place) => [idOf('place', place.id), idOf('practitioner', place.therapist.id)]));
  const shown = [...ranked, ...clarify].map(({ card }) => card);
  const wrong = shown.filter(({ placeId }) => !expected.has(placeId));
  const helpers = new Set(shown.map(({ practitionerId }) => practitionerId));
  const missing = shown.length >= MOST ? [] : [...new Set(expected.values())].filter((practitioner) => !helpers.has(practitioner));
  return [
    ...wrong.map(({ placeId }) => `request ${index}: ${placeId} is shown and does not fit`),
    ...missing.map((practitioner) => `request ${index}: a fitting place of ${practitioner} is missing`),
  ];
}

function at<Item>(list: readonly Item[], index: number): Item {
  const item = list[index];
  if (item === undefined) throw new RangeError(`no request ${index}`);
  return item;
}

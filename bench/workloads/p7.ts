import { inBerlin } from '#kernel/time.ts';
import { Facts } from '#rooms/reports/actions/facts.ts';
import { readFigures, yearOf } from '#rooms/reports/actions/figures.ts';
import { writeHistory } from '#rooms/reports/history.fixture.ts';
import { readRaw, recount } from '#rooms/reports/recount.fixture.ts';
import type { Facts as CountedFacts } from '#rooms/reports/rules/facts.ts';
import { figuresOf } from '#rooms/reports/rules/figures.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive, type Sample } from '../lib/drive.ts';
import { openProduct, type Product } from '../lib/product.ts';
import type { Ctx, Workload } from '../lib/workload.ts';

/** Lengths of the history, in years; the labels of the samples. */
const LENGTHS = { '1 year': 1, '3 years': 3, '7 years': 7 } as const;
type Length = keyof typeof LENGTHS;
const YEARS = { '1 year': '1 Jahr', '3 years': '3 Jahre', '7 years': '7 Jahre' } as const satisfies Record<Length, string>;
const PLACES_EACH = 4; // about seven places given a year and therapist, as the founding network had
const RECOUNTED = 200; // therapists up to which the raw recount (slow on purpose) is asked

/** P7: the page of a year with the year before, as a signed-in desk asks for it; and what counting it anew costs. */
export const p7: Workload = {
  id: 'P7',
  title: 'Auswertung: V1 bis V17 eines Jahres mit dem Vorjahr, nach 1, 3 und 7 Jahren Betrieb',
  unit: 'ms',
  metric: 'p50',
  goals: [{ text: 'p99 höchstens 50 ms', reached: ({ p99 }) => p99 <= 50 }],
  async setup(ctx) {
    const year = inBerlin(Temporal.Now.instant()).year - 1;
    const worlds = new Map<Length, Product>();
    for (const [label, years] of Object.entries(LENGTHS) as [Length, number][]) worlds.set(label, await openWorld(ctx, label, year, years));
    const rollups = await openFloor(ctx, [...worlds.keys()], year);
    const counted: Record<string, number> = {};
    const samples = async (of: (label: Length) => Promise<unknown>) => {
      const all: Sample[] = [];
      for (const label of worlds.keys())
        all.push(
          await drive({ label, clients: 1, operations: Math.min(200, ctx.requests), cpu: cpuOf(ctx.server.pid()) }, () => of(label)),
        );
      return all;
    };
    return {
      run: () =>
        samples((label) =>
          worldOf(worlds, label).atDesk(0, 'figures.read', (call, permit) => readFigures(call, permit, { year, area: '' })),
        ),
      floor: () =>
        samples((label) => rollups.query('select facts from rollup where label = $1 and year in ($2, $3)', [label, year, year - 1])),
      async check() {
        const misses: string[] = [];
        for (const label of worlds.keys()) {
          const { facts, milliseconds } = await countAnew(ctx, label, year);
          counted[`Neu gezählt, ${YEARS[label]} Betrieb, ms`] = milliseconds;
          counted[`Nach einem Ereignis im laufenden Jahr, ${YEARS[label]} Betrieb, ms`] = await countAfterNews(ctx, label, year + 1);
          if (ctx.size.therapists <= RECOUNTED) misses.push(...(await differences(ctx, label, year, facts)));
        }
        const [one, seven] = [counted['Neu gezählt, 1 Jahr Betrieb, ms'] ?? 0, counted['Neu gezählt, 7 Jahre Betrieb, ms'] ?? 0];
        counted['Neu gezählt, 7 Jahre gegen 1 Jahr (Ziel höchstens 3)'] = seven / one;
        return misses;
      },
      facts: () => counted,
      async close() {
        for (const product of worlds.values()) await product.close();
        await rollups.end();
      },
    };
  },
};

const databaseOf = (ctx: Ctx, label: Length) => `bench_figures_${ctx.size.name}_${LENGTHS[label]}`;

async function openWorld(ctx: Ctx, label: Length, lastYear: number, years: number): Promise<Product> {
  return openProduct(ctx.server, {
    database: databaseOf(ctx, label),
    connections: 1,
    desks: 1,
    async load(client) {
      await writeHistory(client, {
        seed: ctx.seed,
        from: yearOf(lastYear - years + 1).from,
        to: Temporal.Now.instant(),
        practitioners: ctx.size.therapists,
        placesEach: PLACES_EACH,
        unserved: 1,
        sessions: 3,
      });
      await client.query('vacuum analyze');
    },
  });
}

/** The least that it can cost: the two rows, ready made. */
async function openFloor(ctx: Ctx, labels: readonly Length[], year: number) {
  const name = `bench_floor_figures_${ctx.size.name}`;
  await ctx.server.create(name);
  const pool = ctx.server.pool(name, 1);
  await pool.query('create table rollup (label text, year int, facts jsonb, primary key (label, year))');
  for (const label of labels) {
    for (const counted of [year, year - 1]) {
      const { facts } = await countAnew(ctx, label, counted);
      await pool.query('insert into rollup values ($1, $2, $3)', [label, counted, JSON.stringify(facts)]);
    }
  }
  return pool;
}

/** What the page costs when something has happened: the year counted from the facts. */
async function countAnew(ctx: Ctx, label: Length, year: number): Promise<{ facts: CountedFacts; milliseconds: number }> {
  const { from, to } = yearOf(year);
  const values = [from.toString(), to.toString(), Temporal.Now.instant().toString(), ''];
  const times: number[] = [];
  let facts: unknown;
  for (let turn = 0; turn < 5; turn += 1) {
    let began = 0;
    const { rows } = await ctx.server.with(databaseOf(ctx, label), async (client) => {
      began = performance.now();
      return client.query<{ facts: unknown }>('select app.count_figures($1, $2, $3, $4) as facts', values);
    });
    times.push(performance.now() - began);
    facts = rows[0]?.facts;
  }
  return { facts: Facts.parse(facts), milliseconds: times.toSorted((one, other) => one - other)[2] ?? Number.NaN };
}

/** What it costs when something happens today: the running month counted, the kept ones added, as the worker does it each minute. */
async function countAfterNews(ctx: Ctx, label: Length, year: number): Promise<number> {
  const { from, to } = yearOf(year);
  return ctx.server.with(databaseOf(ctx, label), async (client) => {
    const times: number[] = [];
    for (let turn = 0; turn < 6; turn += 1) {
      const began = performance.now();
      await client.query('select length(app.count_and_keep($1, $2, $3, $4)::text)', [
        from.toString(),
        to.toString(),
        Temporal.Now.instant().toString(),
        '',
      ]);
      times.push(performance.now() - began);
    }
    return times.slice(1).toSorted((one, other) => one - other)[2] ?? Number.NaN;
  });
}

function worldOf(worlds: ReadonlyMap<Length, Product>, label: Length): Product {
  const world = worlds.get(label);
  if (!world) throw new RangeError(`no history of ${label}`);
  return world;
}

async function differences(ctx: Ctx, label: Length, year: number, facts: CountedFacts): Promise<string[]> {
  const expected = await ctx.server.with(databaseOf(ctx, label), async (client) =>
    recount(await readRaw(client), year, Temporal.Now.instant(), ''),
  );
  return figuresOf(facts, { open: true, whole: false }).flatMap(({ id, part, value }) => {
    const name = part ? `${id}/${part}` : id;
    return expected[name] === value ? [] : [`${label}: ${name} is ${value}, recounted ${expected[name]}`];
  });
}

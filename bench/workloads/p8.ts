import { dayInBerlin } from '#kernel/time.ts';
import { asSystem } from '#platform/call.ts';
import { areaOf } from '#rooms/cases/actions/areas.ts';
import { findingsOf, refreshFindings } from '#rooms/cases/actions/findings.ts';
import { findingsOn } from '#rooms/cases/rules/findings.ts';
import { beginFindings } from '#rooms/cases/store/findings.ts';
import { caseId, loadCases, managersOf, openManagers } from '../lib/cases.ts';
import { cpuOf } from '../lib/cpu.ts';
import { drive } from '../lib/drive.ts';
import { openProduct, type Product } from '../lib/product.ts';
import type { Ctx, Workload } from '../lib/workload.ts';

const LOAD = 60; // of one case manager
const BATCH = 100;
const CHANGE = 'Änderung, 60 Fälle';

/** How many cases are counted anew: a tenth, and all. */
const worldsOf = (ctx: Ctx): [few: number, many: number] => (ctx.size.name === 'small' ? [100, 1_000] : [1_000, 10_000]);

/**
 * P8: one of sixty cases changes, and the findings of all sixty are read, right; and every case of a network counted anew, a tenth of it and
 * all of it, for the growth. Against the bare write, and against reading the same rows with nothing made of them.
 */
export const p8: Workload = {
  id: 'P8',
  title: 'Befunde: nach einer Änderung für 60 Fälle; alle Fälle neu gerechnet',
  unit: 'ms',
  metric: 'p50',
  goals: [{ label: CHANGE, text: 'p99 höchstens 50 ms', reached: ({ p99 }) => p99 <= 50 }],
  async setup(ctx) {
    const [few, many] = worldsOf(ctx);
    const open = (cases: number) =>
      openProduct(ctx.server, {
        database: databaseOf(ctx, cases),
        connections: 1,
        desks: 0,
        load: (client) => loadCases(client, cases),
        open: (client) => openManagers(client, managersOf(cases)),
      });
    const worlds = new Map<number, Product>();
    for (const cases of [LOAD, few, many]) worlds.set(cases, await open(cases));
    const world = (cases: number) => {
      const found = worlds.get(cases);
      if (!found) throw new RangeError(`no world of ${cases} cases`);
      return found;
    };
    for (const cases of worlds.keys()) {
      await countAll(world(cases), cases);
      await ctx.server.with(databaseOf(ctx, cases), (client) => client.query('analyze cases.finding')); // as autovacuum does after a minute
    }
    const mine = Array.from({ length: LOAD }, (_, index) => caseId(index + 1));
    let turn = 0;
    const next = () => caseId((turn++ % LOAD) + 1);
    const cpu = cpuOf(ctx.server.pid());
    const label = (cases: number) => `${cases.toLocaleString('de-DE')} Fälle neu`;
    const each = async (change: () => Promise<unknown>, anew: (cases: number) => Promise<unknown>) => [
      await drive({ label: CHANGE, clients: 1, operations: Math.min(200, ctx.requests), cpu }, change),
      await drive({ label: label(few), clients: 1, operations: 3, cpu }, () => anew(few)),
      await drive({ label: label(many), clients: 1, operations: 2, cpu }, () => anew(many)),
    ];
    const medians: Record<string, number[]> = {};
    const timed = async (name: string, work: () => Promise<unknown>) => {
      const began = performance.now();
      await work();
      medians[name] = [...(medians[name] ?? []), performance.now() - began];
    };
    return {
      run: () =>
        each(
          () =>
            world(LOAD).atDesk(0, 'cases.care', async (call) => {
              await write(call, next());
              await findingsOf(call, mine);
            }),
          (cases) => timed(`${cases}`, () => countAll(world(cases), cases)),
        ),
      floor: () =>
        each(
          () => world(LOAD).atDesk(0, 'cases.care', (call) => write(call, next())),
          (cases) => readAll(world(cases), cases),
        ),
      async check() {
        const misses: string[] = [];
        for (const [cases, product] of worlds) misses.push(...(await differences(product, cases)));
        return misses;
      },
      facts() {
        const middle = (cases: number) =>
          (medians[`${cases}`] ?? []).toSorted((one, other) => one - other)[Math.floor((medians[`${cases}`]?.length ?? 0) / 2)] ??
          Number.NaN;
        return { 'Zehnmal so viele Fälle, Zeit mal': middle(many) / middle(few), [`Je Fall, ms, ${many} Fälle`]: middle(many) / many };
      },
      async close() {
        for (const product of worlds.values()) await product.close();
      },
    };
  },
};

const databaseOf = (ctx: Ctx, cases: number) => `bench_cases_${ctx.size.name}_${cases}`;

type Tx = Parameters<Parameters<Product['atDesk']>[2]>[0];

/** The bare change: a reached contact. */
const write = (call: Tx, id: string) =>
  call.tx
    .insertInto('cases.contact')
    .columns(['id', 'case_id', 'person_id', 'organisation_id', 'kind', 'with_whom', 'at', 'on_day', 'reached', 'made_at'])
    .expression((eb) =>
      eb
        .selectFrom('cases.case')
        .select((one) => [
          one.val(call.newId()).as('id'),
          'id as case_id',
          'person_id',
          'organisation_id',
          one.val('phone').as('kind'),
          one.val('client').as('with_whom'),
          one.val(call.now).as('at'),
          one
            .val(
              dayInBerlin(call.now)
                .subtract({ days: Math.floor(Math.random() * 40) })
                .toString(),
            )
            .as('on_day'),
          one.val(true).as('reached'),
          one.val(call.now).as('made_at'),
        ])
        .where('id', '=', id),
    )
    .execute();

const batchesOf = (cases: number) =>
  Array.from({ length: Math.ceil(cases / BATCH) }, (_, batch) =>
    Array.from({ length: Math.min(BATCH, cases - batch * BATCH) }, (__, index) => caseId(batch * BATCH + index + 1)),
  );

/** Every case anew, a hundred in a transaction, as the worker does it. */
async function countAll({ world }: Product, cases: number): Promise<void> {
  for (const ids of batchesOf(cases)) await asSystem(world, 'bench', (call) => refreshFindings(call, ids, { all: true }));
}

const TABLES = ['goal', 'measure', 'service_line', 'domain_rating', 'contact', 'monitoring_entry', 'finding'] as const;

/** The same rows, read and thrown away. */
async function readAll({ world }: Product, cases: number): Promise<void> {
  for (const ids of batchesOf(cases))
    await asSystem(world, 'bench', async ({ tx }) => {
      await Promise.all(TABLES.map((table) => tx.selectFrom(`cases.${table}`).selectAll().where('case_id', 'in', ids).execute()));
    });
}

/** Cases whose stored findings are not those that the rules answer for their facts. */
async function differences({ world }: Product, cases: number): Promise<string[]> {
  const misses: string[] = [];
  let found = 0;
  for (const ids of batchesOf(cases))
    await asSystem(world, 'bench', async (call) => {
      const day = dayInBerlin(call.now).toString();
      await refreshFindings(call, ids); // the floor changed cases and let their findings lie
      for (const facts of await beginFindings(call.tx, ids, day, true)) {
        const expected = findingsOn(facts, day, await areaOf(call, facts.area)).map(
          ({ rule, subject, since }) => `${rule} ${subject} ${since}`,
        );
        const stored = facts.open.map(({ rule, subject, since }) => `${rule} ${subject} ${since}`);
        found += stored.length;
        if (expected.toSorted().join() !== stored.toSorted().join())
          misses.push(`${cases} cases: ${facts.id} has other findings than its facts say`);
      }
    });
  return found > cases ? misses : [...misses, `${cases} cases: only ${found} findings, the world is too quiet`];
}

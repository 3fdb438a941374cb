import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { setPractice } from '#test/cast/stage.ts';
import { freshDatabase } from '#test/database.ts';
import { simulate } from '#test/simulation/simulate.ts';
import { Facts } from './actions/facts.ts';
import { countYear } from './actions/figures.ts';
import { writeHistory } from './history.fixture.ts';
import { countAhead } from './jobs.ts';
import { readRaw, recount } from './recount.fixture.ts';
import type { Facts as CountedFacts } from './rules/facts.ts';
import { figuresOf } from './rules/figures.ts';
import { demandRows, placesByMonth, unservedBy } from './rules/tables.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);

/** What the product publishes, by the same names as the recount. */
function published(facts: CountedFacts): Record<string, number | null> {
  const all = figuresOf(facts, { open: true, whole: true }).map(({ id, part, value }) => [part ? `${id}/${part}` : id, value] as const);
  const months = placesByMonth(facts, true)?.map(({ n }, index) => [`V1/month-${index + 1}`, n] as const) ?? [];
  const reasons = unservedBy(facts, 'reason', true)?.map(({ key, cell }) => [`V14/${key}`, cell.n] as const) ?? [];
  return Object.fromEntries([...all, ...months, ...reasons].filter(([name]) => name !== 'V1/per-colleague-month'));
}

for (const seed of Array.from({ length: DEPTH }, (_, index) => index + 1)) {
  test(`every figure equals a raw recount: history ${seed} of ${DEPTH}, three years, whole and running, everywhere and by area`, async () => {
    const database = await freshDatabase({ keep: true });
    const stage = await setPractice(database, { at: Temporal.Instant.from('2025-08-14T09:30:00Z') });
    const to = Temporal.Instant.from('2025-10-20T00:00:00Z');
    await writeHistory(stage.admin, {
      seed,
      from: Temporal.Instant.from('2023-04-01T00:00:00Z'),
      to,
      practitioners: 8,
      placesEach: 4,
      unserved: 1,
      sessions: 3,
    });
    const raw = await readRaw(stage.admin);
    let numbers = 0;
    for (const now of ['2025-08-14T09:30:00Z', '2026-02-01T10:00:00Z'].map((at) => Temporal.Instant.from(at))) {
      for (const year of [2023, 2024, 2025]) {
        for (const area of ['', '531', '506']) {
          const bounds = [year, year + 1].map((of) =>
            Temporal.ZonedDateTime.from(`${of}-01-01T00:00[Europe/Berlin]`).toInstant().toString(),
          );
          const [row] = await stage.look<{ facts: unknown }>(
            'select app.count_figures($1, $2, $3, $4) as facts',
            ...bounds,
            now.toString(),
            area,
          );
          const facts = Facts.parse(row?.facts);
          const mine = published(facts);
          // Month by month and added up it is the same.
          const [kept] = await stage.look<{ facts: unknown }>(
            'select app.count_and_keep($1, $2, $3, $4) as facts',
            ...bounds,
            now.toString(),
            area,
          );
          expect(published(Facts.parse(kept?.facts)), `${year} ${area} ${now} by months`).toEqual(mine);
          expect(mine, `${year} ${area} ${now}`).toEqual(recount(raw, year, now, area));
          numbers += Object.keys(mine).length;
          // The table of demand is the same people once more.
          const rows = demandRows(facts, true) ?? [];
          expect(rows.reduce((so, one) => so + (one.without ?? 0), 0)).toBe(mine.V14);
          expect(rows.reduce((so, one) => so + (one.withPlace ?? 0), 0)).toBe(mine.V1);
        }
      }
    }
    console.log(`seed ${seed}: ${numbers} numbers equal`);
    await stage.close();
    await database.drop();
  });
}

test('and of days that were played by chance through the real actions, with crashes on the way', { timeout: 120_000 * DEPTH }, async () => {
  const played = await freshDatabase({ keep: true });
  await simulate({ database: played, seed: 21, steps: 250 * DEPTH, checkEvery: 250 });
  const client = new Client(played.admin);
  await client.connect();
  const raw = await readRaw(client);
  const [last] = raw.requestStates.map(({ at }) => Number(at)).toSorted((one, other) => other - one);
  const now = Temporal.Instant.fromEpochMilliseconds((last ?? 0) + 1);
  const year = now.toZonedDateTimeISO('Europe/Berlin').year;
  const [from, to] = [year, year + 1].map((of) => Temporal.ZonedDateTime.from(`${of}-01-01T00:00[Europe/Berlin]`).toInstant().toString());
  const { rows } = await client.query<{ facts: unknown }>('select app.count_figures($1, $2, $3, $4) as facts', [
    from,
    to,
    now.toString(),
    '',
  ]);
  const mine = published(Facts.parse(rows[0]?.facts));
  expect(mine).toEqual(recount(raw, year, now, ''));
  console.log(`${raw.requests.length} requests played, ${mine.V1} places assigned, ${Object.keys(mine).length} numbers equal`);
  expect(raw.requests.length).toBeGreaterThan(5);
  await client.end();
  await played.drop();
});

const database = await freshDatabase();
const stage = await setPractice(database, { at: Temporal.Instant.from('2026-03-02T09:00:00Z') });
afterAll(() => stage.close());

test('what was counted is kept until something happens, and counted again then; a year long over changes only by its own appointments', async () => {
  const { cast, clock } = stage;
  const count = (year: number) => cast.as('samuel', (call) => countYear(call, year, ''));
  const counted = async (year: number) =>
    (await stage.look<{ as_of: Date }>('select as_of from reports.counted where period_from = $1', `${year}-01-01 00:00+01`)).map(
      ({ as_of }) => as_of.toISOString(),
    );
  const happens = (action: string, kind: string, object: string) =>
    stage.look(`insert into platform.event (happened_at, kind, action, actor_kind, object_kind, object_id, purpose) values ($1, $2, $3, 'system', $4, gen_random_uuid(), 'HOPERAT')`, clock.now.toString(), kind, action, object); // biome-ignore format: one statement
  await count(2026);
  const first = await counted(2026);
  clock.pass({ minutes: 10 });
  await count(2026);
  expect(await counted(2026)).toEqual(first); // nothing happened
  await happens('placement.request.read', 'R', 'request');
  await count(2026);
  expect(await counted(2026)).toEqual(first); // looking changes nothing
  await happens('placement.fit.confirmed', 'U', 'allocation');
  await count(2026);
  expect(await counted(2026)).not.toEqual(first);
  clock.pass({ days: 1 });
  const second = await counted(2026);
  await count(2026);
  expect(await counted(2026)).not.toEqual(second); // a new day of a year that still runs

  await count(2024);
  const old = await counted(2024);
  await happens('placement.fit.confirmed', 'U', 'allocation');
  await count(2024);
  expect(await counted(2024)).toEqual(old); // 2024 is long over
});

test('where counting takes long, nobody waits for it: the worker counts ahead, and a reader gets figures of a moment ago', async () => {
  const { cast, clock } = stage;
  const count = () => cast.as('samuel', (call) => countYear(call, 2026, ''));
  await count();
  await stage.look("update reports.counted set took_ms = 400 where period_from = '2026-01-01 00:00+01'");
  const before = (await count()).asOf;
  clock.pass({ minutes: 2 });
  await stage.look(
    "insert into platform.event (happened_at, kind, action, actor_kind, object_kind, object_id, purpose) values ($1, 'U', 'placement.fit.confirmed', 'system', 'allocation', gen_random_uuid(), 'HOPERAT')",
    clock.now.toString(),
  );
  expect((await count()).asOf.toString()).toBe(before.toString());
  await countAhead(stage.world);
  expect((await count()).asOf.toString()).toBe(clock.now.toString());
  const quick = await stage.look<{ took_ms: number }>(
    "select took_ms from reports.counted where period_from = '2026-01-01 00:00+01' order by period_to desc limit 1",
  );
  expect(quick[0]?.took_ms).toBeLessThan(400); // what it took is measured anew
});

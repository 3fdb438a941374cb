import { Client } from 'pg';
import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { REACTIONS } from '../../src/rooms.ts';

const database = await freshDatabase();
const admin = new Client(database.admin);
await admin.connect();
afterAll(() => admin.end());

/** Tables with a person that no room moves, each with its reason. */
const STAY: Readonly<Record<string, string>> = {
  'people.person': 'the record itself',
  'platform.event': 'the log keeps both ids',
  'platform.person_key': 'keys follow by a function of their own, before the rows',
  'soziotherapie.contingent': 'the row that writers lock; the kept person gets her own',
};

test('Every table that says whom it is about follows a merge, in exactly one room, or has a reason to stay', async () => {
  const { rows } = await admin.query<{ name: string }>(
    `select table_schema || '.' || table_name as name from information_schema.columns
     where column_name = 'person_id' and table_schema not in ('pg_catalog', 'information_schema', 'app') order by 1`,
  );
  const reactions = REACTIONS.get('people.person.merged') ?? [];
  const named = reactions.flatMap((one) => ('tables' in one ? (one.tables as string[]) : [])).map((name) => name.replaceAll('"', ''));
  expect(new Set(named).size, 'no table twice').toBe(named.length);
  expect(named.length).toBeGreaterThan(50);
  const missing = rows.map(({ name }) => name).filter((name) => !named.includes(name) && !(name in STAY));
  expect(missing).toEqual([]);
  for (const name of named) expect(rows.map((row) => row.name)).toContain(name);
});

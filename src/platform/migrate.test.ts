import { Client } from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';

const database = await freshDatabase();

test('a fresh database is migrated, owned by the owner, and open to the app role', async () => {
  const client = new Client(database.connections.app);
  await client.connect();
  const { rows } = await client.query(
    'select current_user, current_database(), (select count(*)::int from pg_tables where tableowner = $1) as owned',
    ['geleit_owner'],
  );
  await client.end();
  expect(rows[0].current_user).toBe('geleit_app');
  expect(rows[0].owned).toBeGreaterThan(5);
});

import pg from 'pg';
import { expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { createPool, inTransaction, run } from './database.ts';

const database = await freshDatabase({ empty: true });
const open = () => createPool({ connection: database.admin as pg.ClientConfig, size: 1, name: 'test', onFault: () => {} });
const raise = (code: string) => `do $$ begin raise exception 'on purpose' using errcode = '${code}'; end $$`;

test('what went wrong first is what the caller hears, not what followed from it', async () => {
  const pool = open();
  const heard = await inTransaction(pool, async (_tx, client) => {
    const pending = run(client, raise('53100')); // as a row of the log that nothing waits for but the commit
    pending.catch(() => {});
    await run(client, 'select 1');
  }).catch((fault: unknown) => fault);
  expect(heard).toBeInstanceOf(pg.DatabaseError);
  expect(heard).toMatchObject({ code: '53100' });
  expect(await inTransaction(pool, async (_tx, client) => (await run(client, 'select 1 as one')).rows)).toEqual([{ one: 1 }]);
  await pool.end();
});

test('a deadlock in a statement that nobody waited for is tried again', async () => {
  const pool = open();
  let tries = 0;
  const answer = await inTransaction(pool, async (_tx, client) => {
    tries += 1;
    if (tries === 1) run(client, raise('40P01')).catch(() => {});
    await run(client, 'select 1');
    return 'done';
  });
  expect([answer, tries]).toEqual(['done', 2]);
  await pool.end();
});

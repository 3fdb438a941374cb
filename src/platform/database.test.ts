import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { createPool, inTransaction, OutcomeUnknown, run } from './database.ts';

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

describe('statements that go out with the commit', () => {
  /** Writes a row, and sends `text` right before the commit. */
  const keep = (pool: pg.Pool, row: number, text: string) =>
    inTransaction(pool, async (_tx, client, last) => {
      await run(client, 'create table if not exists kept (row integer)');
      await run(client, 'insert into kept values ($1)', [row]);
      last.push(run(client, text));
      return 'done';
    }).catch((fault: unknown) => fault);
  const kept = async (pool: pg.Pool) => (await pool.query('select row from kept order by row')).rows.map(({ row }) => row as number);

  test('stand when it stands; where one is refused, its word is heard and nothing stands', async () => {
    const pool = open();
    expect(await keep(pool, 1, 'insert into kept values (2)')).toBe('done');
    expect(await keep(pool, 3, raise('23514'))).toMatchObject({ code: '23514' });
    expect(await keep(pool, 4, raise('53100'))).toMatchObject({ code: '53100' });
    expect(await kept(pool)).toEqual([1, 2]);
    await pool.end();
  });

  test('a deadlock among them is tried again', async () => {
    const pool = open();
    let tries = 0;
    await inTransaction(pool, async (_tx, client, last) => {
      tries += 1;
      if (tries === 1) last.push(run(client, raise('40P01')));
    });
    expect(tries).toBe(2);
    await pool.end();
  });

  test('where the connection goes in between, nobody says that it stands or that it does not', async () => {
    const pool = open();
    expect(await keep(pool, 5, 'select pg_terminate_backend(pg_backend_pid())')).toBeInstanceOf(OutcomeUnknown);
    expect(await kept(pool)).toEqual([1, 2]);
    await pool.end();
  });
});

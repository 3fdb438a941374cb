import type pg from 'pg';
import type { Database } from '../lib/database.ts';

/**
 * The control: the same race with a plain check-then-insert, as most calendars do it, on copies of the tables without their
 * constraints. If it does not lose, the race was no race and its result proves nothing.
 */
export interface ControlResult {
  attempts: number;
  booked: number;
  slots: number;
  /** Slots that more than one caller was promised. */
  doubled: number;
}

const COPIES = `
create schema if not exists control;
drop table if exists control.slot, control.appointment;
create table control.slot (id int primary key, state text not null default 'free');
create table control.appointment (slot_id int not null, caller int not null);
insert into control.slot select generate_series(0, $slots - 1);`;

/** `clients` callers walk the same slots in the same order: read, decide, write, each attempt in one transaction. */
export async function raceWithoutGuard(
  server: Database,
  database: string,
  size: { clients: number; slots: number; attempts: number },
): Promise<ControlResult> {
  await server.with(database, (client) => client.query(COPIES.replaceAll('$slots', String(size.slots))));
  const pool = server.pool(database, size.clients);
  const perSlot = Math.ceil(size.attempts / size.slots);
  let next = 0;
  const caller = async (number: number): Promise<void> => {
    while (next < size.attempts) {
      const slot = Math.floor(next / perSlot);
      next += 1;
      const client = await pool.connect();
      try {
        await checkThenInsert(client, slot, number);
      } finally {
        client.release();
      }
    }
  };
  try {
    await Promise.all(Array.from({ length: size.clients }, (_, number) => caller(number)));
    const { rows } = await pool.query<{ booked: number; doubled: number }>(
      `select coalesce(sum(n), 0)::int booked, count(*) filter (where n > 1)::int doubled
       from (select count(*) n from control.appointment group by slot_id) each`,
    );
    const counted = rows[0] ?? { booked: 0, doubled: 0 };
    return { attempts: next, slots: size.slots, ...counted };
  } finally {
    await pool.end();
  }
}

async function checkThenInsert(client: pg.PoolClient, slot: number, caller: number): Promise<void> {
  await client.query('begin');
  const { rows } = await client.query<{ state: string }>('select state from control.slot where id = $1', [slot]);
  if (rows[0]?.state === 'free') {
    await client.query('insert into control.appointment (slot_id, caller) values ($1, $2)', [slot, caller]);
    await client.query("update control.slot set state = 'booked' where id = $1", [slot]);
  }
  await client.query('commit');
}

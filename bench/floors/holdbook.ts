import type pg from 'pg';
import type { CpuMeter } from '../lib/cpu.ts';
import type { Sample } from '../lib/drive.ts';
import { drive } from '../lib/drive.ts';
import { shuffled } from '../lib/random.ts';

/**
 * The floor of booking (P2a): hold and book as one function call each. A conditional update decides who wins, a unique key
 * is the last word; the audit row and the outbox row are written in the same transaction. No roles, no policies, no rules.
 */
const SCHEMA = `
create schema floor;
create table floor.slot (
  id bigint primary key, therapist_id int not null, start_at timestamptz not null, status int2 not null default 0, holder int, held_until timestamptz
) with (fillfactor = 80);
create index slot_free on floor.slot (therapist_id, start_at) where status = 0;
create table floor.booking (
  id bigint generated always as identity primary key, slot_id bigint not null unique, therapist_id int not null, client_id int not null,
  at tstzrange not null, created timestamptz not null default now()
);
create table floor.audit (
  id bigint generated always as identity primary key, actor int not null, at timestamptz not null default clock_timestamp(), verb text not null,
  object bigint not null, body jsonb not null
);
create table floor.outbox (
  id bigint generated always as identity primary key, topic text not null, body jsonb not null, sent boolean not null default false
);
create index outbox_todo on floor.outbox (id) where not sent;

create function floor.hold(wanted bigint, client int) returns bigint language sql as $$
  update floor.slot set status = 1, holder = client, held_until = now() + interval '10 min'
  where id = wanted and (status = 0 or (status = 1 and held_until < now())) returning id
$$;

create function floor.book(wanted bigint, client int) returns bigint language plpgsql as $$
declare
  held record;
  made bigint;
begin
  update floor.slot set status = 2 where id = wanted and status = 1 and holder = client and held_until > now()
  returning therapist_id, start_at into held;
  if not found then return null; end if;
  insert into floor.booking (slot_id, therapist_id, client_id, at)
  values (wanted, held.therapist_id, client, tstzrange(held.start_at, held.start_at + interval '50 min')) returning id into made;
  insert into floor.audit (actor, verb, object, body) values (client, 'booking.create', made, jsonb_build_object('slot', wanted, 'client', client));
  insert into floor.outbox (topic, body) values ('booking', jsonb_build_object('id', made, 'slot', wanted));
  return made;
end $$;`;

export async function loadBookingFloor(client: pg.ClientBase, slots: number): Promise<void> {
  await client.query(SCHEMA);
  await client.query(
    `insert into floor.slot (id, therapist_id, start_at)
     select g, g / 40, timestamptz '2026-01-05 08:00Z' + g % 40 * interval '25 hours' from generate_series(1, $1::bigint) g`,
    [slots],
  );
  await client.query('vacuum analyze floor.slot');
}

/** Every slot is free again and nothing is booked: between rounds, not counted. */
export async function freeAll(client: pg.ClientBase | pg.Pool): Promise<void> {
  await client.query('truncate floor.booking, floor.audit, floor.outbox');
  await client.query('update floor.slot set status = 0, holder = null, held_until = null where status <> 0');
  await client.query('vacuum floor.slot');
}

/** `clients` connections book distinct slots in a seeded order: two round trips for each booking. */
export async function bookAll(
  pool: pg.Pool,
  run: { clients: number; slots: number; seconds: number; seed: number; cpu?: CpuMeter },
): Promise<Sample> {
  const order = shuffled(run.slots, run.seed);
  const connections = await Promise.all(Array.from({ length: run.clients }, () => pool.connect()));
  try {
    const load = { label: `${run.clients} clients`, clients: run.clients, seconds: run.seconds, operations: run.slots };
    return await drive(run.cpu ? { ...load, cpu: run.cpu } : load, async (index, client) => {
      const connection = connections[client];
      const slot = (order[index] ?? 0) + 1;
      if (!connection) throw new Error('no connection');
      const held = await connection.query<{ id: string | null }>({
        name: 'floor-hold',
        text: 'select floor.hold($1, $2) id',
        values: [slot, client],
      });
      const made = await connection.query<{ id: string | null }>({
        name: 'floor-book',
        text: 'select floor.book($1, $2) id',
        values: [slot, client],
      });
      if (held.rows[0]?.id == null || made.rows[0]?.id == null) throw new Error(`slot ${slot} was free and could not be booked`);
    });
  } finally {
    for (const connection of connections) connection.release();
  }
}

/** What must hold after any run: every booked slot has one booking, one audit row and one outbox row. */
export async function bookingMisses(client: pg.ClientBase | pg.Pool): Promise<string[]> {
  const { rows } = await client.query<{ booked: string; bookings: string; audit: string; outbox: string }>(
    `select (select count(*) from floor.slot where status = 2) booked, (select count(*) from floor.booking) bookings,
            (select count(*) from floor.audit) audit, (select count(*) from floor.outbox) outbox`,
  );
  const counted = rows[0];
  if (!counted) return ['the floor of booking could not be counted'];
  const { booked, bookings, audit, outbox } = counted;
  return booked === bookings && booked === audit && booked === outbox
    ? []
    : [`floor: ${booked} slots booked, ${bookings} bookings, ${audit} audited, ${outbox} sent`];
}

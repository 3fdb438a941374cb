import type pg from 'pg';
import { INVARIANTS as OF_THE_TRADE, whole } from '#test/simulation/invariants.ts';

/**
 * What must hold after every fault (security 3.1), counted by the superuser, who sees every row: each query answers how many
 * rows break it.
 */
const INVARIANTS: readonly [words: string, count: string][] = [
  [
    'appointments of one practitioner that overlap (I4)',
    `select count(*) from scheduling.appointment a join scheduling.appointment b on a.id < b.id and a.practitioner_id = b.practitioner_id
     and a.span && b.span where a.state = 'booked' and b.state = 'booked' and a.kind <> 'GROUP' and b.kind <> 'GROUP'`,
  ],
  [
    'appointments of one client that overlap (I4)',
    `select count(*) from scheduling.appointment a join scheduling.appointment b on a.id < b.id and a.person_id = b.person_id
     and a.span && b.span where a.state = 'booked' and b.state = 'booked' and not (a.client_overlap_allowed or b.client_overlap_allowed)`,
  ],
  [
    'slots with several live appointments',
    `select count(*) from (select slot_id from scheduling.appointment where state = 'booked' group by 1 having count(*) > 1) each`,
  ],
  [
    'places with several live allocations (I5)',
    'select count(*) from (select place_id from placement.allocation where ended_at is null group by 1 having count(*) > 1) each',
  ],
  [
    'reserved places without their allocation, or the other way round (I5)',
    `select (select count(*) from directory.place p where p.state = 'reserved' and not exists (select from placement.allocation a
       where a.place_id = p.id and a.request_id = p.request_id and a.ended_at is null))
     + (select count(*) from placement.allocation a where a.ended_at is null and not exists (select from directory.place p
       where p.id = a.place_id and p.state in ('reserved', 'trial', 'occupied')))`,
  ],
  [
    'holds that live longer than their limit and 60 seconds (I6)',
    `select (select count(*) from directory.place where state = 'held' and held_until < clock_timestamp() - interval '60 seconds')
     + (select count(*) from scheduling.slot where state = 'held' and held_until < clock_timestamp() - interval '60 seconds')`,
  ],
  [
    'booked slots without their appointment, or the other way round',
    `select (select count(*) from scheduling.slot s where s.state = 'booked' and not exists (select from scheduling.appointment a where a.slot_id = s.id))
     + (select count(*) from scheduling.appointment a join scheduling.slot s on s.id = a.slot_id where a.state = 'booked' and s.state <> 'booked')`,
  ],
  [
    'placed requests without an appointment, or the other way round',
    `select (select count(*) from placement.request q where q.state = 'placed' and not exists (select from scheduling.appointment a where a.request_id = q.id))
     + (select count(*) from scheduling.appointment a join placement.request q on q.id = a.request_id where a.state = 'booked' and q.state <> 'placed')`,
  ],
  [
    'bookings without the event of their booking (I12)',
    `select count(*) from scheduling.appointment a where not exists (select from platform.event e
     where e.action = 'scheduling.appointment.booked' and e.object_id = a.id)`,
  ],
  [
    'events of a booking without the booking',
    `select count(*) from platform.event e where e.action = 'scheduling.appointment.booked' and not exists (select from scheduling.appointment a where a.id = e.object_id)`,
  ],
  [
    'first bookings without an acknowledgement of the cancellation rule',
    `select count(*) from scheduling.appointment a where a.is_first and not exists (select from placement.acknowledgement k where k.appointment_id = a.id)`,
  ],
  [
    'first bookings without their message',
    `select count(*) from scheduling.appointment a where a.is_first and not exists (select from messages.message m where m.cause_id = a.id)`,
  ],
  [
    'bookings of a place without its allocation',
    `select count(*) from scheduling.appointment a where a.place_id is not null and not exists (select from placement.allocation l where l.first_appointment_id = a.id)`,
  ],
  [
    'messages without the event that queued them',
    `select count(*) from messages.message m where not exists (select from platform.event e where e.action = 'messages.message.queued' and e.object_id = m.id)`,
  ],
  [
    'requests without the relation of the desk (I14)',
    `select count(*) from placement.request q where not exists (select from access.care_relation r where r.cause_id = q.id)`,
  ],
  ['commands that were begun and committed without an end (I3)', 'select count(*) from platform.idempotency where status is null'],
];

/**
 * What is broken in a database, in words with the count; empty when all is well. Of the simulation's invariants all but those of
 * the log (I12): the stage of a fault is loaded in bulk and has no events; what desks did on it is asked above.
 */
export async function broken(client: pg.ClientBase): Promise<string[]> {
  const found: string[] = [];
  for (const [words, text] of INVARIANTS) {
    const { rows } = await client.query<{ count: string }>(text);
    const several = Number(rows[0]?.count ?? 0);
    if (several > 0) found.push(`${several} ${words}`);
  }
  const { rows: clock } = await client.query<{ now: string }>('select now()::text as now');
  for (const { says, sql } of OF_THE_TRADE.filter(({ says }) => !says.includes('I12'))) {
    const { rows } = await client.query(whole(sql), sql.includes('$1') ? [clock[0]?.now] : []);
    if (rows.length > 0) found.push(`${rows.length} rows, such as ${JSON.stringify(rows[0])}, break: ${says}`);
  }
  return found;
}

/** Are the pages of all tables and indexes sound (I20)? PostgreSQL's amcheck reads every entry of every B-tree against its table. */
export async function unsound(client: pg.ClientBase): Promise<string[]> {
  await client.query('create extension if not exists amcheck');
  const { rows } = await client.query<{ name: string; id: number }>(
    `select c.oid::regclass::text as name, c.oid::int as id from pg_class c join pg_am m on m.oid = c.relam join pg_index i on i.indexrelid = c.oid
     where m.amname = 'btree' and i.indisvalid and c.relpersistence = 'p'`,
  );
  const found: string[] = [];
  for (const { name, id } of rows)
    await client
      .query('select bt_index_check($1::regclass, true)', [id])
      .catch((fault: Error) => found.push(`index ${name} is not sound: ${fault.message}`));
  return found;
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export function findRequestRow(tx: Tx, id: string) {
  return tx.selectFrom('placement.request').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockRequestRow(tx: Tx, id: string) {
  return tx.selectFrom('placement.request').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export type RequestRecord = NonNullable<Awaited<ReturnType<typeof lockRequestRow>>>;

export async function appendRequest(
  tx: Tx,
  row: { id: string; personId: string; now: Temporal.Instant; accountId: string; nextStepAt: Temporal.Instant },
): Promise<void> {
  await sql`insert into placement.request (id, person_id, created_at, created_by, owner_id, next_step_at)
    values (${row.id}, ${row.personId}, ${row.now.toString()}, ${row.accountId}, ${row.accountId}, ${row.nextStepAt.toString()})`.execute(
    tx,
  );
}

/** A request that a case opened: it is seen through that case, never at a desk. */
export async function appendCaseRequest(
  tx: Tx,
  row: { id: string; personId: string; caseId: string; now: Temporal.Instant; accountId: string; criteria: string },
): Promise<void> {
  const at = row.now.toString();
  await sql`insert into placement.request (id, person_id, created_at, created_by, owner_id, next_step_at, origin, origin_id, caller_role, criteria)
    values (${row.id}, ${row.personId}, ${at}, ${row.accountId}, ${row.accountId}, ${at}, 'case', ${row.caseId}, 'referrer', ${row.criteria})`.execute(
    tx,
  );
}

export interface ShownRequest {
  id: string;
  state: string;
  practitioner: string | null;
  first_at: Temporal.Instant | null;
  placed_at: Temporal.Instant | null;
  waiting_since: Temporal.Instant | null;
  next_step_at: Temporal.Instant | null;
}

/** Status and dates of a request, and with whom: what its case may know (rule book C.1). */
export async function findShownRequest(tx: Tx, id: string): Promise<ShownRequest | undefined> {
  const { rows } = await sql<ShownRequest>`
    select q.id, q.state, q.placed_at, q.waiting_since, q.next_step_at, b.practitioner, b.starts_at as first_at
    from placement.request q left join lateral (
      select concat_ws(' ', p.title, p.name) as practitioner, a.starts_at from scheduling.appointment a join directory.practitioner p on p.id = a.practitioner_id
      where a.request_id = q.id and a.state in ('booked', 'attended') order by (a.state = 'booked') desc, a.starts_at limit 1) b on true
    where q.id = ${id}`.execute(tx);
  return rows[0];
}

type Change = Partial<Omit<RequestRecord, 'id' | 'version' | 'person_id' | 'created_at' | 'criteria' | 'blockers'>> & {
  criteria?: string;
  blockers?: string[];
};

/** Writes columns and counts the version up; returns it. */
export async function updateRequest(tx: Tx, id: string, change: Change): Promise<number> {
  const row = await tx
    .updateTable('placement.request')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

const QUEUES = {
  open: sql`q.state <> 'closed'`,
  new: sql`q.state = 'new'`,
  triaged: sql`q.state = 'triaged'`,
  offered: sql`q.state = 'offered'`,
  waiting: sql`q.state = 'waiting'`,
  placed: sql`q.state = 'placed'`,
  closed: sql`q.state = 'closed'`,
  blocked: sql`q.state <> 'closed' and q.safety_blocked_at is not null and q.safety_released_at is null`,
} as const;
const SORTS = {
  'next-step': sql`q.next_step_at nulls last, q.created_at`,
  created: sql`q.created_at desc`,
  priority: sql`q.priority, q.created_at`,
} as const;
export type Queue = keyof typeof QUEUES | 'mine';

export interface QueueRow {
  id: string;
  version: number;
  state: string;
  person_id: string;
  given_name: string | null;
  family_name: string | null;
  phone: string | null;
  birth_date: string | null;
  priority: number;
  created_at: Temporal.Instant;
  owner_id: string | null;
  owner_name: string | null;
  next_step_at: Temporal.Instant | null;
  criteria: { problems?: string[]; insurance?: string };
  blocked: boolean;
  held_until: Temporal.Instant | null;
  closed_reason: string | null;
}

export async function selectQueue(tx: Tx, queue: Queue, sort: keyof typeof SORTS, accountId: string): Promise<QueueRow[]> {
  const where = queue === 'mine' ? sql`q.state <> 'closed' and q.owner_id = ${accountId}` : QUEUES[queue];
  const { rows } = await sql<QueueRow>`
    select q.id, q.version, q.state, q.person_id, p.given_name, p.family_name, p.phone, p.birth_date, q.priority, q.created_at, q.owner_id, a.name as owner_name,
      q.next_step_at, q.criteria, q.safety_blocked_at is not null and q.safety_released_at is null as blocked, s.held_until, q.closed_reason
    from placement.request q join people.person p on p.id = q.person_id left join access.account a on a.id = q.owner_id
    left join scheduling.slot s on s.held_for = q.id and s.state = 'held'
    where ${where} order by ${SORTS[sort]} limit 300`.execute(tx);
  return rows;
}

export async function countQueues(tx: Tx, accountId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{ state: string; n: number; mine: number; blocked: number; offered_waiting: number }>`
    select q.state, count(*) as n, count(*) filter (where q.owner_id = ${accountId}) as mine,
      count(*) filter (where q.safety_blocked_at is not null and q.safety_released_at is null) as blocked,
      count(*) filter (where q.state = 'offered' and q.waiting_since is not null) as offered_waiting
    from placement.request q where q.state <> 'closed' group by q.state`.execute(tx);
  const counts: Record<string, number> = { open: 0, mine: 0, blocked: 0, proposals: await countProposals(tx) };
  for (const row of rows) {
    counts[row.state] = (counts[row.state] ?? 0) + row.n;
    // whoever is being offered something from the list stands on it still
    if (row.offered_waiting > 0) counts.waiting = (counts.waiting ?? 0) + row.offered_waiting;
    counts.open = (counts.open ?? 0) + row.n;
    counts.mine = (counts.mine ?? 0) + row.mine;
    counts.blocked = (counts.blocked ?? 0) + row.blocked;
  }
  return counts;
}

/** Places that are held for a call-back, or wait for somebody to make one. */
async function countProposals(tx: Tx): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(distinct place_id) as n from placement.waiting_offer
    where state = 'held' or (state = 'proposed' and rank = 1)`.execute(tx);
  return rows[0]?.n ?? 0;
}

export interface HoldRow {
  slot_id: string;
  practitioner_id: string;
  place_id: string | null;
  held_by: string;
  holder_name: string | null;
  held_until: Temporal.Instant;
  held_extended: boolean;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
}

export async function findHold(tx: Tx, requestId: string): Promise<HoldRow | undefined> {
  const { rows } = await sql<HoldRow>`
    select s.id as slot_id, s.practitioner_id, p.id as place_id, s.held_by, coalesce(a.desk_label || ' (' || a.name || ')', a.name) as holder_name, s.held_until, s.held_extended, s.starts_at, s.ends_at
    from scheduling.slot s left join directory.place p on p.held_for = s.held_for and p.state = 'held' left join access.account a on a.id = s.held_by
    where s.held_for = ${requestId} and s.state = 'held'`.execute(tx);
  return rows[0];
}

export interface BookingRow {
  id: string;
  practitioner_id: string;
  name: string;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  kind: string;
  state: string;
  place_id: string | null;
  place_state: string | null;
  allocation_id: string | null;
  street: string | null;
  postal_code: string | null;
  place: string | null;
}

/** The request's appointment that counts: the live one, else the latest. */
export async function findBooking(tx: Tx, requestId: string): Promise<BookingRow | undefined> {
  const { rows } = await sql<BookingRow>`
    select a.id, a.practitioner_id, r.name, a.starts_at, a.ends_at, a.kind, a.state, a.place_id, p.state as place_state, l.id as allocation_id, o.street, o.postal_code, o.place
    from scheduling.appointment a join directory.practitioner r on r.id = a.practitioner_id
    left join directory.place p on p.id = a.place_id left join placement.allocation l on l.request_id = a.request_id and l.ended_at is null
    left join directory.location o on o.id = a.location_id
    where a.request_id = ${requestId} order by (a.state = 'booked') desc, a.starts_at desc limit 1`.execute(tx);
  return rows[0];
}

export async function appendSnapshot(
  tx: Tx,
  row: { id: string; requestId: string; at: Temporal.Instant; ruleVersion: number; seen: unknown; said: unknown },
): Promise<void> {
  await sql`insert into placement.fit_snapshot (id, request_id, at, rule_version, seen, said)
    values (${row.id}, ${row.requestId}, ${row.at.toString()}, ${row.ruleVersion}, ${JSON.stringify(row.seen)}, ${JSON.stringify(row.said)})`.execute(
    tx,
  );
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** Other appointments of a request that are still to come. */
export async function countLive(tx: Tx, requestId: string, except: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from scheduling.appointment where request_id = ${requestId} and id <> ${except} and state = 'booked'`.execute(tx);
  return rows[0]?.n ?? 0;
}

/** Sessions of a request that took place. */
export async function countAttended(tx: Tx, requestId: string): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from scheduling.appointment where request_id = ${requestId} and state = 'attended'`.execute(tx);
  return rows[0]?.n ?? 0;
}

export interface UndecidedRow {
  id: string;
  request_id: string;
  person_id: string;
  practitioner_id: string;
  trial_at: Temporal.Instant;
  birth_date: string | null;
  sessions: number;
  last_session: Temporal.Instant | null;
}

/** Trials without a decision (PL9). */
export async function selectUndecided(tx: Tx): Promise<UndecidedRow[]> {
  const { rows } = await sql<UndecidedRow>`
    select l.id, l.request_id, l.person_id, l.practitioner_id, l.trial_at, p.birth_date,
      (select count(*) from scheduling.appointment a where a.request_id = l.request_id and a.kind = 'TRIAL' and a.state = 'attended') as sessions,
      (select max(a.starts_at) from scheduling.appointment a where a.request_id = l.request_id and a.kind = 'TRIAL' and a.state = 'attended') as last_session
    from placement.allocation l join people.person p on p.id = l.person_id
    where l.ended_at is null and l.started_at is null and l.trial_at is not null`.execute(tx);
  return rows;
}

/** A moved first appointment: place, acknowledgement, the request's next step and what comes of it speak of its successor (AP6). */
export async function followMove(tx: Tx, appointmentId: string, successorId: string): Promise<void> {
  await tx
    .updateTable('placement.allocation')
    .set({ first_appointment_id: successorId })
    .where('first_appointment_id', '=', appointmentId)
    .execute();
  await tx
    .updateTable('placement.acknowledgement')
    .set({ appointment_id: successorId })
    .where('appointment_id', '=', appointmentId)
    .execute();
  await sql`update placement.request q set next_step_at = a.ends_at, version = q.version + 1
    from scheduling.appointment a, placement.allocation l
    where a.id = ${successorId} and q.id = a.request_id and q.state = 'placed'
      and l.request_id = q.id and l.first_appointment_id = a.id and l.ended_at is null and l.trial_at is null`.execute(tx);
}

/** Whose requests these are. */
export async function personsOf(tx: Tx, requestIds: readonly string[]): Promise<Map<string, string>> {
  if (requestIds.length === 0) return new Map();
  const rows = await tx
    .selectFrom('placement.request')
    .select(['id', 'person_id'])
    .where('id', 'in', [...requestIds])
    .execute();
  return new Map(rows.map(({ id, person_id }) => [id, person_id]));
}

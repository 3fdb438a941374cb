import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export interface PromisedRow {
  id: string;
  person_id: string;
  request_id: string;
  practitioner_id: string;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  state: string;
  /** Where its holidays are: of the room, else of the practice's first one. */
  federal_state: string | null;
  /** Where to cancel: as the cancellation rule says, else the practice's telephone. */
  contact: string | null;
}

/** An appointment with what its messages say. */
export async function findPromised(tx: Tx, id: string): Promise<PromisedRow | undefined> {
  const { rows } = await sql<PromisedRow>`select a.id, a.person_id, a.request_id, a.practitioner_id, a.starts_at, a.ends_at, a.state,
      coalesce(l.state, (select o.state from directory.location o where o.organisation_id = r.organisation_id order by o.id limit 1)) as federal_state,
      coalesce((select c.contact from placement.cancellation_policy c where c.practitioner_id = a.practitioner_id and c.valid_from <= a.booked_at
        order by c.policy_version desc limit 1), r.phone) as contact
    from scheduling.appointment a join directory.practitioner r on r.id = a.practitioner_id
    left join directory.location l on l.id = a.location_id where a.id = ${id}`.execute(tx);
  return rows[0];
}

/** The person's appointments that are still to come. */
export async function selectPromised(tx: Tx, personId: string, now: Temporal.Instant): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from scheduling.appointment
    where person_id = ${personId} and state = 'booked' and starts_at > ${now.toString()} order by starts_at limit 200`.execute(tx);
  return rows.map(({ id }) => id);
}

/** The request that a message is about: its appointment's, itself, else the person's newest. */
export async function findRequestOf(tx: Tx, cause: { kind: string; id: string }, personId: string): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`select q.id from placement.request q where q.person_id = ${personId}
    order by (q.id = ${cause.id} or exists (select 1 from scheduling.appointment a where a.id = ${cause.id} and a.request_id = q.id)) desc, q.id desc
    limit 1`.execute(tx);
  return rows[0]?.id;
}

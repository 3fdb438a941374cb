import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** The policy of a practitioner that holds at a time: the newest valid one. */
export async function findPolicyRow(tx: Tx, practitionerId: string, at: Temporal.Instant) {
  return tx
    .selectFrom('placement.cancellation_policy')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('valid_from', '<=', at)
    .orderBy('policy_version', 'desc')
    .limit(1)
    .executeTakeFirst();
}
export type PolicyRecord = NonNullable<Awaited<ReturnType<typeof findPolicyRow>>>;

export function getPolicyRow(tx: Tx, id: string) {
  return tx.selectFrom('placement.cancellation_policy').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
}

export interface PractitionerRow {
  id: string;
  name: string;
  title: string | null;
  gender: string | null;
  profession: string;
  phone: string | null;
  about: string | null;
  without_policy_allowed: boolean;
  organisation_name: string;
}

export async function findPractitioner(tx: Tx, id: string): Promise<PractitionerRow | undefined> {
  return tx
    .selectFrom('directory.practitioner as r')
    .innerJoin('directory.organisation as o', 'o.id', 'r.organisation_id')
    .select([
      'r.id',
      'r.name',
      'r.title',
      'r.gender',
      'r.profession',
      'r.phone',
      'r.about',
      'r.without_policy_allowed',
      'o.name as organisation_name',
    ])
    .where('r.id', '=', id)
    .executeTakeFirst();
}

export interface LocationRow {
  id: string;
  street: string;
  postal_code: string;
  place: string;
  state: string;
  directions: string | null;
  access: Record<string, string>;
}

export async function findLocationOfPlace(tx: Tx, placeId: string): Promise<LocationRow | undefined> {
  const { rows } = await sql<LocationRow>`select l.id, l.street, l.postal_code, l.place, l.state, l.directions, l.access
    from directory.place p join directory.location l on l.id = p.location_id where p.id = ${placeId}`.execute(tx);
  return rows[0];
}

export interface SlotRow {
  id: string;
  version: number;
  starts_at: Temporal.Instant;
  ends_at: Temporal.Instant;
  kinds: string[];
  modality: string;
  state: string;
  held_for: string | null;
  held_until: Temporal.Instant | null;
}

/** Slots of a place's practitioner in a span: free ones, held ones, and taken times without a word about whom. */
export async function selectSlots(
  tx: Tx,
  practitionerId: string,
  placeId: string,
  from: Temporal.Instant,
  to: Temporal.Instant,
): Promise<SlotRow[]> {
  const { rows } = await sql<SlotRow>`
    select id, version, starts_at, ends_at, kinds, modality, state, held_for, held_until from scheduling.slot
    where live and practitioner_id = ${practitionerId} and (place_id is null or place_id = ${placeId})
      and starts_at >= ${from.toString()} and starts_at < ${to.toString()} and state in ('free', 'held', 'booked', 'blocked')
    order by starts_at limit 200`.execute(tx);
  return rows;
}

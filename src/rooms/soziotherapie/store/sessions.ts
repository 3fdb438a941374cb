import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Booked } from '../rules/overlap.ts';

export function findSession(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.session').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockSession(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.session').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export type SessionRecord = NonNullable<Awaited<ReturnType<typeof lockSession>>>;

export function findEpisode(tx: Tx, id: string) {
  return tx
    .selectFrom('soziotherapie.episode')
    .select(['id', 'person_id', 'organisation_id', 'practitioner_id', 'state'])
    .where('id', '=', id)
    .executeTakeFirst();
}
export type EpisodeRecord = NonNullable<Awaited<ReturnType<typeof findEpisode>>>;

const listed = (tx: Tx) =>
  tx
    .selectFrom('soziotherapie.session as s')
    .leftJoin('directory.practitioner as p', 'p.id', 's.practitioner_id')
    .selectAll('s')
    .select('p.name as practitioner_name')
    .select((eb) =>
      eb
        .selectFrom('soziotherapie.session_note as n')
        .whereRef('n.session_id', '=', 's.id')
        .select((count) => count.fn.countAll<number>().as('notes'))
        .as('notes'),
    );
export type ListedSession = Awaited<ReturnType<typeof selectOfEpisode>>[number];

/** All of an episode, newest first. */
export function selectOfEpisode(tx: Tx, episodeId: string, from?: string, to?: string) {
  let query = listed(tx).where('s.episode_id', '=', episodeId);
  if (from) query = query.where('s.day', '>=', from);
  if (to) query = query.where('s.day', '<=', to);
  return query.orderBy('s.start_local', 'desc').orderBy('s.id').limit(500).execute();
}

export function findListed(tx: Tx, id: string) {
  return listed(tx).where('s.id', '=', id).executeTakeFirst();
}

export function selectListed(tx: Tx, ids: readonly string[]) {
  return listed(tx)
    .where('s.id', 'in', [...ids])
    .execute();
}

/** How they count now. */
export async function selectParts(tx: Tx, ids: readonly string[]) {
  if (ids.length === 0) return [];
  return tx
    .selectFrom('soziotherapie.session_part')
    .select(['session_id', 'prescription_id', 'status', 'because', 'minutes'])
    .where('session_id', 'in', [...ids])
    .where('live', '=', true)
    .orderBy('position')
    .execute();
}
export type PartRecord = Awaited<ReturnType<typeof selectParts>>[number];

export interface NewSession {
  id: string;
  episode: Pick<EpisodeRecord, 'id' | 'person_id' | 'organisation_id'>;
  practitionerId: string;
  group?: { groupId: string; meetingId: string; coPractitionerId: string | null };
  start: string;
  end: string;
  day: string;
  startsAt: Temporal.Instant;
  endsAt: Temporal.Instant;
  minutes: number;
  placeKind: string;
  addressSealed: Buffer | null;
  at: Temporal.Instant;
  by: string | null;
}

export async function appendSession(tx: Tx, row: NewSession): Promise<SessionRecord> {
  return tx
    .insertInto('soziotherapie.session')
    .values({
      id: row.id,
      person_id: row.episode.person_id,
      organisation_id: row.episode.organisation_id,
      episode_id: row.episode.id,
      practitioner_id: row.practitionerId,
      setting: row.group ? 'group' : 'single',
      group_id: row.group?.groupId ?? null,
      group_session_id: row.group?.meetingId ?? null,
      co_practitioner_id: row.group?.coPractitionerId ?? null,
      state: 'PLANNED',
      start_local: row.start,
      end_local: row.end,
      day: row.day,
      starts_at: row.startsAt,
      ends_at: row.endsAt,
      minutes: row.minutes,
      place_kind: row.placeKind,
      address_sealed: row.addressSealed,
      created_at: row.at,
      created_by: row.by,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
}

export type SessionChange = Partial<Omit<SessionRecord, 'id' | 'version' | 'person_id' | 'span' | 'takes_place'>>;

/** Writes columns; another version for everybody who looks at it. */
export async function updateSession(tx: Tx, id: string, change: SessionChange): Promise<SessionRecord> {
  return tx
    .updateTable('soziotherapie.session')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

/** What a helper or a client already has around a time, also where the asker does not know the other person. */
export async function selectBusy(
  tx: Tx,
  asked: { organisationId: string; practitionerId: string; personId: string; from: string; to: string },
): Promise<Booked[]> {
  const { rows } = await sql<{
    id: string;
    practitioner_id: string;
    own_person: boolean;
    group_session_id: string | null;
    co_led: boolean;
    start_local: string;
    end_local: string;
    place_kind: string | null;
  }>`select * from app.busy_in_practice(${asked.organisationId}, ${asked.practitionerId}, ${asked.personId}, ${asked.from}, ${asked.to})`.execute(
    tx,
  );
  return rows.map((row) => ({
    id: row.id,
    therapistId: row.practitioner_id,
    personId: row.own_person ? asked.personId : '',
    start: row.start_local,
    end: row.end_local,
    ...(row.group_session_id ? { groupId: row.group_session_id } : {}),
    coLed: row.co_led,
    place: placeOf(row.place_kind, row.own_person ? asked.personId : row.id),
  }));
}

/** Two visits at home are at two places, two in the practice are not. */
export const placeOf = (kind: string | null, whose: string): string => (kind === 'practice' ? 'practice' : `${kind} ${whose}`);

/** States of what took place or should have, newest first, without what was cancelled in time. */
export async function selectLatestStates(tx: Tx, episodeId: string, until: string, most: number): Promise<string[]> {
  const rows = await tx
    .selectFrom('soziotherapie.session')
    .select('state')
    .where('episode_id', '=', episodeId)
    .where('start_local', '<=', until)
    .where('state', 'not in', ['PLANNED', 'CONFIRMED', 'CANCELLED_PATIENT', 'CANCELLED_PROVIDER'])
    .orderBy('start_local', 'desc')
    .limit(most)
    .execute();
  return rows.map(({ state }) => state);
}

export function selectNursing(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.parallel_care')
    .select(['id', 'from_on', 'to_on', 'details_sealed'])
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('kind', '=', 'pHKP')
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** The plans of an episode that all three signed: the one in force, and former ones. */
export function selectSignedPlans(tx: Tx, episodeIds: readonly string[]) {
  return tx
    .selectFrom('soziotherapie.care_plan')
    .select(['id', 'person_id', 'episode_id', 'state', 'sealed'])
    .where('episode_id', 'in', [...episodeIds])
    .where('state', 'in', ['agreed', 'replaced'])
    .execute();
}

export async function findPersonName(tx: Tx, personId: string): Promise<string | null> {
  const row = await tx.selectFrom('people.person').select(['given_name', 'family_name']).where('id', '=', personId).executeTakeFirst();
  return [row?.given_name, row?.family_name].filter(Boolean).join(' ') || null;
}

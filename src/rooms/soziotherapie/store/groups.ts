import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

const listed = (tx: Tx) =>
  tx
    .selectFrom('soziotherapie.therapy_group as g')
    .leftJoin('directory.practitioner as p', 'p.id', 'g.practitioner_id')
    .leftJoin('directory.practitioner as c', 'c.id', 'g.co_practitioner_id')
    .selectAll('g')
    .select(['p.name as practitioner_name', 'c.name as co_practitioner_name'])
    .select(sql<number>`app.group_seats_taken(g.id)`.as('taken'))
    .select((eb) => [
      eb
        .selectFrom('soziotherapie.group_member as m')
        .whereRef('m.group_id', '=', 'g.id')
        .where('m.left_at', 'is', null)
        .where('m.seated', '=', false)
        .select((count) => count.fn.countAll<number>().as('n'))
        .as('waiting'),
    ]);
export type GroupRecord = Awaited<ReturnType<typeof selectGroups>>[number];

export function selectGroups(tx: Tx, organisationId: string) {
  return listed(tx).where('g.organisation_id', '=', organisationId).orderBy('g.closed_at').orderBy('g.name').limit(200).execute();
}

export function findGroup(tx: Tx, id: string) {
  return listed(tx).where('g.id', '=', id).executeTakeFirst();
}

/** The group's row is what everybody locks who gives or takes a seat. */
export async function lockGroup(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.therapy_group').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export type LockedGroup = NonNullable<Awaited<ReturnType<typeof lockGroup>>>;

export async function seatsTaken(tx: Tx, groupId: string): Promise<number> {
  const { rows } = await sql<{ taken: number }>`select app.group_seats_taken(${groupId}) as taken`.execute(tx);
  return rows[0]?.taken ?? 0;
}

interface GroupFields {
  name: string;
  practitioner_id: string;
  co_practitioner_id: string | null;
  seats: number;
}

export async function appendGroup(tx: Tx, id: string, organisationId: string, fields: GroupFields): Promise<void> {
  await tx
    .insertInto('soziotherapie.therapy_group')
    .values({ id, organisation_id: organisationId, ...fields })
    .execute();
}

export async function updateGroup(tx: Tx, id: string, fields: GroupFields & { closed_at: Temporal.Instant | null }): Promise<number> {
  const row = await tx
    .updateTable('soziotherapie.therapy_group')
    .set((eb) => ({ ...fields, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Meetings ahead are led by this second one from now on. */
export async function updateCoLeader(tx: Tx, groupId: string, coPractitionerId: string | null, from: string): Promise<void> {
  await tx
    .updateTable('soziotherapie.session')
    .set((eb) => ({ co_practitioner_id: coPractitionerId, version: eb('version', '+', 1) }))
    .where('group_id', '=', groupId)
    .where('setting', '=', 'group')
    .where('state', 'in', ['PLANNED', 'CONFIRMED'])
    .where('start_local', '>=', from)
    .execute();
}

/** Who has a seat and who waits, in the order of joining. */
export function selectMembers(tx: Tx, groupId: string) {
  return tx
    .selectFrom('soziotherapie.group_member as m')
    .innerJoin('soziotherapie.episode as e', 'e.id', 'm.episode_id')
    .leftJoin('people.person as p', 'p.id', 'm.person_id')
    .selectAll('m')
    .select(['p.given_name', 'p.family_name', 'e.practitioner_id as helper_id', 'e.state as episode_state'])
    .where('m.group_id', '=', groupId)
    .where('m.left_at', 'is', null)
    .orderBy('m.joined_at')
    .orderBy('m.id')
    .execute();
}
export type MemberRecord = Awaited<ReturnType<typeof selectMembers>>[number];

export async function appendMember(
  tx: Tx,
  member: {
    id: string;
    groupId: string;
    personId: string;
    organisationId: string;
    episodeId: string;
    seated: boolean;
    at: Temporal.Instant;
    by: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.group_member')
    .values({
      id: member.id,
      group_id: member.groupId,
      person_id: member.personId,
      organisation_id: member.organisationId,
      episode_id: member.episodeId,
      joined_at: member.at,
      seated: member.seated,
      set_by: member.by,
    })
    .execute();
}

export async function updateMember(tx: Tx, id: string, change: { seated?: boolean; left_at?: Temporal.Instant }): Promise<void> {
  await tx
    .updateTable('soziotherapie.group_member')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** All sessions of the meetings of a group; the asker's clients only, by row-level security. */
export function selectMeetings(tx: Tx, groupId: string, from: string) {
  return tx
    .selectFrom('soziotherapie.session')
    .select(['id', 'group_session_id', 'person_id', 'state', 'takes_place', 'start_local', 'end_local', 'setting'])
    .where('group_id', '=', groupId)
    .where('group_session_id', 'is not', null)
    .where('start_local', '>=', from)
    .orderBy('start_local')
    .limit(1500)
    .execute();
}
export type MeetingRecord = Awaited<ReturnType<typeof selectMeetings>>[number];

export function selectMeeting(tx: Tx, meetingId: string) {
  return tx
    .selectFrom('soziotherapie.session as s')
    .leftJoin('people.person as p', 'p.id', 's.person_id')
    .selectAll('s')
    .select(['p.given_name', 'p.family_name'])
    .where('s.group_session_id', '=', meetingId)
    .orderBy('p.family_name')
    .orderBy('s.id')
    .execute();
}

/** Whoever leads a group is a deputy of its members while they have a seat. */
export async function relateLeader(
  tx: Tx,
  relation: { id: string; personId: string; organisationId: string; practitionerId: string; episodeId: string; at: Temporal.Instant },
): Promise<void> {
  const { id, personId, organisationId, practitionerId, episodeId, at } = relation;
  await sql`select app.relate_service(${id}, null, ${personId}, ${organisationId}, ${practitionerId}, 'substitute', 'group', ${episodeId}, ${at.toString()})`.execute(
    tx,
  );
}

export async function endLeader(tx: Tx, episodeId: string, practitionerId: string, at: Temporal.Instant): Promise<void> {
  await sql`select app.end_service(${episodeId}, ${practitionerId}, false, ${at.toString()})`.execute(tx);
}

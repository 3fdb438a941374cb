import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { violatedConstraint } from '#platform/database.ts';
import { record } from '#platform/events.ts';
import { Versioned } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import type { GroupWish } from '../contract/groups.ts';
import { judgeGroupBooking } from '../rules/group.ts';
import * as store from '../store/groups.ts';
import { lockSession } from '../store/sessions.ts';
import { ownOrganisation, parametersFor } from './practice.ts';
import { lockContingent } from './reckon.ts';
import { accountId, nowLocal } from './session-step.ts';
import { getRunning, insistHelperOfPractice, movePlainly } from './sessions.ts';

type Read = Permit<'soziotherapie.read'>;

export const meetingsOf = (rows: readonly store.MeetingRecord[]) => {
  const meetings = Map.groupBy(rows, ({ group_session_id }) => group_session_id ?? '');
  return [...meetings].map(([id, sessions]) => {
    const booked = sessions.filter(({ takes_place }) => takes_place);
    const present = booked.filter(({ state }) => state !== 'PLANNED' && state !== 'CONFIRMED');
    const [first] = sessions;
    return {
      id,
      start: first?.start_local ?? '',
      end: first?.end_local ?? '',
      booked: booked.length,
      present: present.length,
      undecided: booked.length === 1 && present.length === 1 && sessions.length > 1,
    };
  });
};

function groupRow(row: store.GroupRecord, nextMeeting: string | null) {
  return {
    id: row.id,
    version: row.version,
    name: row.name,
    practitionerId: row.practitioner_id,
    practitioner: row.practitioner_name,
    coPractitionerId: row.co_practitioner_id,
    coPractitioner: row.co_practitioner_name,
    seats: row.seats,
    members: row.taken,
    waiting: Number(row.waiting ?? 0),
    nextMeeting,
    closed: row.closed_at !== null,
  };
}

const nextOf = (rows: readonly store.MeetingRecord[]) => rows.find(({ takes_place }) => takes_place)?.start_local ?? null;

export async function listGroups(call: Call, _permit: Read) {
  const rows = await store.selectGroups(call.tx, ownOrganisation(call));
  const groups = [];
  for (const row of rows) groups.push(groupRow(row, nextOf(await store.selectMeetings(call.tx, row.id, nowLocal(call)))));
  return { groups };
}

export async function getGroup(call: Call, _permit: Read, id: string) {
  const row = await store.findGroup(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const members = await store.selectMembers(call.tx, id);
  const since = Temporal.PlainDateTime.from(nowLocal(call)).subtract({ months: 3 }).toString({ smallestUnit: 'minute' });
  const meetings = await store.selectMeetings(call.tx, id, since);
  const waiting = members.filter(({ seated }) => !seated);
  const ahead = meetings.filter(({ start_local }) => start_local >= nowLocal(call));
  return new Versioned(row.version, {
    ...groupRow(row, nextOf(ahead)),
    memberList: members.map((member) => ({
      episodeId: member.episode_id,
      personId: member.person_id,
      name: [member.given_name, member.family_name].filter(Boolean).join(' ') || null,
      waitingPlace: member.seated ? null : waiting.indexOf(member) + 1,
      since: member.joined_at.toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString(),
    })),
    meetings: meetingsOf(meetings),
  });
}

const fieldsOf = ({ name, practitionerId, coPractitionerId, seats }: GroupWish) => ({
  name,
  practitioner_id: practitionerId,
  co_practitioner_id: coPractitionerId ?? null,
  seats,
});

/** Whoever leads, alone or with another, is a helper of one's own practice; two are two. */
async function insistLeaders(call: Call, { practitionerId, coPractitionerId }: GroupWish): Promise<void> {
  await insistHelperOfPractice(call, practitionerId);
  await insistHelperOfPractice(call, coPractitionerId ?? undefined);
  if (coPractitionerId === practitionerId) throw new Refusal('co-leader-is-leader');
}

export async function openGroup(call: Call, _permit: Read, wish: GroupWish) {
  const organisationId = ownOrganisation(call);
  await insistLeaders(call, wish);
  const id = call.newId();
  await store.appendGroup(call.tx, id, organisationId, fieldsOf(wish));
  await record(call, {
    action: 'soziotherapie.group.opened',
    kind: 'C',
    object: ['group', id],
    data: { organisationId, practitionerId: wish.practitionerId },
  });
  return { id, version: 1 };
}

export async function changeGroup(
  call: Call,
  _permit: Read,
  id: string,
  version: number | undefined,
  wish: GroupWish & { closed?: boolean | undefined },
) {
  const row = await store.lockGroup(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  await insistLeaders(call, wish);
  const taken = await store.seatsTaken(call.tx, id);
  if (wish.seats < taken) throw new Refusal('group-seats-taken', { facts: { taken } });
  const closedAt = wish.closed === undefined ? row.closed_at : wish.closed ? (row.closed_at ?? call.now) : null;
  const after = await store.updateGroup(call.tx, id, { ...fieldsOf(wish), closed_at: closedAt });
  const leaders = [wish.practitionerId, wish.coPractitionerId ?? null];
  await handOver(call, row, leaders);
  if (wish.coPractitionerId !== row.co_practitioner_id) await changeCoLeader(call, row, wish.coPractitionerId ?? null);
  await record(call, {
    action: 'soziotherapie.group.changed',
    kind: 'U',
    object: ['group', id],
    data: { organisationId: row.organisation_id, closed: closedAt !== null },
  });
  return { id, version: after };
}

/** Others lead: they see the members from now on, and who led until now only those whom she accompanies herself. */
async function handOver(call: Call, row: store.LockedGroup, after: readonly (string | null)[]): Promise<void> {
  const before = [row.practitioner_id, row.co_practitioner_id];
  const gone = before.filter((one) => one !== null && !after.includes(one)) as string[];
  const added = after.filter((one) => one !== null && !before.includes(one)) as string[];
  if (gone.length + added.length === 0) return;
  for (const member of (await store.selectMembers(call.tx, row.id)).filter(({ seated }) => seated)) {
    for (const former of gone) if (member.helper_id !== former) await store.endLeader(call.tx, member.episode_id, former, call.now);
    for (const practitionerId of added) await relateOne(call, practitionerId, member);
  }
}

/** What is planned is led by the new second one, or by nobody beside the leader. Refuses "co-leader-overlap" where she has something else. */
async function changeCoLeader(call: Call, row: store.LockedGroup, coPractitionerId: string | null): Promise<void> {
  await store.updateCoLeader(call.tx, row.id, coPractitionerId, nowLocal(call)).catch((fault: unknown) => {
    throw violatedConstraint(fault) === 'session_practitioner_overlap' ? new Refusal('co-leader-overlap') : fault;
  });
}

interface Who {
  episode_id: string;
  person_id: string;
  organisation_id: string;
  helper_id: string | null;
}

/** Leaders who do not accompany the client themselves become her deputies for the group. */
export async function relate(call: Call, group: { practitioner_id: string; co_practitioner_id: string | null }, who: Who): Promise<void> {
  await relateOne(call, group.practitioner_id, who);
  if (group.co_practitioner_id !== null) await relateOne(call, group.co_practitioner_id, who);
}

async function relateOne(call: Call, practitionerId: string, who: Who): Promise<void> {
  if (who.helper_id === practitionerId) return;
  await store.relateLeader(call.tx, {
    id: call.newId(),
    personId: who.person_id,
    organisationId: who.organisation_id,
    practitionerId,
    episodeId: who.episode_id,
    at: call.now,
  });
}

export async function getOpenGroup(call: Call, id: string): Promise<store.LockedGroup> {
  const group = await store.lockGroup(call.tx, id);
  if (!group) throw new Refusal('not-found');
  if (group.closed_at !== null) throw new Refusal('group-closed');
  return group;
}

/** R19: a seat where one is free, otherwise the group's waiting list. */
export async function joinGroup(call: Call, _permit: Read, id: string, episodeId: string) {
  const group = await getOpenGroup(call, id);
  const episode = await getRunning(call, episodeId);
  const members = await store.selectMembers(call.tx, id);
  if (members.some((member) => member.episode_id === episodeId)) throw new Refusal('group-member-already');
  const p = await parametersFor(call, group.organisation_id);
  const seated = judgeGroupBooking(await store.seatsTaken(call.tx, id), { groupMax: Math.min(p.groupMax, group.seats) }).ok;
  const base = { personId: episode.person_id, organisationId: episode.organisation_id, episodeId };
  await store.appendMember(call.tx, { id: call.newId(), groupId: id, ...base, seated, at: call.now, by: accountId(call) });
  if (seated) await relate(call, group, { ...episode, episode_id: episode.id, helper_id: episode.practitioner_id });
  await tellMember(call, group, episode, 'joined', seated);
  return { id, waitingPlace: seated ? null : members.filter((member) => !member.seated).length + 1 };
}

/** Gives the seat back; the next of the waiting list gets it. What is planned of the group for her is called off. */
export async function leaveGroup(call: Call, _permit: Read, id: string, episodeId: string) {
  const group = await store.lockGroup(call.tx, id);
  if (!group) throw new Refusal('not-found');
  const members = await store.selectMembers(call.tx, id);
  const member = members.find((one) => one.episode_id === episodeId);
  if (!member) throw new Refusal('not-found');
  await callOff(call, group.id, member);
  await store.updateMember(call.tx, member.id, { left_at: call.now });
  await tellMember(call, group, { id: episodeId, person_id: member.person_id }, 'left', member.seated);
  const next = member.seated ? members.find(({ seated, episode_state }) => !seated && episode_state !== 'CLOSED') : undefined;
  if (next) {
    await store.updateMember(call.tx, next.id, { seated: true });
    await relate(call, group, next);
    await tellMember(call, group, { id: next.episode_id, person_id: next.person_id }, 'joined', true);
  }
  if (member.seated && member.helper_id !== group.practitioner_id)
    await store.endLeader(call.tx, episodeId, group.practitioner_id, call.now);
  return { id, movedUp: next?.episode_id ?? null };
}

async function callOff(call: Call, groupId: string, member: store.MemberRecord): Promise<void> {
  const ahead = await store.selectMeetings(call.tx, groupId, nowLocal(call));
  const own = ahead.filter(({ person_id, state }) => person_id === member.person_id && (state === 'PLANNED' || state === 'CONFIRMED'));
  if (own.length === 0) return;
  await lockContingent(call, member.person_id);
  for (const { id } of own) {
    const row = await lockSession(call.tx, id);
    if (row) await movePlainly(call, row, 'cancel-by-client', 'Gruppe verlassen');
  }
}

async function tellMember(
  call: Call,
  group: store.LockedGroup,
  episode: { id: string; person_id: string },
  what: 'joined' | 'left',
  seated: boolean,
): Promise<void> {
  const { organisationId } = accountOf(call);
  await record(call, {
    action: `soziotherapie.group-member.${what}`,
    kind: 'U',
    object: ['group', group.id],
    personId: episode.person_id,
    data: { organisationId, episodeId: episode.id, practitionerId: group.practitioner_id, seated },
  });
}

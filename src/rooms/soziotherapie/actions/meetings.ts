import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Warning } from '../contract/sessions.ts';
import type { LocalTime } from '../rules/calendar.ts';
import { judgeGroupBooking, judgeGroupSize } from '../rules/group.ts';
import { SESSION_UNLISTED, type SessionState } from '../rules/life/session.ts';
import type { PlaceKind } from '../rules/note.ts';
import { judgeOverlap } from '../rules/overlap.ts';
import * as store from '../store/groups.ts';
import { findEpisode, selectBusy } from '../store/sessions.ts';
import { getOpenGroup, meetingsOf, relate } from './groups.ts';
import { parametersFor } from './practice.ts';
import { lockContingent } from './reckon.ts';
import { openBook } from './reckon-question.ts';
import { judgeAhead, timesOf } from './session-judge.ts';
import { insistListed, insistOn, lockForStep } from './session-step.ts';
import { appendPlanned, attempt, getRunning, reschedule } from './sessions.ts';

type Read = Permit<'soziotherapie.read'>;
type MeetingSession = Awaited<ReturnType<typeof store.selectMeeting>>[number];

export interface MeetingWish {
  start: LocalTime;
  end: LocalTime;
  placeKind: PlaceKind;
  episodeIds?: string[] | undefined;
  weeks: number;
}
export interface Times {
  start: LocalTime;
  end: LocalTime;
}

const nameOf = (row: { given_name: string | null; family_name: string | null }) =>
  [row.given_name, row.family_name].filter(Boolean).join(' ') || null;
/** Everybody takes the contingents of several people in the same order. */
export async function lockAll(call: Call, personIds: readonly string[]): Promise<void> {
  for (const id of [...new Set(personIds)].sort()) await lockContingent(call, id);
}

/** Plans a meeting, or one a week, of two to twelve (R19). Each participant has a session and cover of her own. */
export async function planMeeting(call: Call, _permit: Read, groupId: string, wish: MeetingWish) {
  const group = await getOpenGroup(call, groupId);
  const seated = (await store.selectMembers(call.tx, groupId)).filter(
    ({ seated: has, episode_state }) => has && episode_state !== 'CLOSED',
  );
  const members = wish.episodeIds ? seated.filter(({ episode_id }) => wish.episodeIds?.includes(episode_id)) : seated;
  if (wish.episodeIds && members.length < new Set(wish.episodeIds).size) throw new Refusal('not-found');
  const p = await parametersFor(call, group.organisation_id);
  insistOn(judgeGroupSize(members.length, p));
  await lockAll(
    call,
    members.map(({ person_id }) => person_id),
  );
  const meetings: { id: string; start: LocalTime; booked: number; refused: string | null }[] = [];
  const warnings: (Warning & { episodeId: string })[] = [];
  const somebody = members[0]?.person_id ?? '';
  for (let week = 0; week < wish.weeks; week += 1) {
    const later = (time: LocalTime) => Temporal.PlainDateTime.from(time).add({ weeks: week }).toString({ smallestUnit: 'minute' });
    const times = { start: later(wish.start), end: later(wish.end) };
    const id = call.newId();
    try {
      const booked = await attempt(call, somebody, () => planOneMeeting(call, group, id, members, times, wish.placeKind, p));
      meetings.push({ id, start: times.start, booked: booked.count, refused: null });
      warnings.push(...booked.warnings);
    } catch (fault) {
      if (!(fault instanceof Refusal) || wish.weeks === 1) throw fault;
      meetings.push({ id, start: times.start, booked: 0, refused: fault.code });
    }
  }
  return { meetings, warnings };
}

async function planOneMeeting(
  call: Call,
  group: store.LockedGroup,
  meetingId: string,
  members: readonly store.MemberRecord[],
  times: Times,
  placeKind: PlaceKind,
  p: { groupMin: number; groupMax: number },
) {
  const warnings: (Warning & { episodeId: string })[] = [];
  await insistCoLeaderFree(call, group.co_practitioner_id, { id: meetingId, ...times, organisationId: group.organisation_id });
  let count = 0;
  for (const member of members) {
    const { ok, told } = await bookOne(call, group, meetingId, member, times, placeKind);
    if (ok) count += 1;
    warnings.push(...told.map((warning) => ({ ...warning, episodeId: member.episode_id })));
  }
  insistOn(judgeGroupSize(count, p));
  await record(call, {
    action: 'soziotherapie.meeting.planned',
    kind: 'C',
    object: ['meeting', meetingId],
    data: { organisationId: group.organisation_id, groupId: group.id, practitionerId: group.practitioner_id, booked: count },
  });
  return { count, warnings };
}

/** R26: the second who leads is nowhere else at that time either. */
async function insistCoLeaderFree(
  call: Call,
  coPractitionerId: string | null,
  meeting: Times & { id: string; organisationId: string },
): Promise<void> {
  if (coPractitionerId === null) return;
  const { id: groupId, start, end, organisationId } = meeting;
  const asked = { organisationId, practitionerId: coPractitionerId, personId: groupId, from: start, to: end };
  const led = { id: groupId, therapistId: coPractitionerId, personId: groupId, start, end, groupId };
  const judged = judgeOverlap(led, await selectBusy(call.tx, asked), { travelBufferMinutes: 0 });
  if (!judged.ok) throw new Refusal('co-leader-overlap', { facts: { ...judged.facts, rule: judged.rule, source: judged.source } });
}

/** Books one client. Where she has something else, she is left out and named; where the leader has, there is no meeting. */
async function bookOne(
  call: Call,
  group: store.LockedGroup,
  meetingId: string,
  member: Pick<store.MemberRecord, 'episode_id' | 'person_id' | 'organisation_id'>,
  times: Times,
  placeKind: PlaceKind,
): Promise<{ ok: boolean; told: Warning[]; sessionId?: string }> {
  const book = await openBook(call, member.person_id, member.organisation_id);
  const unit = {
    ...timesOf(times),
    setting: 'group' as const,
    meetingId,
    personId: member.person_id,
    organisationId: member.organisation_id,
    practitionerId: group.practitioner_id,
    placeKind,
  };
  const { busy, warnings } = await judgeAhead(call, unit, book);
  if (!busy.ok && busy.because === 'client-already-booked')
    return { ok: false, told: [{ code: busy.because, rule: busy.rule, source: busy.source, facts: { ...busy.facts } }] };
  insistOn(busy);
  const episode = await findEpisode(call.tx, member.episode_id);
  if (!episode) throw new Refusal('not-found');
  const row = await appendPlanned(call, episode, unit, undefined, {
    groupId: group.id,
    meetingId,
    coPractitionerId: group.co_practitioner_id,
  });
  return { ok: true, told: warnings, sessionId: row.id };
}

/** Another time for everybody who is still booked. Who has something else then must be taken out of the meeting first. */
export async function moveMeeting(call: Call, _permit: Read, meetingId: string, wish: Times & { placeKind?: PlaceKind | undefined }) {
  const { rows, first } = await getMeetingRows(call, meetingId);
  const booked = rows.filter(({ state }) => state === 'PLANNED' || state === 'CONFIRMED');
  if (booked.length === 0) throw new Refusal(SESSION_UNLISTED[first.state as SessionState], { facts: { state: first.state } });
  await lockAll(
    call,
    booked.map(({ person_id }) => person_id),
  );
  await insistCoLeaderFree(call, first.co_practitioner_id, { id: meetingId, ...wish, organisationId: first.organisation_id });
  const warnings: (Warning & { episodeId: string })[] = [];
  for (const { id, episode_id } of booked) {
    const row = await lockForStep(call, id);
    insistListed(call, row, 'cancel-by-provider');
    const told = await reschedule(call, row, wish);
    warnings.push(...told.warnings.map((warning) => ({ ...warning, episodeId: episode_id })));
  }
  return { id: meetingId, moved: booked.length, warnings };
}

/** The rows of a meeting, with the group that it is of. */
export async function getMeetingRows(call: Call, meetingId: string) {
  const rows = await store.selectMeeting(call.tx, meetingId);
  const groupId = rows[0]?.group_id;
  const group = groupId ? await store.findGroup(call.tx, groupId) : undefined;
  const [first] = rows;
  if (!first || !group) throw new Refusal('not-found');
  return { rows, first, group };
}

/** One more at a meeting that is planned already; the thirteenth is refused (R19). */
export async function bookMeeting(call: Call, _permit: Read, meetingId: string, episodeId: string) {
  const { first, group: seen } = await getMeetingRows(call, meetingId);
  const group = await getOpenGroup(call, seen.id);
  const episode = await getRunning(call, episodeId);
  await lockContingent(call, episode.person_id);
  const rows = await store.selectMeeting(call.tx, meetingId);
  const booked = rows.filter(({ takes_place }) => takes_place).length;
  const p = await parametersFor(call, group.organisation_id);
  const { seatsLeft } = insistOn(judgeGroupBooking(booked, { groupMax: Math.min(p.groupMax, group.seats) }));
  await relate(call, group, { ...episode, episode_id: episode.id, helper_id: episode.practitioner_id });
  const member = { episode_id: episode.id, person_id: episode.person_id, organisation_id: episode.organisation_id };
  const times = { start: first.start_local, end: first.end_local };
  const place = (first.place_kind as PlaceKind | null) ?? 'practice';
  const { ok, sessionId } = await attempt(call, episode.person_id, () => bookOne(call, group, meetingId, member, times, place));
  if (!ok || !sessionId) throw new Refusal('client-already-booked');
  return { id: meetingId, sessionId, seatsLeft };
}

export async function getMeeting(call: Call, _permit: Read, meetingId: string) {
  const { rows, first, group } = await getMeetingRows(call, meetingId);
  const [summary] = meetingsOf(rows);
  const participants = [];
  for (const row of rows) {
    const ahead = row.state === 'PLANNED' || row.state === 'CONFIRMED';
    participants.push({
      sessionId: row.id,
      version: row.version,
      episodeId: row.episode_id,
      personId: row.person_id,
      name: nameOf(row),
      state: row.state as SessionState,
      warnings: ahead ? await warningsOf(call, row) : [],
    });
  }
  const read = rows.map(({ id, person_id }) => ({ id, personId: person_id }));
  await recordReads(call, 'soziotherapie.meeting.read', 'session', read);
  return {
    id: meetingId,
    groupId: group.id,
    group: group.name,
    start: first.start_local,
    end: first.end_local,
    participants,
    present: summary?.present ?? 0,
    undecided: summary?.undecided ?? false,
  };
}

async function warningsOf(call: Call, row: MeetingSession): Promise<Warning[]> {
  const book = await openBook(call, row.person_id, row.organisation_id);
  const unit = {
    id: row.id,
    start: row.start_local,
    end: row.end_local,
    day: row.day,
    minutes: row.minutes,
    setting: 'group' as const,
    meetingId: row.group_session_id,
    personId: row.person_id,
    organisationId: row.organisation_id,
    practitionerId: row.practitioner_id,
    placeKind: row.place_kind ?? 'practice',
  };
  return (await judgeAhead(call, unit, book)).warnings;
}

import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { changeGroup, getGroup, joinGroup, leaveGroup, listGroups, openGroup } from './actions/groups.ts';
import { bookMeeting, getMeeting, type MeetingWish, moveMeeting, planMeeting } from './actions/meetings.ts';
import { decideMeeting, markPresence } from './actions/presence.ts';
import { moveSession, planSessions, rescheduleSession } from './actions/sessions.ts';
import { getSession } from './actions/sessions-read.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const { cast, clock } = stage;
afterAll(() => stage.close());
clock.turnTo('2026-05-18T08:00');

const open = async (name: string, who: 'weidner' | 'brueck' = 'weidner', seats = 12) => {
  const wish = { name, practitionerId: stage.helpers[who], seats };
  return (await cast.as('buero', (call, permit) => openGroup(call, permit('soziotherapie.read'), wish))).id;
};
const join = (id: string, one: Case, who: ServiceName = 'buero') =>
  cast.as(who, (call, permit) => joinGroup(call, permit('soziotherapie.read'), id, one.episodeId));
const plan = (id: string, wish: Partial<MeetingWish> & { start: string; end: string }, who: ServiceName = 'buero') =>
  cast.as(who, (call, permit) => planMeeting(call, permit('soziotherapie.read'), id, { placeKind: 'practice', weeks: 1, ...wish }));
const meeting = (id: string, who: ServiceName = 'weidner') =>
  cast.as(who, (call, permit) => getMeeting(call, permit('soziotherapie.read'), id));
const group = async (id: string, who: ServiceName = 'buero') =>
  (await cast.as(who, (call, permit) => getGroup(call, permit('soziotherapie.read'), id))).answer;
const present = async (id: string, start: string, end: string, came: (name: string | null) => boolean, who: ServiceName = 'weidner') => {
  const { participants } = await meeting(id, who);
  const wish = {
    start,
    end,
    placeKind: 'practice' as const,
    present: participants.filter(({ name }) => came(name)).map(({ sessionId }) => sessionId),
    absent: participants.filter(({ name }) => !came(name)).map(({ sessionId }) => ({ sessionId, event: 'mark-no-show' as const })),
  };
  return cast.as(who, (call, permit) => markPresence(call, permit('soziotherapie.care'), id, wish));
};
const clients = async (count: number, more: { groupAllowed?: boolean } = {}, helper: ServiceName = 'weidner') => {
  const all: Case[] = [];
  for (let at = 0; at < count; at += 1) {
    const one = await stage.openCase({ givenName: 'Olga', familyName: `Teilnehmerin ${at}`, helper });
    await putPrescription(stage, one, { issuedOn: '2026-05-04', approved: { units: 30, postedOn: '2026-05-04' }, ...more });
    all.push(one);
  }
  return all;
};
const openTasks = (kind: string) =>
  stage.look<{ object_id: string }>('select object_id from tasks.task where kind = $1 and done_at is null', kind);

describe('S15: a group', () => {
  test('twelve have seats, the thirteenth waits; eleven come, each with a session and cover of her own', async () => {
    const id = await open('Mittwochsgruppe');
    const all = await clients(13);
    for (const [at, one] of all.entries()) expect(await join(id, one)).toEqual({ id, waitingPlace: at === 12 ? 1 : null });
    expect(await codeOf(join(id, all[0] as Case))).toBe('group-member-already');
    const planned = await plan(id, { start: '2026-05-20T14:00', end: '2026-05-20T15:30' });
    expect(planned).toEqual({ meetings: [{ id: expect.any(String), start: '2026-05-20T14:00', booked: 12, refused: null }], warnings: [] });
    const meetingId = planned.meetings[0]?.id ?? '';
    const thirteenth = () =>
      cast.as('buero', (call, permit) => bookMeeting(call, permit('soziotherapie.read'), meetingId, all[12]?.episodeId ?? ''));
    expect(await codeOf(thirteenth())).toBe('group-full');
    // rule taken away: the database refuses
    const put = stage.admin.query(
      `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, group_id, group_session_id, state, start_local, end_local, day, starts_at, ends_at, minutes, created_at)
       select gen_random_uuid(), $2, organisation_id, $3, practitioner_id, setting, group_id, group_session_id, state, start_local, end_local, day, starts_at, ends_at, minutes, created_at
       from soziotherapie.session where group_session_id = $1 limit 1`,
      [meetingId, all[12]?.personId, all[12]?.episodeId],
    );
    await expect(put).rejects.toMatchObject({ constraint: 'group_seats' });

    clock.turnTo('2026-05-20T16:00');
    expect(await present(meetingId, '2026-05-20T14:00', '2026-05-20T15:30', (name) => name !== 'Olga Teilnehmerin 3')).toEqual({
      id: meetingId,
      present: 11,
      undecided: false,
    });
    const seen = await meeting(meetingId);
    expect(seen.participants.map(({ state }) => state).filter((state) => state === 'DELIVERED')).toHaveLength(11);
    expect(seen.participants.find(({ name }) => name === 'Olga Teilnehmerin 3')?.state).toBe('NO_SHOW');
    const counted = await stage.look<{ kind: string; minutes: number; parts: number }>(
      'select kind, minutes, parts from soziotherapie.ledger_entry where person_id = any($1)',
      all.map(({ personId }) => personId),
    );
    expect(counted).toHaveLength(11);
    for (const entry of counted) expect(entry).toEqual({ kind: 'OWN_GROUP', minutes: 90, parts: 180 });
  });

  test('who leaves gives the seat to the next who waits, and what was planned for her is called off', async () => {
    const id = await open('Kleine Gruppe', 'weidner', 2);
    const [one, two, three] = (await clients(3)) as [Case, Case, Case];
    for (const each of [one, two, three]) {
      clock.pass({ minutes: 1 });
      await join(id, each);
    }
    clock.turnTo('2026-05-21T08:00');
    const { meetings } = await plan(id, { start: '2026-05-21T10:00', end: '2026-05-21T11:30', weeks: 3 });
    expect(meetings.map(({ booked }) => booked)).toEqual([2, 2, 2]);
    const left = await cast.as('buero', (call, permit) => leaveGroup(call, permit('soziotherapie.read'), id, one.episodeId));
    expect(left).toEqual({ id, movedUp: three.episodeId });
    expect((await group(id)).memberList.map(({ episodeId, waitingPlace }) => [episodeId, waitingPlace])).toEqual([
      [two.episodeId, null],
      [three.episodeId, null],
    ]);
    expect((await group(id)).meetings.map(({ booked }) => booked)).toEqual([1, 1, 1]);
    const first = meetings[0]?.id ?? '';
    const booked = await cast.as('buero', (call, permit) => bookMeeting(call, permit('soziotherapie.read'), first, three.episodeId));
    expect(booked).toMatchObject({ seatsLeft: 0 });
    expect((await cast.as('weidner', (call, permit) => listGroups(call, permit('soziotherapie.read')))).groups).toContainEqual(
      expect.objectContaining({ id, members: 2, waiting: 0, nextMeeting: '2026-05-21T10:00' }),
    );
  });

  test('a meeting needs two; who has something else is left out and named; the leader is at one place only', async () => {
    clock.turnTo('2026-05-22T08:00');
    const id = await open('Freitagsgruppe');
    const [one, two, three] = (await clients(3)) as [Case, Case, Case];
    await join(id, one);
    expect(await codeOf(plan(id, { start: '2026-05-22T10:00', end: '2026-05-22T11:30' }))).toBe('group-needs-two');
    await join(id, two);
    await join(id, three);
    const single = {
      start: '2026-05-22T10:30',
      end: '2026-05-22T11:00',
      placeKind: 'home' as const,
      weeks: 1,
      practitionerId: stage.helpers.brueck,
    };
    await cast.as('leitung', (call, permit) => planSessions(call, permit('soziotherapie.read'), three.episodeId, single));
    const planned = await plan(id, { start: '2026-05-22T10:00', end: '2026-05-22T11:30' });
    expect(planned.meetings[0]?.booked).toBe(2);
    expect(planned.warnings).toMatchObject([{ code: 'client-already-booked', rule: 'R26', episodeId: three.episodeId }]);
    const other = await open('Zweite Gruppe');
    const [four, five] = (await clients(2)) as [Case, Case];
    await join(other, four);
    await join(other, five);
    expect(await codeOf(plan(other, { start: '2026-05-22T11:00', end: '2026-05-22T12:30' }))).toBe('therapist-overlap');
    const series = await plan(other, { start: '2026-05-22T11:00', end: '2026-05-22T12:30', weeks: 2 });
    expect(series.meetings.map(({ refused }) => refused)).toEqual(['therapist-overlap', null]);
    expect(
      await codeOf(plan(id, { start: '2026-05-22T16:00', end: '2026-05-22T17:00', episodeIds: [four.episodeId, one.episodeId] })),
    ).toBe('not-found');
  });

  test('who leads with the leader is a helper of the practice, has those hours too, and sees and documents what she leads', async () => {
    clock.turnTo('2026-06-10T08:00');
    const { weidner, brueck } = stage.helpers;
    const wish = (coPractitionerId: string | null) => ({ name: 'Zu zweit', practitionerId: weidner, coPractitionerId, seats: 12 });
    const opened = (co: string | null) => cast.as('buero', (call, permit) => openGroup(call, permit('soziotherapie.read'), wish(co)));
    const changed = (version: number, co: string | null) =>
      cast.as('buero', (call, permit) => changeGroup(call, permit('soziotherapie.read'), id, version, wish(co)));
    expect(await codeOf(opened(weidner))).toBe('co-leader-is-leader');
    expect(await codeOf(opened(randomUUID()))).toBe('session-helper-elsewhere');
    const { id } = await opened(brueck);
    const [one, two] = (await clients(2)) as [Case, Case];
    const [hers] = (await clients(1, {}, 'brueck')) as [Case];
    const single = (start: string, end: string) =>
      cast.as('brueck', (call, permit) =>
        planSessions(call, permit('soziotherapie.read'), hers.episodeId, { start, end, placeKind: 'home', weeks: 1 }),
      );
    await single('2026-06-10T10:00', '2026-06-10T11:00');
    await join(id, one);
    await join(id, two);
    expect(await codeOf(plan(id, { start: '2026-06-10T10:30', end: '2026-06-10T12:00' }))).toBe('co-leader-overlap');
    const planned = await plan(id, { start: '2026-06-10T11:00', end: '2026-06-10T12:30' });
    const meetingId = planned.meetings[0]?.id ?? '';
    // the other way round: a visit of hers beside the meeting, by the rule and, without it, by the database
    expect(await codeOf(single('2026-06-10T12:00', '2026-06-10T13:00'))).toBe('therapist-overlap');
    const past = stage.admin.query(
      `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, created_at)
       select gen_random_uuid(), $2, organisation_id, $3, $4, 'single', state, start_local, end_local, day, starts_at, ends_at, minutes, created_at
       from soziotherapie.session where group_session_id = $1 limit 1`,
      [meetingId, hers.personId, hers.episodeId, brueck],
    );
    await expect(past).rejects.toMatchObject({ constraint: 'session_practitioner_overlap' });
    expect((await meeting(meetingId, 'brueck')).participants).toHaveLength(2);
    clock.turnTo('2026-06-10T13:00');
    expect(await present(meetingId, '2026-06-10T11:00', '2026-06-10T12:30', () => true, 'brueck')).toMatchObject({ present: 2 });
    // nobody leads beside her any more: her hours of the next meeting are free again, and she sees the members no longer
    const next = await plan(id, { start: '2026-06-11T11:00', end: '2026-06-11T12:30' });
    const { version } = await group(id);
    await changed(version, null);
    await single('2026-06-11T11:30', '2026-06-11T12:30');
    expect(await codeOf(meeting(next.meetings[0]?.id ?? '', 'brueck'))).toBe('not-found');
    const again = (await group(id)).version;
    expect(await codeOf(changed(again, brueck))).toBe('co-leader-overlap');
  });

  test('a meeting moves as a whole, never one of its sessions alone and never onto something else', async () => {
    clock.turnTo('2026-06-15T08:00');
    const id = await open('Umzug');
    const [one, two] = (await clients(2)) as [Case, Case];
    await join(id, one);
    await join(id, two);
    const { meetings } = await plan(id, { start: '2026-06-15T10:00', end: '2026-06-15T11:30' });
    const meetingId = meetings[0]?.id ?? '';
    const [first] = (await meeting(meetingId)).participants;
    const to = { start: '2026-06-15T14:00', end: '2026-06-15T15:30' };
    const alone = cast.as('buero', (call, permit) => rescheduleSession(call, permit('soziotherapie.read'), first?.sessionId ?? '', 1, to));
    expect(await codeOf(alone)).toBe('session-of-group');
    const move = () => cast.as('buero', (call, permit) => moveMeeting(call, permit('soziotherapie.read'), meetingId, to));
    const single = {
      start: '2026-06-15T15:00',
      end: '2026-06-15T16:00',
      placeKind: 'home' as const,
      weeks: 1,
      practitionerId: stage.helpers.brueck,
    };
    const { sessions } = await cast.as('leitung', (call, permit) =>
      planSessions(call, permit('soziotherapie.read'), two.episodeId, single),
    );
    expect(await codeOf(move())).toBe('client-already-booked');
    expect(await meeting(meetingId)).toMatchObject({ start: '2026-06-15T10:00' });
    await cast.as('leitung', (call, permit) =>
      moveSession(call, permit('soziotherapie.read'), sessions[0]?.id ?? '', 1, 'cancel-by-client', 'passt nicht'),
    );
    expect(await move()).toEqual({ id: meetingId, moved: 2, warnings: [] });
    expect(await meeting(meetingId)).toMatchObject({ start: '2026-06-15T14:00', participants: [{ version: 2 }, { version: 2 }] });
    clock.turnTo('2026-06-15T16:00');
    await present(meetingId, to.start, to.end, () => true);
    expect(await codeOf(move())).toBe('session-not-documented');
  });

  test('a prescription without the group is a warning for her alone, and her share is not covered (R19-06)', async () => {
    clock.turnTo('2026-05-25T08:00');
    const id = await open('Montagsgruppe');
    const [one, two] = (await clients(2)) as [Case, Case];
    const [without] = (await clients(1, { groupAllowed: false })) as [Case];
    for (const each of [one, two, without]) await join(id, each);
    const { meetings, warnings } = await plan(id, { start: '2026-05-25T09:00', end: '2026-05-25T10:30' });
    expect(warnings).toMatchObject([{ code: 'group-not-prescribed', episodeId: without.episodeId }]);
    clock.turnTo('2026-05-25T11:00');
    const meetingId = meetings[0]?.id ?? '';
    expect(await codeOf(present(meetingId, '2026-05-25T09:00', '2026-05-25T10:30', () => true))).toBe('session-not-covered');
    const { participants } = await meeting(meetingId);
    const wish = { start: '2026-05-25T09:00', end: '2026-05-25T10:30', placeKind: 'practice' as const, absent: [], riskConfirmed: true };
    const some = { ...wish, present: participants.slice(0, 2).map(({ sessionId }) => sessionId) };
    expect(await codeOf(cast.as('weidner', (call, permit) => markPresence(call, permit('soziotherapie.care'), meetingId, some)))).toBe(
      'presence-incomplete',
    );
    const all = { ...wish, present: participants.map(({ sessionId }) => sessionId) };
    expect(await cast.as('weidner', (call, permit) => markPresence(call, permit('soziotherapie.care'), meetingId, all))).toMatchObject({
      present: 3,
    });
    const parts = await stage.look<{ status: string; risk: boolean }>(
      `select p.status, s.risk_confirmed_at is not null as risk from soziotherapie.session s join soziotherapie.session_part p on p.session_id = s.id and p.live
       where s.group_session_id = $1 order by p.status`,
      meetingId,
    );
    expect(parts).toEqual([
      { status: 'APPROVED', risk: false },
      { status: 'APPROVED', risk: false },
      { status: 'UNCOVERED', risk: true },
    ]);
  });

  test('only one came: the lead decides, and the session counts as a single one or not at all (R19-05)', async () => {
    clock.turnTo('2026-05-26T08:00');
    const id = await open('Dienstagsgruppe');
    const [one, two, three] = (await clients(3)) as [Case, Case, Case];
    for (const each of [one, two, three]) await join(id, each);
    const { meetings } = await plan(id, { start: '2026-05-26T09:00', end: '2026-05-26T10:30', weeks: 2 });
    const decide = (meetingId: string, as: 'single' | 'cancelled') =>
      cast.as('leitung', (call, permit) => decideMeeting(call, permit('soziotherapie.lead'), meetingId, as, 'so besprochen'));
    const ids = [];
    for (const [at, { id: meetingId }] of meetings.entries()) {
      const day = at === 0 ? '2026-05-26' : '2026-06-02';
      clock.turnTo(`${day}T12:00`);
      const { participants } = await meeting(meetingId);
      const came = participants[0]?.name ?? null;
      expect(await present(meetingId, `${day}T09:00`, `${day}T10:30`, (name) => name === came)).toMatchObject({
        present: 1,
        undecided: true,
      });
      ids.push(participants[0]?.sessionId ?? '');
      expect(await openTasks('sozio-group-one-came')).toEqual([{ object_id: ids[at] }]);
      expect(
        await codeOf(cast.as('weidner', (call, permit) => decideMeeting(call, permit('soziotherapie.lead'), meetingId, 'single', 'x'))),
      ).toBe('not-permitted');
      await decide(meetingId, at === 0 ? 'single' : 'cancelled');
      expect(await openTasks('sozio-group-one-came')).toEqual([]);
    }
    const view = (sessionId = '') => cast.as('weidner', (call, permit) => getSession(call, permit('soziotherapie.read'), sessionId));
    expect(await view(ids[0])).toMatchObject({ setting: 'single', meetingId: null, state: 'DELIVERED', parts: [{ minutes: 90 }] });
    expect(await view(ids[1])).toMatchObject({ state: 'CANCELLED_PROVIDER' });
    expect(await codeOf(decide(meetings[0]?.id ?? '', 'single'))).toBe('not-found');
    const decided = await plan(id, { start: '2026-06-03T09:00', end: '2026-06-03T10:30' });
    expect(await codeOf(decide(decided.meetings[0]?.id ?? '', 'single'))).toBe('meeting-decided');
  });
});

describe('who leads', () => {
  test('a leader who does not accompany a member sees her for the group and no longer', async () => {
    clock.turnTo('2026-06-08T08:00');
    const id = await open('Gruppe Brück', 'brueck');
    const [one, two] = (await clients(2)) as [Case, Case];
    const sees = async () => (await group(id, 'brueck')).memberList.length;
    await join(id, one);
    await join(id, two);
    expect(await sees()).toBe(2);
    const { meetings } = await plan(id, { start: '2026-06-08T10:00', end: '2026-06-08T11:30' }, 'brueck');
    clock.turnTo('2026-06-08T12:00');
    expect(await codeOf(present(meetings[0]?.id ?? '', '2026-06-08T10:00', '2026-06-08T11:30', () => true))).toBe('session-not-yours');
    expect(await present(meetings[0]?.id ?? '', '2026-06-08T10:00', '2026-06-08T11:30', () => true, 'brueck')).toMatchObject({
      present: 2,
    });
    clock.pass({ minutes: 1 });
    const left = await cast.as('weidner', (call, permit) => leaveGroup(call, permit('soziotherapie.read'), id, one.episodeId));
    expect(left).toEqual({ id, movedUp: null });
    clock.pass({ minutes: 1 });
    expect(await sees()).toBe(1);
    const change = (version: number, more = {}) =>
      cast.as('buero', (call, permit) =>
        changeGroup(call, permit('soziotherapie.read'), id, version, {
          name: 'Gruppe',
          practitionerId: stage.helpers.weidner,
          seats: 12,
          ...more,
        }),
      );
    await change(1);
    clock.pass({ minutes: 1 });
    expect(await sees()).toBe(0);
    expect(await codeOf(change(1))).toBe('version-old');
    expect(await codeOf(change(2, { practitionerId: stage.helpers.fremd }))).toBe('session-helper-elsewhere');
    await change(2, { closed: true });
    expect(await codeOf(join(id, one))).toBe('group-closed');
  });

  test('fewer seats than are taken are refused, by the rule and by the table; another practice sees no group', async () => {
    const id = await open('Volle Gruppe');
    const three = await clients(3);
    for (const one of three) await join(id, one);
    const fewer = cast.as('buero', (call, permit) =>
      changeGroup(call, permit('soziotherapie.read'), id, 1, { name: 'Voll', practitionerId: stage.helpers.weidner, seats: 2 }),
    );
    expect(await codeOf(fewer)).toBe('group-seats-taken');
    await stage.admin.query('update soziotherapie.therapy_group set seats = 3 where id = $1', [id]);
    const [fourth] = (await clients(1)) as [Case];
    const put = stage.admin.query(
      `insert into soziotherapie.group_member (id, group_id, person_id, organisation_id, episode_id, joined_at, seated) values ($1, $2, $3, $4, $5, now(), true)`,
      [randomUUID(), id, fourth.personId, stage.practices.musterweg, fourth.episodeId],
    );
    await expect(put).rejects.toMatchObject({ constraint: 'group_seats' });
    expect(await join(id, fourth)).toMatchObject({ waitingPlace: 1 });
    expect((await cast.as('fremdbuero', (call, permit) => listGroups(call, permit('soziotherapie.read')))).groups).toEqual([]);
    expect(await codeOf(group(id, 'fremdbuero'))).toBe('not-found');
    expect(await codeOf(join(id, fourth, 'fremdbuero'))).toBe('not-found');
  });
});

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Party } from '#kernel/machine.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { deliverSession, documentSession, signSession } from './actions/deliver.ts';
import { reckon } from './actions/reckon.ts';
import { timesOf } from './actions/session-judge.ts';
import { moveSession, type PlainEvent } from './actions/sessions.ts';
import { Note, Signature } from './contract/notes.ts';
import { P } from './rules/fixture.ts';
import { recountWindows } from './rules/ledger.ts';
import { SESSION_STATES, SESSION_TABLE, SESSION_UNLISTED, type SessionEvent, type SessionState } from './rules/life/session.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const { cast, clock } = stage;
afterAll(() => stage.close());

const note = Note.parse({ kinds: ['PLAN'], goalIds: [], done: 'Wochenplan besprochen und aufgehängt.', reaction: '', nextStep: '' });
interface Put {
  start: string;
  end: string;
  state?: string;
  disputedFrom?: string | null;
  helper?: string;
  from?: string;
  to?: string;
}
/** Writes a session past the actions, in any state. */
async function put(
  { personId, episodeId }: Case,
  { start, end, state = 'PLANNED', disputedFrom = null, helper, from, to }: Put,
): Promise<string> {
  const id = randomUUID();
  const times = timesOf({ start, end });
  await stage.admin.query(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, disputed_from, start_local, end_local, day, starts_at, ends_at,
       minutes, place_kind, late_reason_sealed, created_at) values ($1, $2, $3, $4, $5, 'single', $6, $7, $8, $9, $10, $11, $12, $13, 'home', 'x', now())`,
    [
      id,
      personId,
      stage.practices.musterweg,
      episodeId,
      helper ?? stage.helpers.weidner,
      state,
      disputedFrom,
      start,
      end,
      times.day,
      from ?? times.startsAt.toString(),
      to ?? times.endsAt.toString(),
      times.minutes,
    ],
  );
  return id;
}
const deliver = (id: string, start: string, end: string, who: ServiceName = 'weidner', more = {}) =>
  cast.as(who, (call, permit) => deliverSession(call, permit('soziotherapie.care'), id, 1, { start, end, placeKind: 'home', ...more }));
const pad = (value: number) => String(value).padStart(2, '0');

describe('100 writers at once', () => {
  /** Ten units a day on ten days, all over. */
  const hundred = async (one: Case) => {
    const ids: [string, string, string][] = [];
    for (let at = 0; at < 100; at += 1) {
      const [start, end] = [7, 8].map((hour) => `2026-03-${pad(3 + (at % 10))}T${pad(hour + Math.floor(at / 10))}:00`) as [string, string];
      ids.push([await put(one, { start, end, helper: stage.helpers.weidner }), start, end]);
    }
    return ids;
  };
  const recount = async ({ personId }: Case) => {
    const entries = await stage.look<{ id: string; day: string; kind: 'OWN_SINGLE'; minutes: number; reference: string }>(
      `select id, to_char(day, 'YYYY-MM-DD') as day, kind, minutes, coalesce(session_id, external_id)::text as reference from soziotherapie.ledger_entry where person_id = $1`,
      personId,
    );
    const windows = await stage.look<{ start: string; end: string; usedMinutes: number }>(
      `select to_char(start_on, 'YYYY-MM-DD') as start, to_char(end_on, 'YYYY-MM-DD') as end, used_minutes as "usedMinutes" from soziotherapie.contingent_window where person_id = $1`,
      personId,
    );
    expect(windows).toEqual(recountWindows(entries, P));
    return windows[0]?.usedMinutes;
  };
  const race = async (one: Case) => {
    const sessions = await hundred(one);
    const outcomes = await Promise.all(sessions.map(([id, start, end]) => codeOf(deliver(id, start, end))));
    const counts: Record<string, number> = {};
    for (const outcome of outcomes) counts[outcome] = (counts[outcome] ?? 0) + 1;
    return counts;
  };

  test('on a prescription with 30 units left: 30 are written, 70 refused in words, and the recount is equal', async () => {
    clock.turnTo('2026-03-20T08:00');
    const one = await stage.openCase({ familyName: 'Hundert' });
    const prescriptionId = await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
    const outcomes = await race(one);
    const { 'went through': written, ...refused } = outcomes;
    expect(written).toBe(30);
    expect(
      Object.keys(refused).every((reason) => ['session-not-covered', 'risk-not-confirmed'].includes(reason)),
      JSON.stringify(refused),
    ).toBe(true);
    expect(await recount(one)).toBe(1800);
    expect(await stage.look('select used_parts, usage from soziotherapie.prescription where id = $1', prescriptionId)).toEqual([
      { used_parts: 5400, usage: 'USED_UP' },
    ]);
    const states = await stage.look<{ state: string; count: number }>(
      'select state, count(*)::int as count from soziotherapie.session where person_id = $1 group by state order by state',
      one.personId,
    );
    expect(states).toEqual([
      { state: 'DELIVERED', count: 30 },
      { state: 'PLANNED', count: 70 },
    ]);
    const before = await stage.look('select count(*) from soziotherapie.ledger_entry where person_id = $1', one.personId);
    await cast.as('weidner', (call) => reckon(call, one.personId));
    expect(await stage.look('select count(*) from soziotherapie.ledger_entry where person_id = $1', one.personId)).toEqual(before);
    await stage.admin.query(`delete from soziotherapie.session where person_id = $1 and state = 'PLANNED'`, [one.personId]);
  }, 60_000);

  test('on the last 30 of 120 hours, with more prescribed: 30 are written and the case is exhausted', async () => {
    clock.turnTo('2026-03-20T08:00');
    await stage.admin.query(`update soziotherapie.session set state = 'NO_SHOW' where practitioner_id = $1`, [stage.helpers.weidner]);
    const one = await stage.openCase({ familyName: 'Grenze' });
    for (const issuedOn of ['2026-03-02', '2026-03-03'])
      await putPrescription(stage, one, { issuedOn, approved: { units: 30, postedOn: '2026-03-03' } });
    await stage.admin.query(
      `insert into soziotherapie.external_units (id, person_id, organisation_id, day, minutes, evidence, recorded_at) values (gen_random_uuid(), $1, $2, '2026-03-01', 5400, 'Schreiben der Kasse', now())`,
      [one.personId, stage.practices.musterweg],
    );
    const { 'went through': written, ...refused } = await race(one);
    expect(written).toBe(30);
    expect(
      Object.keys(refused).every((reason) => ['session-not-covered', 'risk-not-confirmed'].includes(reason)),
      JSON.stringify(refused),
    ).toBe(true);
    expect(await recount(one)).toBe(7200);
    expect(await stage.look('select state from soziotherapie.episode where id = $1', one.episodeId)).toEqual([{ state: 'EXHAUSTED' }]);
  }, 60_000);
});

describe('every step of a session (2.3)', () => {
  const EVENTS = [
    'confirm',
    'deliver',
    'document',
    'sign',
    'mark-no-show',
    'cancel-by-client',
    'cancel-by-provider',
    'release-late',
    'dispute',
    'settle',
  ] as const;
  type Event = (typeof EVENTS)[number];
  const PARTIES: Record<'weidner' | 'buero' | 'leitung', Party[]> = {
    weidner: ['soziotherapist'],
    buero: ['office'],
    leitung: ['lead', 'office'],
  };
  const rows = (
    state: SessionState,
  ): readonly { event: SessionEvent; to: SessionState; who: readonly Party[]; needs?: readonly string[] }[] => SESSION_TABLE[state];
  let one: Case;
  let day = Temporal.PlainDate.from('2026-04-01');
  beforeAll(async () => {
    one = await stage.openCase({ familyName: 'Schritt' });
    await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
  });

  /** A session of its own day in a state, and an event on it by somebody. */
  async function tried(
    state: SessionState,
    event: Event,
    who: ServiceName,
    { reason = 'so besprochen', disputedFrom = 'SIGNED' as string | null } = {},
  ) {
    day = day.add({ days: 1 });
    const [start, end] = [`${day}T10:00`, `${day}T11:00`];
    clock.turnTo(`${day}T12:00`);
    const id = await put(one, { start, end, state, disputedFrom: state === 'DISPUTED' ? disputedFrom : null });
    const outcome = await codeOf(act(id, event, who, reason === '' ? undefined : reason, start, end));
    const [row] = await stage.look<{ state: string }>('select state from soziotherapie.session where id = $1', id);
    await stage.admin.query(`update soziotherapie.session set state = 'NO_SHOW' where id = $1`, [id]);
    return outcome === 'went through' ? row?.state : outcome;
  }
  function act(id: string, event: Event, who: ServiceName, reason: string | undefined, start: string, end: string): Promise<unknown> {
    if (event === 'deliver') return deliver(id, start, end, who, { riskConfirmed: true });
    if (event === 'document') return cast.as(who, (call, permit) => documentSession(call, permit('soziotherapie.care'), id, 1, { note }));
    if (event === 'sign')
      return cast.as(who, (call, permit) => signSession(call, permit('soziotherapie.care'), id, 1, Signature.parse({ how: 'paper' })));
    return cast.as(who, (call, permit) => moveSession(call, permit('soziotherapie.read'), id, 1, event as PlainEvent, reason));
  }

  test.each(SESSION_STATES.map((state) => [state]))('from %s what is listed goes on, and everything else has its word', async (state) => {
    for (const event of EVENTS) {
      const listed = rows(state).filter((row) => row.event === event);
      const allowed = (['weidner', 'buero', 'leitung'] as const).find((who) =>
        listed.some((row) => row.who.some((party) => PARTIES[who].includes(party))),
      );
      const expected = listed[0] ? (event === 'settle' ? 'SIGNED' : listed[0].to) : SESSION_UNLISTED[state];
      expect(await tried(state, event, allowed ?? 'weidner'), `${state} ${event}`).toBe(expected);
    }
  });

  test('what is not for a role is refused, whoever she is', async () => {
    const refused: string[] = [];
    for (const state of SESSION_STATES)
      for (const event of EVENTS)
        for (const who of ['weidner', 'buero', 'leitung'] as const) {
          const listed = rows(state).filter((row) => row.event === event);
          if (listed.length === 0 || listed.some((row) => row.who.some((party) => PARTIES[who].includes(party)))) continue;
          const care = event === 'deliver' || event === 'document' || event === 'sign';
          expect(await tried(state, event, who), `${state} ${event} ${who}`).toBe(
            who === 'buero' && care ? 'not-permitted' : 'session-not-for-role',
          );
          refused.push(`${state} ${event} ${who}`);
        }
    expect(refused.length).toBe(15);
  });

  test('what needs a reason is refused without one, and a dispute of unknown origin does not end', async () => {
    let count = 0;
    for (const state of SESSION_STATES)
      for (const event of EVENTS) {
        const listed = rows(state).find((row) => row.event === event && row.needs?.includes('session-reason-missing'));
        if (!listed) continue;
        const who =
          (['weidner', 'buero', 'leitung'] as const).find((name) => listed.who.some((party) => PARTIES[name].includes(party))) ?? 'weidner';
        expect(await tried(state, event, who, { reason: '' }), `${state} ${event}`).toBe('session-reason-missing');
        count += 1;
      }
    expect(count).toBeGreaterThan(20);
    expect(await tried('DISPUTED', 'settle', 'buero', { disputedFrom: null })).toBe('dispute-origin-unknown');
    for (const from of ['SIGNED', 'RELEASED', 'INVOICED', 'PAID'])
      expect(await tried('DISPUTED', 'settle', 'buero', { disputedFrom: from })).toBe(from);
  });

  test('what has not happened yet, or the other way round in time, did not take place', async () => {
    day = day.add({ days: 1 });
    clock.turnTo(`${day}T10:30`);
    const id = await put(one, { start: `${day}T10:00`, end: `${day}T11:00` });
    expect(await codeOf(deliver(id, `${day}T10:00`, `${day}T11:00`))).toBe('session-in-future');
    expect(await codeOf(deliver(id, `${day}T10:00`, `${day}T10:00`))).toBe('session-ends-before-start');
    expect(await codeOf(deliver(id, `${day}T10:00`, `${day}T09:00`))).toBe('session-ends-before-start');
    expect(await codeOf(deliver(id, `${day.subtract({ days: 2 })}T08:00`, `${day}T09:00`))).toBe('session-too-long');
  });
});

describe('clocks', () => {
  test.each([
    ['an hour', '2026-02-09T10:00', '2026-02-09T11:00', '2026-02-09', 60, '2026-02-09T09:00:00Z', '2026-02-09T10:00:00Z'],
    [
      'over midnight it belongs to the day on which it began',
      '2026-03-09T23:40',
      '2026-03-10T00:20',
      '2026-03-09',
      40,
      '2026-03-09T22:40:00Z',
      '2026-03-09T23:20:00Z',
    ],
    ['the last minute of a year', '2026-12-31T23:59', '2027-01-01T00:01', '2026-12-31', 2, '2026-12-31T22:59:00Z', '2026-12-31T23:01:00Z'],
    [
      'the spring night counts as the clock shows it',
      '2026-03-29T01:30',
      '2026-03-29T03:30',
      '2026-03-29',
      120,
      '2026-03-29T00:30:00Z',
      '2026-03-29T01:30:00Z',
    ],
    [
      'a start that the spring night skips',
      '2026-03-29T02:30',
      '2026-03-29T03:10',
      '2026-03-29',
      40,
      '2026-03-29T01:30:00Z',
      '2026-03-29T02:10:00Z',
    ],
    [
      'wholly within the hour that does not exist',
      '2026-03-29T02:10',
      '2026-03-29T02:50',
      '2026-03-29',
      40,
      '2026-03-29T01:10:00Z',
      '2026-03-29T01:50:00Z',
    ],
    [
      'within the hour that is there twice, the first is meant',
      '2026-10-25T02:10',
      '2026-10-25T02:50',
      '2026-10-25',
      40,
      '2026-10-25T00:10:00Z',
      '2026-10-25T00:50:00Z',
    ],
    [
      'out of the hour that is there twice',
      '2026-10-25T02:50',
      '2026-10-25T03:10',
      '2026-10-25',
      20,
      '2026-10-25T00:50:00Z',
      '2026-10-25T02:10:00Z',
    ],
    ['a leap day', '2028-02-29T10:00', '2028-02-29T10:01', '2028-02-29', 1, '2028-02-29T09:00:00Z', '2028-02-29T09:01:00Z'],
  ])('%s', async (_, start, end, day, minutes, startsAt, endsAt) => {
    const times = timesOf({ start, end });
    expect({ ...times, startsAt: times.startsAt.toString(), endsAt: times.endsAt.toString() }).toEqual({
      start,
      end,
      day,
      minutes,
      startsAt,
      endsAt,
    });
    // and the database takes it as it is
    const one = await stage.openCase({ familyName: 'Uhr' });
    clock.turnTo(`${end.slice(0, 10)}T23:00`);
    const id = await put(one, { start, end });
    expect(await codeOf(deliver(id, start, end, 'weidner', { riskConfirmed: true }))).toBe('went through');
    await stage.admin.query(`update soziotherapie.session set state = 'NO_SHOW' where id = $1`, [id]);
  });

  test.each([
    ['no length', '2026-03-09T10:00', '2026-03-09T10:00', 'session-ends-before-start'],
    ['the wrong way round', '2026-03-09T10:00', '2026-03-09T09:59', 'session-ends-before-start'],
    ['more than half a day', '2026-03-09T08:00', '2026-03-09T20:01', 'session-too-long'],
    ['a year that nobody plans', '2095-03-09T10:00', '2095-03-09T11:00', 'session-year-impossible'],
    ['a year too far', '2026-03-09T10:00', '2027-03-09T11:00', 'session-too-long'],
  ])('%s is no session', (_, start, end, expected) => {
    expect(() => timesOf({ start, end })).toThrow(expected);
  });
});

describe('the database has the last word where the rule is taken away', () => {
  const AT = { start: '2026-06-02T10:00', end: '2026-06-02T11:00' };
  test('a helper is at one place, a client with one helper; touching is fine, what was called off is free', async () => {
    const [one, other] = [await stage.openCase({ familyName: 'Eins' }), await stage.openCase({ familyName: 'Zwei' })];
    const first = await put(one, AT);
    await expect(put(other, { start: '2026-06-02T10:59', end: '2026-06-02T11:30' })).rejects.toMatchObject({
      constraint: 'session_practitioner_overlap',
    });
    await expect(put(one, { ...AT, helper: stage.helpers.brueck })).rejects.toMatchObject({ constraint: 'session_person_overlap' });
    await put(other, { start: '2026-06-02T11:00', end: '2026-06-02T12:00' });
    await put(other, { ...AT, helper: stage.helpers.brueck });
    await stage.admin.query(`update soziotherapie.session set state = 'CANCELLED_PATIENT' where id = $1`, [first]);
    await put(one, { start: '2026-06-02T10:30', end: '2026-06-02T11:00' });
  });

  test('a session has an end after its start and at most a day', async () => {
    const one = await stage.openCase({ familyName: 'Drei' });
    const at = '2026-06-03T10:00:00Z';
    await expect(put(one, { start: '2026-06-03T10:00', end: '2026-06-03T11:00', from: at, to: at })).rejects.toMatchObject({
      code: '23514',
    });
  });
});

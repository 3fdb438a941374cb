import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asPublic } from '#platform/call.ts';
import { makeFeed, readFeed } from '#rooms/scheduling/actions/feed.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { getDayPlan, orderDay } from './actions/day-plan.ts';
import { deliverSession, recordVisit } from './actions/deliver.ts';
import { moveSession, planSessions } from './actions/sessions.ts';
import { DayPlan } from './contract/day-plan.ts';
import { Visit } from './contract/sessions.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const { cast, clock } = stage;
afterAll(() => stage.close());

const DAY = '2026-03-10';
const day = async (who: ServiceName = 'weidner', on?: string) =>
  DayPlan.parse(await cast.as(who, (call, permit) => getDayPlan(call, permit('soziotherapie.care'), on)));
const order = (ids: string[], who: ServiceName = 'weidner') =>
  cast.as(who, (call, permit) => orderDay(call, permit('soziotherapie.care'), DAY, ids));
const plan = async ({ episodeId }: Case, start: string, end: string, more = {}) => {
  const wish = { start: `${DAY}T${start}`, end: `${DAY}T${end}`, placeKind: 'home' as const, weeks: 1, ...more };
  const { sessions } = await cast.as('weidner', (call, permit) => planSessions(call, permit('soziotherapie.read'), episodeId, wish));
  return sessions[0]?.id ?? '';
};
/** The calendar program knows the secret and nobody's session. */
const feedOf = (url: string) =>
  asPublic(stage.world, {}, async (call) => Buffer.from((await readFeed(call, url.split('/').at(-1) ?? '')).bytes).toString());
let [far, near, third] = [{}, {}, {}] as [Case, Case, Case];
const ids = { far: '', near: '', third: '' };
beforeAll(async () => {
  clock.turnTo('2026-03-09T12:00');
  [far, near, third] = [
    await stage.openCase({ givenName: 'Berta', familyName: 'Weit' }),
    await stage.openCase({ givenName: 'Cem', familyName: 'Nah' }),
    await stage.openCase({ givenName: 'Dora', familyName: 'Dritte' }),
  ];
  for (const one of [far, near, third]) await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
  const visit = Visit.parse({
    sessionId: null,
    episodeId: near.episodeId,
    version: null,
    start: '2026-03-09T09:00',
    end: '2026-03-09T10:00',
    placeKind: 'home',
    note: {
      kinds: ['COORDINATION'],
      goalIds: [],
      done: 'Post gemeinsam geöffnet und nach Dringlichkeit sortiert.',
      reaction: '',
      nextStep: 'Widerspruch schreiben.',
    },
  });
  await cast.as('weidner', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit));
  await stage.admin.query(`update people.person set postal_code = '53179' where id = $1`, [far.personId]);
  await stage.admin.query(
    `insert into directory.postal_code (postal_code, places, state, latitude, longitude) values ('53179', '{Bonn}', 'NW', 50.65, 7.18) on conflict do nothing`,
  );
  ids.far = await plan(far, '09:00', '10:00');
  ids.near = await plan(near, '10:30', '11:30', { placeKind: 'outside', address: 'Jobcenter, Rochusstr. 6' });
  ids.third = await plan(third, '13:00', '14:00');
  clock.turnTo('2026-03-10T07:00');
});

describe('the day of a helper', () => {
  test('today’s visits with address, phone, units, next step, by the clock, and the shortest way beside it; what is open from before beside it', async () => {
    const seen = await day();
    expect(seen).toMatchObject({ day: DAY, byHand: false, from: { name: 'Praxis Musterweg', postalCode: '53111' } });
    expect(seen.visits.map(({ sessionId }) => sessionId)).toEqual([ids.far, ids.near, ids.third]);
    expect(seen.nearest).toEqual([ids.near, ids.third, ids.far]);
    expect(seen.visits[1]).toMatchObject({
      order: 2,
      name: 'Cem Nah',
      phone: '0171 5550123',
      address: { street: 'Lindenstr. 7', postalCode: '53111', place: 'Bonn', other: 'Jobcenter, Rochusstr. 6' },
      lastNextStep: 'Widerspruch schreiben.',
      last: { placeKind: 'home', kinds: ['COORDINATION'], goalIds: [] },
      unitsLeft: { prescriptionMinutes: 1740, capMinutes: 7140, ofMinutes: 1800 },
      counting: { billingStepMinutes: 15, groupCapCounting: 'minutes' },
      goals: [],
    });
    expect(seen.visits[0]?.tenthKilometres).toBeGreaterThan(80);
    expect(seen.open).toMatchObject([{ name: 'Cem Nah', state: 'DOCUMENTED', start: '2026-03-09T09:00' }]);
  });

  test('a confirmed time stays where it is in the shortest way, and the order by hand wins until it is taken back', async () => {
    await cast.as('buero', (call, permit) => moveSession(call, permit('soziotherapie.read'), ids.far, 1, 'confirm'));
    const names = async () => (await day()).visits.map(({ name }) => name);
    expect(await names()).toEqual(['Berta Weit', 'Cem Nah', 'Dora Dritte']);
    expect((await day()).nearest).toEqual([]);
    expect(await order([ids.third, ids.near, ids.far])).toEqual({ day: DAY, visits: 3 });
    expect(await names()).toEqual(['Dora Dritte', 'Cem Nah', 'Berta Weit']);
    expect((await day()).byHand).toBe(true);
    expect((await day()).visits.map(({ version }) => version)).toEqual([1, 1, 2]); // an order is no new version of a session
    await order([]);
    expect(await names()).toEqual(['Berta Weit', 'Cem Nah', 'Dora Dritte']);
    expect(await codeOf(order([ids.near], 'brueck'))).toBe('not-found');
  });

  test('what was called off stays in the list, behind the way, and the way goes without it', async () => {
    const way = (await day()).visits.map(({ sessionId }) => sessionId);
    const off = await plan(third, '15:00', '15:30');
    await cast.as('weidner', (call, permit) => moveSession(call, permit('soziotherapie.read'), off, 1, 'cancel-by-client', 'krank'));
    const seen = (await day()).visits;
    expect(seen.map(({ sessionId }) => sessionId)).toEqual([...way, off]);
    expect(seen.at(-1)).toMatchObject({ state: 'CANCELLED_PATIENT', tenthKilometres: null, warnings: [] });
  });

  test('goals of the plan in force come along, and so does what the day will bring', async () => {
    const goal = '01890000-0000-7000-8000-0000000000aa';
    const prescriptionId = await putPrescription(stage, third, { issuedOn: '2026-03-03' });
    await cast.as('weidner', async (call) => {
      const id = call.newId();
      const content = { farGoals: [{ id: goal, text: 'Wieder allein einkaufen', sign: '' }], nearGoals: [] };
      const sealed = await call.sealer.seal(
        call.tx,
        third.personId,
        { table: 'soziotherapie.care_plan', column: 'sealed', row: id },
        JSON.stringify(content),
      );
      await stage.admin.query('set session_replication_role = replica'); // the way there is another test's
      await stage.admin.query(
        `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, signed_on, written_at, written_by, offered_at, content_digest)
         values ($1, $2, $3, $4, $5, 1, 'agreed', $6, '2026-03-02', '2026-03-02', now(), $1, now(), sha256('x'))`,
        [id, third.personId, stage.practices.musterweg, third.episodeId, prescriptionId, sealed],
      );
      await stage.admin.query('reset session_replication_role');
    });
    await stage.admin.query(
      `insert into soziotherapie.hospital_stay (id, person_id, organisation_id, admitted_on, recorded_at) values (gen_random_uuid(), $1, $2, '2026-03-05', now())`,
      [third.personId, stage.practices.musterweg],
    );
    const visit = (await day()).visits.find(({ sessionId }) => sessionId === ids.third);
    expect(visit?.goals).toEqual([{ id: goal, kind: 'far', text: 'Wieder allein einkaufen' }]);
    expect(visit?.warnings.map((warning) => warning.code)).toEqual(['in-hospital']);
  });

  test('a colleague sees only her own day, and who leads nobody has none', async () => {
    expect((await day('brueck')).visits).toEqual([]);
    expect((await day('fremd')).visits).toEqual([]);
    expect(await codeOf(day('leitung'))).toBe('session-helper-missing');
    expect(await codeOf(day('buero'))).toBe('not-permitted');
    expect((await day('weidner', '2026-03-11')).visits).toEqual([]);
  });

  test('what is delivered stays where it is, what was called off stands behind it', async () => {
    clock.turnTo('2026-03-10T12:00');
    await cast.as('weidner', (call, permit) =>
      deliverSession(call, permit('soziotherapie.care'), ids.near, 1, { start: `${DAY}T10:30`, end: `${DAY}T11:30`, placeKind: 'outside' }),
    );
    await cast.as('buero', (call, permit) => moveSession(call, permit('soziotherapie.read'), ids.third, 1, 'cancel-by-client', 'Klinik'));
    expect((await day()).visits.map(({ name, state, unitsLeft }) => [name, state, unitsLeft.prescriptionMinutes])).toEqual([
      ['Berta Weit', 'CONFIRMED', 1800],
      ['Cem Nah', 'DELIVERED', 1680],
      ['Dora Dritte', 'CANCELLED_PATIENT', 3600],
      ['Dora Dritte', 'CANCELLED_PATIENT', 3600],
    ]);
  });
});

describe('the calendar feed', () => {
  test('shows visits as busy and nothing of the person', async () => {
    const { url } = await cast.as('weidner', (call, permit) => makeFeed(call, permit('scheduling.feed')));
    const text = await feedOf(url);
    expect(text.match(/BEGIN:VEVENT/g)).toHaveLength(3); // yesterday's visit and two of today; the third was called off
    expect(text).toMatch(/DTSTART(;TZID=Europe\/Berlin:20260310T090000|:20260310T080000Z)/);
    for (const secret of ['Weit', 'Nah', 'Berta', 'Cem', 'Jobcenter', 'Lindenstr', ids.far, ids.near]) expect(text).not.toContain(secret);
  });
});

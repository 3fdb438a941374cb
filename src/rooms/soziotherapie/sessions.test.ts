import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription } from '#test/soziotherapie-stage.ts';
import { judgePlan, rescheduleSession } from './actions/sessions.ts';
import { listSessions } from './actions/sessions-read.ts';
import { sessionSteps, signature, wish } from './session-steps.fixture.ts';

const { stage, cast, clock, openClient, skipDays, nextDay, past, plan, planned, view, deliver, write, sign, move, openTasks } =
  await sessionSteps(await freshDatabase());
afterAll(() => stage.close());

let client: Case;
beforeEach(async () => {
  client = await openClient();
});

describe('planning', () => {
  // the series of these tests go on for weeks
  afterAll(() => {
    skipDays(40);
  });
  test('one session, or one a week; what overlaps is left out of a series and refused alone', async () => {
    const on = nextDay();
    const [first] = await plan('weidner', client, `${on}T10:00`, `${on}T11:00`);
    expect(first).toMatchObject({ refused: null, version: 1, warnings: [] });
    const other = await stage.openCase({ familyName: 'Klinge' });
    await putPrescription(stage, other);
    const series = await plan('buero', other, `${on}T10:30`, `${on}T11:30`, { weeks: 4 });
    expect(series.map(({ refused }) => refused)).toEqual(['therapist-overlap', null, null, null]);
    expect(await codeOf(plan('weidner', other, `${on}T10:59`, `${on}T11:30`))).toBe('therapist-overlap');
    // touching is fine, but there is a way between two homes (R26-01, R26-03)
    const [near] = await plan('weidner', other, `${on}T11:00`, `${on}T12:00`);
    expect(near?.warnings).toMatchObject([{ code: 'travel-too-short', rule: 'R26', facts: { minutes: 15 } }]);
    // another helper at the same time, but the client has only one
    expect(await codeOf(plan('leitung', client, `${on}T10:30`, `${on}T11:00`, { practitionerId: stage.helpers.brueck }))).toBe(
      'client-already-booked',
    );
    expect(await codeOf(plan('weidner', client, `${on}T16:00`, `${on}T17:00`, { practitionerId: stage.helpers.fremd }))).toBe(
      'session-helper-elsewhere',
    );
  });

  test('what the day will bring is said at planning: cover, the border, hospital; nothing of it is written when only asked', async () => {
    const on = nextDay();
    const nobody = await stage.openCase({ familyName: 'Ungedeckt' });
    const asked = await cast.as('weidner', (call, permit) =>
      judgePlan(call, permit('soziotherapie.read'), nobody.episodeId, wish(`${on}T10:00`, `${on}T11:00`)),
    );
    expect(asked.sessions).toMatchObject([
      { id: null, refused: null, warnings: [{ code: 'no-prescription', rule: 'R16', source: 'ST-RL § 9' }] },
    ]);
    await putPrescription(stage, nobody, { kind: 'TRIAL', units: 1, issuedOn: '2026-03-02' });
    await plan('weidner', nobody, `${on}T08:00`, `${on}T08:30`);
    const [split] = await plan('weidner', nobody, `${on}T14:00`, `${on}T15:00`);
    expect(split?.warnings).toContainEqual(
      expect.objectContaining({ code: 'session-split', facts: { coveredMinutes: 30, uncoveredMinutes: 30 } }),
    );
    await stage.admin.query(
      `insert into soziotherapie.hospital_stay (id, person_id, organisation_id, admitted_on, recorded_at) values (gen_random_uuid(), $1, $2, '2026-03-01', now())`,
      [nobody.personId, stage.practices.musterweg],
    );
    const [away] = await plan('weidner', nobody, `${on}T18:00`, `${on}T19:00`);
    expect(away?.warnings.map((warning) => warning.code)).toContain('in-hospital');
    expect(await stage.look('select id from soziotherapie.session where person_id = $1', nobody.personId)).toHaveLength(3);
  });

  test('an ended case gets no new session, and nobody plans for a case of another practice', async () => {
    const on = nextDay();
    const ended = await stage.openCase({ familyName: 'Ende' });
    await stage.admin.query(
      `update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-03-01', close_reason = 'GOAL_REACHED' where id = $1`,
      [ended.episodeId],
    );
    expect(await codeOf(plan('weidner', ended, `${on}T10:00`, `${on}T11:00`))).toBe('episode-closed');
    expect(await codeOf(plan('fremd', client, `${on}T10:00`, `${on}T11:00`))).toBe('not-found');
    expect(await codeOf(plan('fremdbuero', client, `${on}T10:00`, `${on}T11:00`))).toBe('not-found');
    const free = await stage.openCase({ familyName: 'Niemand', helper: null });
    expect(await codeOf(plan('buero', free, `${on}T10:00`, `${on}T11:00`))).toBe('session-helper-missing');
  });

  test('another time while it is planned or confirmed, never onto another session', async () => {
    const on = nextDay();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await planned(await stage.openCase({ familyName: 'Zweite' }), `${on}T13:00`, `${on}T14:00`);
    const to = (version: number, start: string, end: string) =>
      cast.as('buero', (call, permit) =>
        rescheduleSession(call, permit('soziotherapie.read'), id, version, { start: `${on}T${start}`, end: `${on}T${end}` }),
      );
    expect(await codeOf(to(1, '13:30', '14:30'))).toBe('therapist-overlap');
    expect(await to(1, '14:30', '15:30')).toMatchObject({ version: 2, state: 'PLANNED' });
    expect(await codeOf(to(1, '16:00', '17:00'))).toBe('version-old');
    await move(id, 'confirm', undefined, 'buero');
    expect(await to(3, '16:00', '17:00')).toMatchObject({ version: 4, state: 'CONFIRMED' });
    await move(id, 'cancel-by-client', 'krank', 'buero');
    expect(await codeOf(to(5, '17:00', '18:00'))).toBe('session-cancelled');
    expect(await stage.told(id)).toContain('soziotherapie.session.rescheduled');
  });
});

describe('cover at the door', () => {
  test('the last half hour is split at the border and nothing is pushed out silently (R16-07)', async () => {
    const on = past();
    const one = await stage.openCase({ familyName: 'Rest' });
    await putPrescription(stage, one, { kind: 'TRIAL', units: 1, issuedOn: '2026-03-02' });
    const [early, late, over] = [
      await planned(one, `${on}T07:00`, `${on}T07:30`),
      await planned(one, `${on}T09:00`, `${on}T10:00`),
      await planned(one, `${on}T10:30`, `${on}T11:30`),
    ];
    const split = await deliver(late, `${on}T09:00`, `${on}T10:00`);
    expect(split.parts).toMatchObject([{ status: 'EXEMPT', minutes: 60 }]);
    // delivered later, but earlier on the day: it would take the cover of the other
    expect(await codeOf(deliver(early, `${on}T07:00`, `${on}T07:30`))).toBe('risk-not-confirmed');
    expect(await codeOf(deliver(over, `${on}T10:30`, `${on}T11:30`))).toBe('session-not-covered');
    const risk = await deliver(early, `${on}T07:00`, `${on}T07:30`, { riskConfirmed: true });
    expect(risk.parts).toMatchObject([{ status: 'EXEMPT', minutes: 30 }]);
    const { sessions } = await cast.as('weidner', (call, permit) => listSessions(call, permit('soziotherapie.read'), one.episodeId));
    expect(sessions.find(({ id }) => id === late)?.parts).toMatchObject([
      { status: 'EXEMPT', minutes: 30 },
      { status: 'UNCOVERED', minutes: 30, because: 'units-used-up' },
    ]);
    expect(sessions.find(({ id }) => id === early)).toMatchObject({ riskConfirmed: true });
  });

  test('in hospital is refused; on the day of admission it needs a note (R17-01, R17-02)', async () => {
    const on = past();
    await stage.admin.query(
      `insert into soziotherapie.hospital_stay (id, person_id, organisation_id, admitted_on, admitted_at, recorded_at) values (gen_random_uuid(), $1, $2, $3, '09:00', now())`,
      [client.personId, stage.practices.musterweg, on],
    );
    const [before, after] = [await planned(client, `${on}T07:00`, `${on}T08:00`), await planned(client, `${on}T10:00`, `${on}T11:00`)];
    expect(await codeOf(deliver(after, `${on}T10:00`, `${on}T11:00`))).toBe('in-hospital');
    expect(await codeOf(deliver(before, `${on}T07:00`, `${on}T08:00`))).toBe('hospital-note-missing');
    expect(await deliver(before, `${on}T07:00`, `${on}T08:00`, { hospitalNote: 'Vor der Aufnahme zu Hause.' })).toMatchObject({
      state: 'DELIVERED',
    });
  });

  test('S20: a visit of the home nurses at the same time needs a reason; both go on', async () => {
    const on = past();
    await cast.as('weidner', async (call) => {
      const id = call.newId();
      const place = { table: 'soziotherapie.parallel_care', column: 'details_sealed', row: id };
      const visits = [{ start: `${on}T10:00`, end: `${on}T10:30` }];
      await call.tx
        .insertInto('soziotherapie.parallel_care')
        .values({
          id,
          person_id: client.personId,
          organisation_id: stage.practices.musterweg,
          kind: 'pHKP',
          from_on: '2026-03-01',
          details_sealed: await call.sealer.seal(call.tx, client.personId, place, JSON.stringify({ goals: [], visits })),
          recorded_at: call.now,
        })
        .execute();
    });
    const [first] = await plan('weidner', client, `${on}T10:15`, `${on}T11:15`);
    expect(first?.warnings).toContainEqual(expect.objectContaining({ code: 'nursing-overlap', rule: 'R20' }));
    const id = first?.id ?? '';
    expect(await codeOf(deliver(id, `${on}T10:15`, `${on}T11:15`))).toBe('nursing-overlap-reason-missing');
    const both = await deliver(id, `${on}T10:15`, `${on}T11:15`, { nursingReason: 'Gemeinsame Übergabe.' });
    expect(both).toMatchObject({ state: 'DELIVERED', parts: [{ status: 'APPROVED', minutes: 60 }] });
    expect(both.warnings).toContainEqual(expect.objectContaining({ code: 'nursing-overlap' }));
  });
});

describe('documentation in time (R21)', () => {
  test('S8: written after 127 hours it waits for the lead, with reason and server time', async () => {
    const one = await stage.openCase({ givenName: 'Hartmut', familyName: 'Sievers', helper: 'brueck' });
    await putPrescription(stage, one, { issuedOn: '2026-05-01', approved: { units: 30, postedOn: '2026-05-01' } });
    clock.turnTo('2026-05-04T11:00');
    const id = (await plan('brueck', one, '2026-05-04T10:00', '2026-05-04T11:00'))[0]?.id ?? '';
    await deliver(id, '2026-05-04T10:00', '2026-05-04T11:00', {}, 'brueck');
    clock.turnTo('2026-05-09T18:00');
    expect(await codeOf(write(id, {}, 'brueck'))).toBe('late-reason-missing');
    expect(await write(id, { lateReason: 'Eine Woche krank.' }, 'brueck')).toMatchObject({ state: 'LATE_PENDING' });
    const [event] = await stage.look<{ data: { hours: number; timeliness: string } }>(
      `select data from platform.event where object_id = $1 and action = 'soziotherapie.session.documented'`,
      id,
    );
    expect(event?.data).toMatchObject({ hours: 127, timeliness: 'very-late' });
    expect(await openTasks('sozio-late-release', id)).toEqual([{ assignee_role: 'lead' }]);
    const seen = await view(id, 'brueck');
    expect(seen).toMatchObject({ documentedAt: '2026-05-09T16:00:00Z', lateReason: 'Eine Woche krank.' });
    expect(await codeOf(sign(id, signature, 'brueck'))).toBe('late-release-missing');
    expect(await codeOf(move(id, 'release-late', 'war krank', 'buero'))).toBe('session-not-for-role');
    expect(await codeOf(move(id, 'release-late', undefined, 'leitung'))).toBe('session-reason-missing');
    expect(await move(id, 'release-late', 'glaubhaft', 'leitung')).toMatchObject({ state: 'DOCUMENTED' });
    expect(await openTasks('sozio-late-release', id)).toEqual([]);
    expect(await view(id, 'brueck')).toMatchObject({ lateReleased: true, documentedAt: '2026-05-09T16:00:00Z' });
  });

  test.each([
    ['in the evening of the same day it is on time', 7 * 60, undefined, 'DOCUMENTED'],
    ['after exactly 24 hours it is on time', 24 * 60, undefined, 'DOCUMENTED'],
    ['a minute later it needs a reason', 24 * 60 + 1, undefined, 'late-reason-missing'],
    ['with a reason it is documented', 24 * 60 + 1, 'Stau', 'DOCUMENTED'],
    ['after exactly 72 hours it is still documented', 72 * 60, 'Stau', 'DOCUMENTED'],
    ['after that it waits for the lead', 72 * 60 + 1, 'Stau', 'LATE_PENDING'],
  ])('%s', async (_, minutes, lateReason, expected) => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    clock.turnTo(`${on}T11:00`);
    clock.pass({ minutes });
    const outcome = await write(id, lateReason ? { lateReason } : {}).then(
      ({ state }) => state,
      (refusal: Refusal) => refusal.code,
    );
    expect(outcome).toBe(expected);
    skipDays(4);
  });
});

describe('what did not take place', () => {
  test('three no-shows in a row become a task to speak to the prescriber; a visit in between ends the row', async () => {
    const one = await stage.openCase({ familyName: 'Fernbleiber' });
    await putPrescription(stage, one, { approved: { units: 30, postedOn: '2026-03-02' } });
    const missed = async () => {
      const on = past();
      const id = await planned(one, `${on}T10:00`, `${on}T11:00`);
      await move(id, 'mark-no-show', 'nicht geöffnet', 'weidner');
    };
    const came = async () => {
      const on = past();
      await deliver(await planned(one, `${on}T10:00`, `${on}T11:00`), `${on}T10:00`, `${on}T11:00`);
    };
    await missed();
    await missed();
    await came();
    await missed();
    await missed();
    expect(await openTasks('sozio-contact-prescriber', one.episodeId)).toEqual([]);
    await missed();
    expect(await openTasks('sozio-contact-prescriber', one.episodeId)).toEqual([{ assignee_role: 'soziotherapist' }]);
    expect(
      await stage.look(`select sum(minutes)::int as minutes from soziotherapie.ledger_entry where person_id = $1`, one.personId),
    ).toEqual([{ minutes: 60 }]);
  });

  test('marked by mistake: a delivered session becomes a no-show and gives its units back', async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    expect(await codeOf(move(id, 'mark-no-show'))).toBe('session-reason-missing');
    expect(await move(id, 'mark-no-show', 'verwechselt')).toMatchObject({ state: 'NO_SHOW' });
    expect(
      await stage.look('select kind, minutes from soziotherapie.ledger_entry where session_id = $1 order by recorded_at, kind desc', id),
    ).toEqual([
      { kind: 'OWN_SINGLE', minutes: 60 },
      { kind: 'CORRECTION', minutes: -60 },
    ]);
  });
});

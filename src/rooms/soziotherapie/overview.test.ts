import { randomUUID } from 'node:crypto';
import { afterAll, describe, expect, test } from 'vitest';
import { asSystem } from '#platform/call.ts';
import { freshDatabase } from '#test/database.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { readFile } from './actions/file-view.ts';
import { findClients, listClients, readBoard, readOverview } from './actions/overview.ts';
import type { Form26 } from './contract/forms.ts';

const stage = await setSoziotherapie(await freshDatabase());
const { cast, admin, helpers, practices, openCase } = stage;
afterAll(() => stage.close());

const overviewOf = (who: ServiceName) => cast.as(who, (call, permit) => readOverview(call, permit('soziotherapie.read')));
const fileOf = async (who: ServiceName, { episodeId }: Case) =>
  (await cast.as(who, (call, permit) => readFile(call, permit('soziotherapie.read'), episodeId))).answer;
const clientsOf = (who: ServiceName, query: Parameters<typeof listClients>[2] = { which: 'open', page: 1 }) =>
  cast.as(who, (call, permit) => listClients(call, permit('soziotherapie.read'), query));
const boardOf = () => cast.as('buero', (call, permit) => readBoard(call, permit('soziotherapie.office')));
const dueOf = async (who: ServiceName, { episodeId }: Case) =>
  (await overviewOf(who)).due.filter((one) => one.episodeId === episodeId).map(({ kind, tone, dueOn }) => [kind, tone, dueOn]);

/** A session past the actions; the day is its own. */
async function putSession({ personId, episodeId }: Case, state: string, start: string, minutes = 60): Promise<string> {
  const id = randomUUID();
  const begin = Temporal.PlainDateTime.from(start);
  const end = begin.add({ minutes });
  const at = (time: Temporal.PlainDateTime) => time.toZonedDateTime('Europe/Berlin').toInstant().toString();
  await admin.query(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes,
       place_kind, created_at, late_reason_sealed)
     select $1, e.person_id, e.organisation_id, e.id, e.practitioner_id, 'single', $3::text, $4, $5, $6, $7, $8, $9, 'home', now(),
       case when $3::text = 'LATE_PENDING' then '\\x00'::bytea end
     from soziotherapie.episode e where e.id = $2 and e.person_id = $10`,
    [id, episodeId, state, start, end.toString().slice(0, 16), start.slice(0, 10), at(begin), at(end), minutes, personId],
  );
  return id;
}
/** A plan in force, or one that waits for signatures. */
async function putPlan(of: Case, prescriptionId: string, state: 'agreed' | 'offered', on: string): Promise<void> {
  const id = randomUUID();
  const goal = randomUUID();
  const content = {
    farGoals: [{ id: randomUUID(), text: 'Ich gehe allein zum Arzt.', sign: '' }],
    nearGoals: [{ id: goal, farGoalId: null, text: 'Die Spritze hole ich selbst.', sign: '' }],
    measures: [
      {
        id: randomUUID(),
        kind: 'MOTIVATION_TRAINING',
        text: '',
        nearGoalIds: [goal],
        frequency: 1,
        per: 'WEEK',
        from: null,
        to: null,
        setting: 'single',
      },
    ],
  };
  const sealed = await asSystem(stage.world, 'test', (call) =>
    call.sealer.seal(call.tx, of.personId, { table: 'soziotherapie.care_plan', column: 'sealed', row: id }, JSON.stringify(content)),
  );
  // past the steps of a plan, which have tests of their own
  await admin.query('set session_replication_role = replica');
  await admin.query(
    `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, signed_on, offered_at, content_digest, written_at, written_by)
     select $1, e.person_id, e.organisation_id, e.id, $3, (select count(*) + 1 from soziotherapie.care_plan c where c.episode_id = e.id), $4, $5, $6, case when $4 = 'agreed' then $6::date end, $6::date, sha256('x'), $6::date, $1
     from soziotherapie.episode e where e.id = $2`,
    [id, of.episodeId, prescriptionId, state, sealed, on],
  );
  await admin.query('set session_replication_role = origin');
}
/** Everything as it should be: approved, planned, reviewed lately. */
async function calm(client: Parameters<typeof openCase>[0] = {}): Promise<Case & { prescriptionId: string }> {
  const made = await openCase(client);
  const prescriptionId = await putPrescription(stage, made, { issuedOn: '2026-02-02', approved: { units: 30, postedOn: '2026-02-16' } });
  await admin.query("update soziotherapie.prescription set usage = 'IN_USE' where id = $1", [prescriptionId]);
  await putPlan(made, prescriptionId, 'agreed', '2026-02-16');
  return { ...made, prescriptionId };
}
const change = (text: string, ...values: unknown[]) => admin.query(text, values);

describe('who needs what today', () => {
  test('a case in which all is done stands on no list; what is missing appears, and goes when it is done', async () => {
    const made = await calm({ familyName: 'Ruhig' });
    expect(await dueOf('weidner', made)).toEqual([]);

    const session = await putSession(made, 'DELIVERED', '2026-02-27T10:00');
    expect(await dueOf('weidner', made)).toEqual([['note-missing', 'late', '2026-02-28']]);
    await change("update soziotherapie.session set state = 'DOCUMENTED' where id = $1", session);
    expect(await dueOf('weidner', made)).toEqual([['signature-missing', 'late', '2026-02-28']]);
    await change("update soziotherapie.session set state = 'SIGNED' where id = $1", session);
    expect(await dueOf('weidner', made)).toEqual([]);

    const { prescriptionId } = made;
    await change('update soziotherapie.prescription set used_parts = 25 * 180 where id = $1', prescriptionId);
    expect(await dueOf('weidner', made)).toEqual([['follow-up', 'soon', null]]);
    const next = await putPrescription(stage, made, { kind: 'FOLLOW_UP', issuedOn: '2026-02-27', receivedOn: null });
    await change(
      "update soziotherapie.prescription set state = 'COMPLETE', submit_until = '2026-03-04', submitted_on = null where id = $1",
      next,
    );
    expect(await dueOf('buero', made)).toEqual([['submission', 'soon', '2026-03-04']]);
    await change("update soziotherapie.prescription set state = 'SUBMITTED', submitted_on = '2026-03-02' where id = $1", next);
    expect(await dueOf('buero', made)).toEqual([['receipt-missing', 'soon', '2026-03-04']]);
    await change(
      "update soziotherapie.prescription set state = 'PROVISIONAL', submitted_on = '2026-02-27', received_on = '2026-02-27', decision_due_on = '2026-03-03' where id = $1",
      next,
    );
    expect(await dueOf('buero', made)).toEqual([['decision-open', 'now', '2026-03-03']]);
    await change("update soziotherapie.prescription set decision_due_on = '2026-02-27' where id = $1", next);
    expect(await dueOf('buero', made)).toEqual([['deemed-approval', 'late', '2026-02-27']]);
  });

  test('a refusal shows the clock of the objection, a plan without signatures and a late note whose work they are', async () => {
    const made = await openCase({ familyName: 'Widrig', state: 'IN_APPLICATION' });
    const refused = await putPrescription(stage, made, { issuedOn: '2026-02-02', approved: { units: 0, postedOn: '2026-02-20' } });
    await change("update soziotherapie.decision set objection_until = '2026-03-24' where prescription_id = $1", refused);
    await putPlan(made, refused, 'offered', '2026-02-26');
    await putSession(made, 'LATE_PENDING', '2026-02-19T10:00');
    expect(await dueOf('leitung', made)).toEqual([
      ['late-release', 'now', null],
      ['plan-unsigned', 'soon', null],
    ]);
    await change("update soziotherapie.decision set objection_until = '2026-03-12' where prescription_id = $1", refused);
    expect(await dueOf('weidner', made)).toContainEqual(['objection', 'soon', '2026-03-12']);
    await change("update soziotherapie.decision set objection_until = '2026-02-27' where prescription_id = $1", refused);
    expect(await dueOf('buero', made)).toEqual([['refusal-final', 'late', '2026-02-27']]);
  });

  test('a Soziotherapeut sees his clients, the office its own work, the lead all of the practice, and nobody another practice', async () => {
    const made = await calm({ familyName: 'Meiner' });
    await change('update soziotherapie.prescription set used_parts = 27 * 180 where id = $1', made.prescriptionId);
    expect(await dueOf('weidner', made)).toHaveLength(1);
    expect(await dueOf('leitung', made)).toHaveLength(1);
    expect(await dueOf('buero', made)).toEqual([]);
    expect(await dueOf('brueck', made)).toEqual([]);
    expect((await overviewOf('fremd')).due).toEqual([]);
    expect((await overviewOf('fremdbuero')).clients).toBe(0);
    expect([(await overviewOf('weidner')).scope, (await overviewOf('buero')).scope, (await overviewOf('leitung')).scope]).toEqual([
      'own',
      'office',
      'practice',
    ]);
  });

  test('reviews are no work of the office and are not read for it', async () => {
    const made = await openCase({ familyName: 'Rueckblick' });
    const prescriptionId = await putPrescription(stage, made, { issuedOn: '2025-11-03', approved: { units: 30, postedOn: '2025-11-17' } });
    await putPlan(made, prescriptionId, 'agreed', '2025-12-01');
    expect(await dueOf('weidner', made)).toEqual([['review', 'late', '2026-02-01']]);
    expect(await dueOf('buero', made)).toEqual([]);
    expect((await fileOf('buero', made)).due.map(({ kind }) => kind)).not.toContain('review');
  });

  test('the visits of today stand in the order of the route, with the address; no visit of a colleague', async () => {
    const one = await calm({ familyName: 'Zuletzt' });
    const two = await calm({ familyName: 'Zuerst' });
    const late = await putSession(one, 'PLANNED', '2026-03-02T14:00');
    const early = await putSession(two, 'PLANNED', '2026-03-02T16:00');
    const gone = await putSession(one, 'CANCELLED_PATIENT', '2026-03-02T11:00');
    await putSession(two, 'PLANNED', '2026-03-03T10:00');
    await change('update soziotherapie.session set route_order = $2 where id = $1', early, 1);
    await change('update soziotherapie.session set route_order = $2 where id = $1', late, 2);
    const { visits } = await overviewOf('weidner');
    expect(visits.map(({ sessionId }) => sessionId)).toEqual([early, late]);
    expect(visits[1]).toMatchObject({
      name: 'Almut Zuletzt',
      start: '2026-03-02T14:00',
      address: 'Lindenstr. 7, 53111 Bonn',
      helperName: 'Jonas Weidner',
    });
    expect(visits.map(({ sessionId }) => sessionId)).not.toContain(gone);
    expect((await overviewOf('brueck')).visits).toEqual([]);
    expect((await overviewOf('leitung')).visits).toHaveLength(2);
  });

  test('each case that is shown stands in the log as read, once', async () => {
    const made = await calm({ familyName: 'Protokoll' });
    await putSession(made, 'DELIVERED', '2026-02-27T12:00');
    await putSession(made, 'DELIVERED', '2026-02-26T12:00');
    const before = (await stage.told(made.episodeId)).length;
    await overviewOf('weidner');
    expect((await stage.told(made.episodeId)).slice(before)).toEqual(['soziotherapie.overview.read']);
  });
});

describe('the list of clients', () => {
  test('has state, helper, next visit and units left, and no diagnosis', async () => {
    const made = await calm({ familyName: 'Listig' });
    await change('update soziotherapie.prescription set used_parts = 12 * 180 where id = $1', made.prescriptionId);
    await putSession(made, 'CONFIRMED', '2026-03-05T10:00');
    const row = (await clientsOf('buero')).clients.find(({ episodeId }) => episodeId === made.episodeId);
    expect(row).toEqual({
      episodeId: made.episodeId,
      personId: made.personId,
      name: 'Almut Listig',
      state: 'ACTIVE',
      helperName: 'Jonas Weidner',
      nextVisit: '2026-03-05T10:00',
      leftHundredths: 1800,
      leftMinutes: 7200,
      openedOn: '2026-02-02',
      closedOn: null,
    });
    expect((await clientsOf('brueck')).clients).toEqual([]);
    expect(await stage.told(made.episodeId)).toContain('soziotherapie.clients.read');
  });

  test('ended cases come by pages and by name; the palette finds by name, open ones first', async () => {
    const ended = await calm({ familyName: 'Abgeschlossen' });
    await change(
      "update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-02-20', close_reason = 'GOAL_REACHED' where id = $1",
      ended.episodeId,
    );
    const open = await calm({ familyName: 'Abgeholt' });
    expect((await clientsOf('leitung', { which: 'ended', q: 'schlossen almut', page: 1 })).clients).toMatchObject([
      { episodeId: ended.episodeId, leftMinutes: null },
    ]);
    expect((await clientsOf('leitung', { which: 'ended', q: '100%', page: 1 })).clients).toEqual([]);
    const found = await cast.as('buero', (call, permit) => findClients(call, permit('soziotherapie.read'), 'abge'));
    expect(found.found.map(({ episodeId }) => episodeId)).toEqual([open.episodeId, ended.episodeId]);
    expect((await cast.as('fremdbuero', (call, permit) => findClients(call, permit('soziotherapie.read'), 'abge'))).found).toEqual([]);
  });
});

test('the board shows every prescription of the practice in its column', async () => {
  const made = await calm({ familyName: 'Brett' });
  await change('update soziotherapie.prescription set used_parts = 25 * 180 where id = $1', made.prescriptionId);
  const sent = await putPrescription(stage, made, { kind: 'FOLLOW_UP', issuedOn: '2026-02-27' });
  const old = await putPrescription(stage, made, { kind: 'TRIAL', issuedOn: '2025-10-01', units: 5 });
  await change("update soziotherapie.prescription set usage = 'LAPSED' where id = $1", old);
  const cards = (await boardOf()).cards.filter(({ episodeId }) => episodeId === made.episodeId);
  expect(cards.map(({ prescriptionId, column }) => [prescriptionId, column])).toEqual([
    [made.prescriptionId, 'in-use'],
    [sent, 'submitted'],
  ]);
  expect(cards[0]).toMatchObject({
    name: 'Almut Brett',
    payerName: 'Techniker Krankenkasse',
    granted: 30,
    usedHundredths: 2500,
    number: 1,
  });
});

describe('a file', () => {
  test('is hidden from strangers; a restricted one opens for the lead alone', async () => {
    const made = await calm({ familyName: 'Verborgen' });
    for (const who of ['brueck', 'fremd', 'fremdbuero'] as const)
      await expect(fileOf(who, made)).rejects.toMatchObject({ code: 'not-found' });
    await change('update soziotherapie.episode set restricted_at = now() where id = $1', made.episodeId);
    for (const who of ['weidner', 'buero'] as const) await expect(fileOf(who, made)).rejects.toMatchObject({ code: 'not-found' });
    expect((await fileOf('leitung', made)).restricted).toBe(true);
    expect((await clientsOf('buero')).clients.map(({ episodeId }) => episodeId)).not.toContain(made.episodeId);
  });

  test('shows head, hours, forecast and disputed days as the rules count them', async () => {
    const made = await calm({ familyName: 'Stunden', birthDate: '1992-01-31' });
    await change(
      "insert into soziotherapie.contingent_window (person_id, start_on, end_on) values ($1, '2026-02-03', '2029-02-02')",
      made.personId,
    );
    for (const day of ['2026-02-03', '2026-02-10', '2026-02-17', '2026-02-24'])
      await change(
        `insert into soziotherapie.ledger_entry (id, person_id, organisation_id, day, kind, minutes, parts, prescription_id, recorded_at)
         values (gen_random_uuid(), $1, $2, $3, 'OWN_SINGLE', 60, 180, $4, now())`,
        made.personId,
        practices.musterweg,
        day,
        made.prescriptionId,
      );
    await putSession(made, 'PLANNED', '2026-03-05T12:00');
    const view = await fileOf('weidner', made);
    expect(view).toMatchObject({
      name: 'Almut Stunden',
      age: 34,
      place: '53111 Bonn',
      state: 'ACTIVE',
      helper: { name: 'Jonas Weidner' },
      prescriber: { name: 'Dr. Frauke Distelkamp' },
      cover: { payerName: 'Techniker Krankenkasse', kvnr: 'A123456780' },
      copay: { status: 'due', until: null },
      nextVisit: { start: '2026-03-05T12:00', placeKind: 'home' },
      window: { start: '2026-02-03', end: '2029-02-02', usedMinutes: 240 },
      holidays: 'NW',
    });
    expect(view.contingent).toMatchObject({
      remainingMinutes: 6960,
      leftHundredths: 2600,
      approvedToMinutes: 6960 - 26 * 60,
      disputed: { from: '2029-02-02', to: '2029-02-02' },
      forecast: { paceHundredths: 100, paceDays: 28 },
    });
    expect(view.contingent.points.at(-1)).toEqual({ day: '2026-03-02', leftMinutes: 6960 });
    expect(view.contingent.entries.map(({ leftMinutes }) => leftMinutes)).toEqual([7140, 7080, 7020, 6960]);
    expect(view.plan).toMatchObject({
      farGoals: ['Ich gehe allein zum Arzt.'],
      nearGoals: [{ measure: { frequency: 1, per: 'WEEK' }, sessions: 0 }],
    });
  });

  test('names diagnosis and GAF for who accompanies and the lead; the office and a deputy see the check list without them', async () => {
    const made = await calm({ familyName: 'Befund' });
    const form: Form26 = {
      form: '26',
      kind: 'INITIAL',
      diagnoses: [{ code: 'F20.0', certainty: 'G', text: null }],
      gaf: 38,
      cannotUseCareIndependently: true,
      hospitalReason: 'AVOID',
      therapyAbility: true,
      unitsPrescribed: 30,
    };
    const sealed = await asSystem(stage.world, 'test', (call) =>
      call.sealer.seal(
        call.tx,
        made.personId,
        { table: 'soziotherapie.prescription', column: 'form_sealed', row: made.prescriptionId },
        JSON.stringify(form),
      ),
    );
    await change('update soziotherapie.prescription set form_sealed = $2 where id = $1', made.prescriptionId, sealed);
    await change(
      `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
       values ($1, $2, 'substitute', $3, $4, 'episode', $5, '2015-01-01')`,
      randomUUID(),
      made.personId,
      helpers.brueck,
      practices.musterweg,
      made.episodeId,
    );
    for (const who of ['weidner', 'leitung'] as const) {
      const view = await fileOf(who, made);
      expect(view.care).toEqual({ diagnoses: [{ code: 'F20.0', certainty: 'G' }], gaf: 38 });
      expect(view.check?.lines).toContainEqual(
        expect.objectContaining({ code: 'diagnosis-in-list', answer: 'yes', facts: { code: 'F20.0', certainty: 'G' } }),
      );
    }
    for (const who of ['buero', 'brueck'] as const) {
      const view = await fileOf(who, made);
      expect(view.care).toBeNull();
      expect(JSON.stringify(view)).not.toMatch(/F20|"gaf":38/);
      expect(view.check?.lines.length).toBeGreaterThan(5);
    }
    expect((await fileOf('buero', made)).plan).not.toBeNull();
    expect((await fileOf('brueck', made)).plan).toBeNull();
    for (const { source } of (await fileOf('weidner', made)).check?.lines ?? []) expect(source).toMatch(/§|Muster/);
  });
});

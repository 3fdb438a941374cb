import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision.ts';
import { readFileContent } from '#rooms/records/actions/read.ts';
import { freshDatabase } from '#test/database.ts';
import { type Case, putPrescription, type ServiceName, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { deliverSession, documentSession, recordVisit, signSession } from './actions/deliver.ts';
import { amendNote, getNotes } from './actions/notes.ts';
import { judgePlan, moveSession, type PlainEvent, planSessions, rescheduleSession } from './actions/sessions.ts';
import { getSession, listSessions } from './actions/sessions-read.ts';
import { Note, Signature } from './contract/notes.ts';
import { Visit } from './contract/sessions.ts';

const database = await freshDatabase();
const stage = await setSoziotherapie(database);
const { cast, clock } = stage;
afterAll(() => stage.close());

const note = (more: Partial<Note> = {}): Note =>
  Note.parse({
    kinds: ['COORDINATION'],
    goalIds: [],
    done: 'Gemeinsam beim Jobcenter angerufen und den Termin vorbereitet.',
    reaction: 'Erleichtert.',
    nextStep: 'Unterlagen mitbringen.',
    ...more,
  });
const STROKES: [number, number][][] = [
  [
    [100, 100],
    [300, 250],
    [500, 90],
  ],
];
const signature = Signature.parse({ how: 'screen', strokes: STROKES });
const wish = (start: string, end: string, more = {}) => ({ start, end, placeKind: 'home' as const, weeks: 1, ...more });

const plan = async (who: ServiceName, { episodeId }: Case, start: string, end: string, more = {}) => {
  const { sessions } = await cast.as(who, (call, permit) =>
    planSessions(call, permit('soziotherapie.read'), episodeId, wish(start, end, more)),
  );
  return sessions;
};
const planned = async (one: Case, start: string, end: string) => (await plan('weidner', one, start, end))[0]?.id ?? '';
const view = (id: string, who: ServiceName = 'weidner') =>
  cast.as(who, (call, permit) => getSession(call, permit('soziotherapie.read'), id));
const deliver = async (id: string, start: string, end: string, more = {}, who: ServiceName = 'weidner') => {
  const { version } = await view(id, who);
  return cast.as(who, (call, permit) =>
    deliverSession(call, permit('soziotherapie.care'), id, version, { start, end, placeKind: 'home', ...more }),
  );
};
const write = async (id: string, more: { note?: Note; thirdParty?: string; lateReason?: string } = {}, who: ServiceName = 'weidner') => {
  const { version } = await view(id, who);
  return cast.as(who, (call, permit) => documentSession(call, permit('soziotherapie.care'), id, version, { note: note(), ...more }));
};
const sign = async (id: string, how: Signature = signature, who: ServiceName = 'weidner') => {
  const { version } = await view(id, who);
  return cast.as(who, (call, permit) => signSession(call, permit('soziotherapie.care'), id, version, how));
};
const move = async (id: string, event: PlainEvent, reason?: string, who: ServiceName = 'weidner') => {
  const { version } = await view(id, who);
  return cast.as(who, (call, permit) => moveSession(call, permit('soziotherapie.read'), id, version, event, reason));
};
const code = async (work: Promise<unknown>) =>
  work.then(
    () => 'went through',
    (fault: Refusal) => fault.code ?? String(fault),
  );
const openTasks = (kind: string, objectId: string) =>
  stage.look<{ assignee_role: string }>(
    'select assignee_role from tasks.task where kind = $1 and object_id = $2 and done_at is null',
    kind,
    objectId,
  );

let client: Case;
beforeEach(async () => {
  clock.turnTo('2026-03-09T12:00');
  client = await stage.openCase();
  await putPrescription(stage, client, { approved: { units: 30, postedOn: '2026-03-02' } });
});
/** Every test at a day of its own: the helper is one and the same. */
let day = 0;
const nextDay = () => {
  day += 1;
  return Temporal.PlainDate.from('2026-03-09').add({ days: day }).toString();
};
const past = () => {
  const on = nextDay();
  clock.turnTo(`${on}T12:00`);
  return on;
};

describe('planning', () => {
  // the series of these tests go on for weeks
  afterAll(() => {
    day += 40;
  });
  test('one session, or one a week; what overlaps is left out of a series and refused alone', async () => {
    const on = nextDay();
    const [first] = await plan('weidner', client, `${on}T10:00`, `${on}T11:00`);
    expect(first).toMatchObject({ refused: null, version: 1, warnings: [] });
    const other = await stage.openCase({ familyName: 'Klinge' });
    await putPrescription(stage, other);
    const series = await plan('buero', other, `${on}T10:30`, `${on}T11:30`, { weeks: 4 });
    expect(series.map(({ refused }) => refused)).toEqual(['therapist-overlap', null, null, null]);
    expect(await code(plan('weidner', other, `${on}T10:59`, `${on}T11:30`))).toBe('therapist-overlap');
    // touching is fine, but there is a way between two homes (R26-01, R26-03)
    const [near] = await plan('weidner', other, `${on}T11:00`, `${on}T12:00`);
    expect(near?.warnings).toMatchObject([{ code: 'travel-too-short', rule: 'R26', facts: { minutes: 15 } }]);
    // another helper at the same time, but the client has only one
    expect(await code(plan('leitung', client, `${on}T10:30`, `${on}T11:00`, { practitionerId: stage.helpers.brueck }))).toBe(
      'client-already-booked',
    );
    expect(await code(plan('weidner', client, `${on}T16:00`, `${on}T17:00`, { practitionerId: stage.helpers.fremd }))).toBe(
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
    expect(await code(plan('weidner', ended, `${on}T10:00`, `${on}T11:00`))).toBe('episode-closed');
    expect(await code(plan('fremd', client, `${on}T10:00`, `${on}T11:00`))).toBe('not-found');
    expect(await code(plan('fremdbuero', client, `${on}T10:00`, `${on}T11:00`))).toBe('not-found');
    const free = await stage.openCase({ familyName: 'Niemand', helper: null });
    expect(await code(plan('buero', free, `${on}T10:00`, `${on}T11:00`))).toBe('session-helper-missing');
  });

  test('another time while it is planned or confirmed, never onto another session', async () => {
    const on = nextDay();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await planned(await stage.openCase({ familyName: 'Zweite' }), `${on}T13:00`, `${on}T14:00`);
    const to = (version: number, start: string, end: string) =>
      cast.as('buero', (call, permit) =>
        rescheduleSession(call, permit('soziotherapie.read'), id, version, { start: `${on}T${start}`, end: `${on}T${end}` }),
      );
    expect(await code(to(1, '13:30', '14:30'))).toBe('therapist-overlap');
    expect(await to(1, '14:30', '15:30')).toMatchObject({ version: 2, state: 'PLANNED' });
    expect(await code(to(1, '16:00', '17:00'))).toBe('version-old');
    await move(id, 'confirm', undefined, 'buero');
    expect(await to(3, '16:00', '17:00')).toMatchObject({ version: 4, state: 'CONFIRMED' });
    await move(id, 'cancel-by-client', 'krank', 'buero');
    expect(await code(to(5, '17:00', '18:00'))).toBe('session-cancelled');
    expect(await stage.told(id)).toContain('soziotherapie.session.rescheduled');
  });
});

describe('a unit at the door', () => {
  test('in one call: it took place, what was written, the signature on the screen; the contingent knows at once', async () => {
    const on = past();
    const sessionId = await planned(client, `${on}T10:00`, `${on}T11:00`);
    const visit = Visit.parse({
      sessionId,
      episodeId: client.episodeId,
      version: 1,
      start: `${on}T10:05`,
      end: `${on}T11:00`,
      placeKind: 'home',
      note: note(),
      thirdParty: 'Die Schwester klagt über Schulden.',
      signature: { how: 'screen', strokes: STROKES },
    });
    const done = await cast.as('weidner', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit));
    expect(done).toMatchObject({ id: sessionId, state: 'SIGNED', parts: [{ status: 'APPROVED', minutes: 45 }], warnings: [] });
    expect(await stage.look('select kind, minutes, parts from soziotherapie.ledger_entry where session_id = $1', sessionId)).toEqual([
      { kind: 'OWN_SINGLE', minutes: 45, parts: 135 },
    ]);
    const seen = await view(sessionId);
    expect(seen).toMatchObject({
      state: 'SIGNED',
      minutes: 55,
      notes: 1,
      signedHow: 'screen',
      next: ['mark-no-show', 'cancel-by-client', 'cancel-by-provider'],
    });
    const [file] = await stage.look<{ media_type: string; kind: string; audience: string }>(
      'select media_type, kind, audience from records.file where id = $1',
      seen.signatureFileId,
    );
    expect(file).toEqual({ media_type: 'image/png', kind: 'signature', audience: 'office' });
    expect(await stage.told(sessionId)).toEqual([
      'soziotherapie.session.planned',
      'soziotherapie.session.moved',
      'soziotherapie.session.moved',
      'soziotherapie.session.documented',
      'soziotherapie.session.moved',
      'soziotherapie.session.read',
    ]);
  });

  test('a visit that nobody had planned is recorded too, by whoever was there', async () => {
    const on = past();
    const visit = Visit.parse({
      sessionId: null,
      episodeId: client.episodeId,
      version: null,
      start: `${on}T07:00`,
      end: `${on}T08:00`,
      placeKind: 'outside',
      note: note(),
    });
    const done = await cast.as('weidner', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit));
    expect(done).toMatchObject({ state: 'DOCUMENTED', parts: [{ status: 'APPROVED', minutes: 60 }] });
    expect(await code(cast.as('leitung', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit)))).toBe(
      'session-helper-missing',
    );
    expect(await code(cast.as('brueck', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit)))).toBe('not-found');
  });

  test('what was written is sealed, the office sees that there was a session and nothing of it', async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    await write(id, { thirdParty: 'Der Vater trinkt.' });
    const [row] = await stage.look<{ sealed: Buffer }>('select sealed from soziotherapie.session_note where session_id = $1', id);
    expect(row?.sealed.includes('Jobcenter')).toBe(false);
    const { versions, thirdParty } = await cast.as('leitung', (call, permit) => getNotes(call, permit('soziotherapie.care'), id));
    expect(versions).toMatchObject([
      { number: 1, reason: null, start: `${on}T10:00`, author: 'Jonas Weidner', note: { nextStep: 'Unterlagen mitbringen.' } },
    ]);
    expect(thirdParty).toMatchObject([{ text: 'Der Vater trinkt.', number: 1 }]);
    expect(await view(id, 'buero')).toMatchObject({ state: 'DOCUMENTED', minutes: 60, notes: null, lateReason: null });
    expect(await code(cast.as('buero', (call, permit) => getNotes(call, permit('soziotherapie.care'), id)))).toBe('not-permitted');
    expect(await code(view(id, 'fremd'))).toBe('not-found');
    expect(await code(cast.as('fremd', (call, permit) => getNotes(call, permit('soziotherapie.care'), id)))).toBe('not-found');
  });

  test('a deputy reads and writes the session she leads, but no block about third parties', async () => {
    const on = past();
    await stage.admin.query(
      `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
       values (gen_random_uuid(), $1, 'substitute', $2, $3, 'episode', $4, '2026-01-01')`,
      [client.personId, stage.helpers.brueck, stage.practices.musterweg, client.episodeId],
    );
    const [own] = await plan('leitung', client, `${on}T10:00`, `${on}T11:00`, { practitionerId: stage.helpers.brueck });
    const id = own?.id ?? '';
    expect(await code(deliver(id, `${on}T10:00`, `${on}T11:00`))).toBe('session-not-yours');
    await deliver(id, `${on}T10:00`, `${on}T11:00`, {}, 'brueck');
    expect(await code(write(id, { thirdParty: 'Die Mutter ruft oft an.' }, 'brueck'))).toBe('third-party-not-for-deputy');
    await write(id, {}, 'brueck');
    const hers = await cast.as('brueck', (call, permit) => getNotes(call, permit('soziotherapie.care'), id));
    expect(hers.versions).toHaveLength(1);
  });

  test('D3: kinds, place and thirty characters; goals where a plan is in force, and only its own', async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    const faults = async (one: Partial<Note>) => {
      const fault = await write(id, { note: { ...note(), ...one } as Note }).catch((refusal: Refusal) => refusal);
      return 'detail' in fault ? fault.detail.errors?.map(({ pointer }) => pointer) : fault;
    };
    expect(await faults({ done: 'Kurz   telefoniert', reaction: '', nextStep: '' })).toEqual(['/note/done']);
    expect(await faults({ kinds: [] })).toEqual(['/note/kinds']);
    const goal = '01890000-0000-7000-8000-0000000000aa';
    expect(await faults({ goalIds: [goal] })).toEqual(['/note/goalIds']);
    expect(await code(write(id, { note: note({ goalIds: [goal] }) }))).toBe('goal-unknown');
    expect(await write(id)).toMatchObject({ state: 'DOCUMENTED' });
  });
});

describe('the client’s line of the service record (T3)', () => {
  const delivered = async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    await write(id);
    return id;
  };

  test('drawn on the screen it becomes a picture that opens; a touch by mistake is none', async () => {
    const id = await delivered();
    expect(
      await code(
        sign(
          id,
          Signature.parse({
            how: 'screen',
            strokes: [
              [[5, 5]],
              [
                [7, 7],
                [8, 8],
              ],
            ],
          }),
        ),
      ),
    ).toBe('signature-empty');
    expect(await sign(id, Signature.parse({ how: 'screen', strokes: STROKES, byGuardian: true }))).toMatchObject({ state: 'SIGNED' });
    const { signatureFileId } = await view(id);
    const { bytes, mediaType } = await cast.as('buero', (call) => readFileContent(call, signatureFileId ?? ''));
    expect(mediaType).toBe('image/png');
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([1000, 400]);
    const [event] = await stage.look<{ data: { byGuardian: boolean } }>(
      `select data from platform.event where object_id = $1 and action = 'soziotherapie.session.moved' and data->>'event' = 'sign'`,
      id,
    );
    expect(event?.data.byGuardian).toBe(true);
    expect(await code(sign(id))).toBe('session-signed');
  });

  test('why there is none is kept sealed and shown to the practice', async () => {
    const id = await delivered();
    expect(Signature.safeParse({ how: 'refused' }).success).toBe(false);
    await sign(id, Signature.parse({ how: 'not-possible', reason: 'Hand verletzt.' }));
    expect(await view(id, 'buero')).toMatchObject({ state: 'SIGNED', signedHow: 'not-possible', signatureReason: 'Hand verletzt.' });
  });

  test('on paper with a scan of this client, never of another one', async () => {
    const [id, other] = [await delivered(), await delivered()];
    await sign(id);
    const { signatureFileId: scan } = await view(id);
    await sign(other, Signature.parse({ how: 'paper', fileId: scan }));
    expect(await view(other)).toMatchObject({ signedHow: 'paper', signatureFileId: scan });
    client = await stage.openCase({ familyName: 'Fremde Akte' });
    await putPrescription(stage, client, { approved: { units: 30, postedOn: '2026-03-02' } });
    expect(await code(sign(await delivered(), Signature.parse({ how: 'paper', fileId: scan })))).toBe('file-not-found');
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
    expect(await code(deliver(early, `${on}T07:00`, `${on}T07:30`))).toBe('risk-not-confirmed');
    expect(await code(deliver(over, `${on}T10:30`, `${on}T11:30`))).toBe('session-not-covered');
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
    expect(await code(deliver(after, `${on}T10:00`, `${on}T11:00`))).toBe('in-hospital');
    expect(await code(deliver(before, `${on}T07:00`, `${on}T08:00`))).toBe('hospital-note-missing');
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
    expect(await code(deliver(id, `${on}T10:15`, `${on}T11:15`))).toBe('nursing-overlap-reason-missing');
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
    expect(await code(write(id, {}, 'brueck'))).toBe('late-reason-missing');
    expect(await write(id, { lateReason: 'Eine Woche krank.' }, 'brueck')).toMatchObject({ state: 'LATE_PENDING' });
    const [event] = await stage.look<{ data: { hours: number; timeliness: string } }>(
      `select data from platform.event where object_id = $1 and action = 'soziotherapie.session.documented'`,
      id,
    );
    expect(event?.data).toMatchObject({ hours: 127, timeliness: 'very-late' });
    expect(await openTasks('sozio-late-release', id)).toEqual([{ assignee_role: 'lead' }]);
    const seen = await view(id, 'brueck');
    expect(seen).toMatchObject({ documentedAt: '2026-05-09T16:00:00Z', lateReason: 'Eine Woche krank.' });
    expect(await code(sign(id, signature, 'brueck'))).toBe('late-release-missing');
    expect(await code(move(id, 'release-late', 'war krank', 'buero'))).toBe('session-not-for-role');
    expect(await code(move(id, 'release-late', undefined, 'leitung'))).toBe('session-reason-missing');
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
    day += 4;
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
    expect(await code(move(id, 'mark-no-show'))).toBe('session-reason-missing');
    expect(await move(id, 'mark-no-show', 'verwechselt')).toMatchObject({ state: 'NO_SHOW' });
    expect(
      await stage.look('select kind, minutes from soziotherapie.ledger_entry where session_id = $1 order by recorded_at, kind desc', id),
    ).toEqual([
      { kind: 'OWN_SINGLE', minutes: 60 },
      { kind: 'CORRECTION', minutes: -60 },
    ]);
  });
});

describe('amendments (T6)', () => {
  test('a new version, the old one readable, by the author or the lead; times only while nobody has signed', async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    const amend = (who: ServiceName, number: number, more = {}) =>
      cast.as(who, (call, permit) =>
        amendNote(call, permit('soziotherapie.care'), id, {
          number,
          note: note({ nextStep: 'Antrag abgeben.' }),
          reason: 'Nachtrag',
          ...more,
        }),
      );
    expect(await code(amend('weidner', 1))).toBe('session-not-documented');
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    await write(id);
    expect(await amend('weidner', 1)).toEqual({ id, number: 2 });
    expect(await code(amend('weidner', 1))).toBe('version-old');
    clock.pass({ minutes: 1 });
    expect(await amend('leitung', 2, { times: { start: `${on}T10:00`, end: `${on}T10:30`, placeKind: 'outside' } })).toEqual({
      id,
      number: 3,
    });
    expect(
      await stage.look('select kind, minutes from soziotherapie.ledger_entry where session_id = $1 order by recorded_at, kind desc', id),
    ).toEqual([
      { kind: 'OWN_SINGLE', minutes: 60 },
      { kind: 'OWN_SINGLE', minutes: 30 },
      { kind: 'CORRECTION', minutes: -60 },
    ]);
    await sign(id, Signature.parse({ how: 'refused', reason: 'Möchte nicht unterschreiben.' }));
    expect(await code(amend('weidner', 3, { times: { start: `${on}T10:00`, end: `${on}T11:00`, placeKind: 'home' } }))).toBe(
      'session-signed',
    );
    await stage.admin.query(`update soziotherapie.session set state = 'INVOICED' where id = $1`, [id]);
    expect(await code(amend('weidner', 3))).toBe('amend-after-invoice');
    expect(await amend('weidner', 3, { correctionInvoice: true })).toEqual({ id, number: 4 });
    expect(await openTasks('sozio-correction-invoice', id)).toEqual([{ assignee_role: 'office' }]);
    const { versions } = await cast.as('weidner', (call, permit) => getNotes(call, permit('soziotherapie.care'), id));
    expect(versions.map(({ number, end, reason }) => [number, end, reason])).toEqual([
      [1, `${on}T11:00`, null],
      [2, `${on}T11:00`, 'Nachtrag'],
      [3, `${on}T10:30`, 'Nachtrag'],
      [4, `${on}T10:30`, 'Nachtrag'],
    ]);
  });

  test('a colleague who may read it does not change it', async () => {
    const on = past();
    const id = await planned(client, `${on}T10:00`, `${on}T11:00`);
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    await write(id);
    await stage.admin.query(
      `insert into access.care_relation (id, person_id, kind, practitioner_id, organisation_id, cause_kind, cause_id, from_at)
       values (gen_random_uuid(), $1, 'substitute', $2, $3, 'episode', $4, '2026-01-01')`,
      [client.personId, stage.helpers.brueck, stage.practices.musterweg, client.episodeId],
    );
    const hers = cast.as('brueck', (call, permit) =>
      amendNote(call, permit('soziotherapie.care'), id, { number: 1, note: note(), reason: 'Besser so' }),
    );
    expect(await code(hers)).toBe('amend-not-for-you');
    await expect(stage.admin.query('set role geleit_app; update soziotherapie.session_note set number = 9')).rejects.toThrow(
      /permission denied/,
    );
    await stage.admin.query('reset role');
  });
});

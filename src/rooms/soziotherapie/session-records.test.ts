import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Refusal } from '#kernel/decision.ts';
import { readFileContent } from '#rooms/records/actions/read.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf } from '#test/refused.ts';
import { type Case, putPrescription, type ServiceName } from '#test/soziotherapie-stage.ts';
import { recordVisit } from './actions/deliver.ts';
import { amendNote, getNotes } from './actions/notes.ts';
import { type Note, Signature } from './contract/notes.ts';
import { Visit } from './contract/sessions.ts';
import { note, STROKES, sessionSteps } from './session-steps.fixture.ts';

const { stage, cast, clock, openClient, past, plan, planned, view, deliver, write, sign, openTasks } = await sessionSteps(
  await freshDatabase(),
);
afterAll(() => stage.close());

let client: Case;
beforeEach(async () => {
  client = await openClient();
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
    expect(await codeOf(cast.as('leitung', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit)))).toBe(
      'session-helper-missing',
    );
    expect(await codeOf(cast.as('brueck', (call, permit) => recordVisit(call, permit('soziotherapie.care'), visit)))).toBe('not-found');
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
    expect(await codeOf(cast.as('buero', (call, permit) => getNotes(call, permit('soziotherapie.care'), id)))).toBe('not-permitted');
    expect(await codeOf(view(id, 'fremd'))).toBe('not-found');
    expect(await codeOf(cast.as('fremd', (call, permit) => getNotes(call, permit('soziotherapie.care'), id)))).toBe('not-found');
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
    expect(await codeOf(deliver(id, `${on}T10:00`, `${on}T11:00`))).toBe('session-not-yours');
    await deliver(id, `${on}T10:00`, `${on}T11:00`, {}, 'brueck');
    expect(await codeOf(write(id, { thirdParty: 'Die Mutter ruft oft an.' }, 'brueck'))).toBe('third-party-not-for-deputy');
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
    expect(await codeOf(write(id, { note: note({ goalIds: [goal] }) }))).toBe('goal-unknown');
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
      await codeOf(
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
    expect(await codeOf(sign(id))).toBe('session-signed');
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
    expect(await codeOf(sign(await delivered(), Signature.parse({ how: 'paper', fileId: scan })))).toBe('file-not-found');
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
    expect(await codeOf(amend('weidner', 1))).toBe('session-not-documented');
    await deliver(id, `${on}T10:00`, `${on}T11:00`);
    await write(id);
    expect(await amend('weidner', 1)).toEqual({ id, number: 2 });
    expect(await codeOf(amend('weidner', 1))).toBe('version-old');
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
    expect(await codeOf(amend('weidner', 3, { times: { start: `${on}T10:00`, end: `${on}T11:00`, placeKind: 'home' } }))).toBe(
      'session-signed',
    );
    await stage.admin.query(`update soziotherapie.session set state = 'INVOICED' where id = $1`, [id]);
    expect(await codeOf(amend('weidner', 3))).toBe('amend-after-invoice');
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
    expect(await codeOf(hers)).toBe('amend-not-for-you');
    await expect(stage.admin.query('set role geleit_app; update soziotherapie.session_note set number = 9')).rejects.toThrow(
      /permission denied/,
    );
    await stage.admin.query('reset role');
  });
});

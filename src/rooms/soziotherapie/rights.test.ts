import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { form, pdf } from '#test/file-samples.ts';
import { openServiceDoor, type ServiceAsker, type ServiceDoor } from '#test/service-door.ts';
import { type Case, putPrescription } from '#test/soziotherapie-stage.ts';
import type { InsurerDocument } from './contract/package.ts';
import { FILE_PARTS } from './store/case-file.ts';

const database = await freshDatabase();
let door: ServiceDoor;
let reetz: Case;
let sessionId: string;
let prescriptionId: string;
let planId: string;
const THIRD = 'Die Schwester trinkt wieder';

beforeAll(async () => {
  door = await openServiceDoor(database);
  reetz = await door.stage.openCase();
  prescriptionId = await putPrescription(door.stage, reetz);
  await seal('soziotherapie.prescription', 'form_sealed', prescriptionId, JSON.stringify({ gaf: 38, diagnoses: [{ code: 'F20.0' }] }));
  ({ sessionId, planId } = await fill(reetz));
});
afterAll(() => door.close());

const put = (text: string, ...values: unknown[]) => door.stage.admin.query(text, values);
async function sealed(table: string, column: string, row: string, text: string, personId = reetz.personId): Promise<Buffer> {
  return door.stage.cast.asSystem((call) => call.sealer.seal(call.tx, personId, { table, column, row }, text));
}
const seal = async (table: string, column: string, row: string, text: string) =>
  put(`update ${table} set ${column} = $2 where id = $1`, row, await sealed(table, column, row, text));

/** A unit with a note in two versions, one about a third party, a plan and a rating. */
async function fill({ personId, episodeId }: Case) {
  const [session, plan, organisationId] = [randomUUID(), randomUUID(), door.stage.practices.musterweg];
  await put(
    `insert into soziotherapie.session (id, person_id, organisation_id, episode_id, practitioner_id, setting, state, start_local, end_local, day, starts_at, ends_at, minutes, place_kind, created_at)
     values ($1, $2, $3, $4, $5, 'single', 'DOCUMENTED', '2026-03-02T10:00', '2026-03-02T11:00', '2026-03-02', '2026-03-02T09:00Z', '2026-03-02T10:00Z', 60, 'home', now())`,
    session,
    personId,
    organisationId,
    episodeId,
    door.stage.helpers.weidner,
  );
  for (const [number, done] of [
    [1, 'Einkaufsweg erste Fassung'],
    [2, 'Einkaufsweg zweite Fassung'],
  ] as const) {
    const id = randomUUID();
    await put(
      `insert into soziotherapie.session_note (id, session_id, person_id, organisation_id, number, kinds, sealed, occurred_local, recorded_at, author_id) values ($1, $2, $3, $4, $5, '{training}', $6, '2026-03-02T10:00', now(), $7)`,
      id,
      session,
      personId,
      organisationId,
      number,
      await sealed('soziotherapie.session_note', 'sealed', id, JSON.stringify({ done, reaction: 'ruhig', nextStep: 'Bus üben' }), personId),
      door.stage.cast.account('weidner'),
    );
  }
  const third = randomUUID();
  await put(
    'insert into soziotherapie.third_party_note (id, session_id, person_id, organisation_id, number, sealed, recorded_at, author_id) values ($1, $2, $3, $4, 1, $5, now(), $6)',
    third,
    session,
    personId,
    organisationId,
    await sealed('soziotherapie.third_party_note', 'sealed', third, THIRD, personId),
    door.stage.cast.account('weidner'),
  );
  await put('set session_replication_role = replica'); // written as it stands after all steps
  await put(
    `insert into soziotherapie.care_plan (id, person_id, organisation_id, episode_id, prescription_id, number, state, sealed, valid_from, written_at, written_by, signed_on, offered_at, content_digest)
     values ($1, $2, $3, $4, $5, 1, 'agreed', $6, '2026-03-05', now(), $7, '2026-03-05', now(), sha256('x'))`,
    plan,
    personId,
    organisationId,
    episodeId,
    prescriptionId,
    await sealed('soziotherapie.care_plan', 'sealed', plan, JSON.stringify({ farGoals: [{ text: 'Wieder allein einkaufen' }] }), personId),
    door.stage.cast.account('weidner'),
  );
  await put('set session_replication_role = default');
  return { sessionId: session, planId: plan };
}

const stepUp = async (who: ServiceAsker) => {
  await door.stage.cast.token(who as 'leitung');
  await put(
    'update access.session set stepped_up_at = $2 where account_id = $1',
    door.stage.cast.account(who as 'leitung'),
    door.stage.clock.now.toString(),
  );
};
const of = (id = reetz.episodeId) => ({ params: { id } });
const versionOf = async (id = reetz.episodeId) =>
  (await door.stage.look<{ version: number }>('select version from soziotherapie.episode where id = $1', id))[0]?.version ?? 0;

describe('the client’s copy (D7)', () => {
  test('it needs the lead and a fresh code', async () => {
    await put('update access.session set stepped_up_at = null where account_id = $1', door.stage.cast.account('leitung'));
    expect((await door.ask('leitung', 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } })).code).toBe('step-up-needed');
    for (const who of ['weidner', 'buero', 'jana', 'tomasz'] as const)
      expect((await door.ask(who, 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } })).code).toBe('not-permitted');
    expect((await door.ask('fremdbuero', 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } })).status).not.toBe(200);
  });

  test('everything is in it, also old versions, releases, files and the access log; third parties are withheld and told', async () => {
    await door.get(
      'weidner',
      'records.uploadFile',
      form({ personId: reetz.personId, kind: 'letter', audience: 'care' }, [{ fileName: 'Brief.pdf', bytes: pdf() }]),
    );
    await stepUp('leitung');
    const answer = await door.ask('leitung', 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/json; charset=utf-8']);
    const copy = JSON.parse(answer.text);
    expect(copy).toMatchObject({
      format: 'geleit-case-file',
      subject: {
        name: 'Almut Reetz',
        birthDate: '1984-05-02',
        identifiers: [{ system: 'http://fhir.de/sid/gkv/kvid-10', value: 'A123456780' }],
      },
      withheld: { what: 'third-party', entries: 1 },
    });
    const rows = (key: string) => copy.sections.find((section: { key: string }) => section.key === key)?.rows ?? [];
    expect(rows('notes').map(({ content }: { content: { done: string } }) => content.done)).toEqual([
      'Einkaufsweg erste Fassung',
      'Einkaufsweg zweite Fassung',
    ]);
    expect(rows('prescriptions')[0].form).toMatchObject({ gaf: 38 });
    expect(rows('plans')[0].content.farGoals[0].text).toBe('Wieder allein einkaufen');
    expect(rows('notes')[0].author_name).toBe('Jonas Weidner');
    expect(Buffer.from(rows('files')[0].content, 'base64').equals(pdf())).toBe(true);
    expect(rows('accessLog').some(({ action }: { action: string }) => action === 'records.file.kept')).toBe(true);
    expect(answer.text).not.toContain(THIRD);
    expect(answer.text).not.toMatch(/sealed|digest/);
  });

  test('the PDF says the same in words, as an accessible document', async () => {
    await stepUp('leitung');
    const answer = await door.ask('leitung', 'soziotherapie.copyFile', { ...of(), body: { form: 'pdf' } });
    expect(answer.headers['content-type']).toBe('application/pdf');
    expect(answer.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const given = await door.get('leitung', 'soziotherapie.listDisclosures', of());
    const copies = given.disclosures.filter(({ kind }: { kind: string }) => kind === 'client-copy');
    expect(copies.map(({ form: f }: { form: string }) => f).sort()).toEqual(['json', 'pdf']);
    expect(copies.every(({ withheld }: { withheld: boolean }) => withheld)).toBe(true);
  });

  test('no table about a person is forgotten: each stands in the copy, or here with the reason', async () => {
    const NOT_IN: Record<string, string> = {
      'soziotherapie.third_party_note': 'withheld, and said to be so',
      'soziotherapie.session_part': 'how units were counted: follows from sessions and prescriptions',
      'soziotherapie.contingent': 'the row that writers lock',
      'soziotherapie.device_entry': 'what a phone sent; its content is in the notes',
      'soziotherapie.disclosed_document': 'the list behind a package, told with it',
      'people.safe_contact': 'how the desk reaches her safely; the network answers for it, not the practice',
      'people.recognition': 'keyed tokens; nobody can read them',
    };
    const { rows } = await door.stage.admin.query<{ name: string }>(
      `select c.table_schema || '.' || c.table_name as name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
       where c.column_name = 'person_id' and t.table_type = 'BASE TABLE' and c.table_schema in ('soziotherapie', 'people') order by 1`,
    );
    const known = new Set([...FILE_PARTS.map(({ table }) => table), ...Object.keys(NOT_IN)]);
    expect(rows.map(({ name }) => name).filter((name) => !known.has(name))).toEqual([]);
  });

  test('every sealed column of those tables is opened', async () => {
    const { rows } = await door.stage.admin.query<{ name: string; column: string }>(
      "select table_schema || '.' || table_name as name, column_name as column from information_schema.columns where column_name like '%sealed' and table_schema in ('soziotherapie', 'people')",
    );
    const missing = rows.filter(({ name, column }) => FILE_PARTS.some((part) => part.table === name && part.sealed[column] === undefined));
    expect(missing).toEqual([]);
  });
});

describe('access refused and access log (D8, D9)', () => {
  test('only the lead refuses, with one of two reasons', async () => {
    const ask = (who: ServiceAsker, reason: string) => door.ask(who, 'soziotherapie.refuseAccess', { ...of(), body: { reason } });
    expect((await ask('weidner', 'therapeutic')).code).toBe('not-permitted');
    expect((await ask('leitung', 'keine Zeit')).code).toBe('invalid-input');
    expect((await ask('leitung', 'therapeutic')).status).toBe(201);
  });

  test('the lead sees who read what, and only of her own practice', async () => {
    await door.get('buero', 'records.listFiles', { params: { id: reetz.personId } });
    const log = await door.get('leitung', 'soziotherapie.accessLog', of());
    expect(log.entries.find(({ action }: { action: string }) => action === 'records.list.read')).toMatchObject({
      who: 'Petra Hahn',
      kind: 'R',
    });
    for (const who of ['weidner', 'buero', 'tomasz'] as const)
      expect((await door.ask(who, 'soziotherapie.accessLog', of())).code).toBe('not-permitted');
    expect((await door.ask('fremdbuero', 'soziotherapie.accessLog', of())).status).toBe(404);
    const rows = await door.stage.cast.as('fremdbuero', async (call) => {
      const { personLog } = await import('./store/rights.ts');
      return personLog(call.tx, reetz.personId, null, 100);
    });
    expect(rows).toEqual([]);
  });
});

describe('packages (D12, D13)', () => {
  const insurer = (documents: unknown[], who: ServiceAsker = 'buero') =>
    door.ask(who, 'soziotherapie.makeInsurerPackage', {
      ...of(),
      body: { address: ['Techniker Krankenkasse', '20905 Hamburg'], documents },
    });
  const md = (documents: unknown[], who: ServiceAsker = 'weidner') =>
    door.ask(who, 'soziotherapie.makeMdPackage', {
      ...of(),
      body: {
        recipient: 'Medizinischer Dienst Nordrhein',
        address: ['Berliner Allee 52', '40212 Düsseldorf'],
        requestedOn: '2026-03-01',
        documents,
      },
    });

  test('notes cannot be attached for the insurer: no type, no contract, no row', async () => {
    // @ts-expect-error: the type has no word for it
    const note: InsurerDocument = { kind: 'session-notes', objectId: sessionId };
    expect((await insurer([note])).code).toBe('invalid-input');
    expect((await insurer([{ kind: 'review', objectId: sessionId }])).code).toBe('invalid-input');
    // a note's id under the name of a form
    expect((await insurer([{ kind: 'muster-26', objectId: sessionId }])).code).toBe('document-not-allowed');
    const made = await insurer([{ kind: 'muster-26', objectId: prescriptionId }]);
    await expect(
      put(
        "insert into soziotherapie.disclosed_document values ($1, 'insurer-package', 9, $2, $3, 'session-notes', $4)",
        made.json.id,
        reetz.personId,
        door.stage.practices.musterweg,
        sessionId,
      ),
    ).rejects.toThrow('insurer_positive_list');
    // and not by calling it another kind of package
    await expect(
      put(
        "insert into soziotherapie.disclosed_document values ($1, 'md-package', 9, $2, $3, 'session-notes', $4)",
        made.json.id,
        reetz.personId,
        door.stage.practices.musterweg,
        sessionId,
      ),
    ).rejects.toThrow('disclosed_document_disclosure_id_disclosure_kind_fkey');
  });

  test('the office packs for the insurer what is finished, and prints its cover sheet', async () => {
    const list = await door.get('buero', 'soziotherapie.listDisclosures', of());
    expect(list.insurer.name).toBe('Techniker Krankenkasse');
    expect(list.insurer.documents.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['muster-26', 'muster-27']);
    expect(list.md).toBeNull();
    const made = await insurer([
      { kind: 'muster-26', objectId: prescriptionId },
      { kind: 'muster-27', objectId: planId },
    ]);
    expect(made.status).toBe(201);
    const cover = await door.ask('buero', 'soziotherapie.printPackage', { params: { id: made.json.id } });
    expect([cover.status, cover.headers['content-type']]).toEqual([200, 'application/pdf']);
    expect(await door.stage.told(made.json.id)).toEqual(['soziotherapie.disclosure.insurer-package', 'soziotherapie.disclosure.printed']);
  });

  test('the package for the Medizinische Dienst has its own address and entry; the office has no part in it', async () => {
    expect((await md([{ kind: 'session-notes', objectId: sessionId }], 'buero')).code).toBe('not-permitted');
    const made = await md([
      { kind: 'session-notes', objectId: sessionId },
      { kind: 'muster-26', objectId: prescriptionId },
    ]);
    expect(made.status).toBe(201);
    const [row] = await door.stage.look<{ kind: string; recipient: string; address: string[] }>(
      'select kind, recipient, address from soziotherapie.disclosure where id = $1',
      made.json.id,
    );
    expect(row).toEqual({
      kind: 'md-package',
      recipient: 'Medizinischer Dienst Nordrhein',
      address: ['Berliner Allee 52', '40212 Düsseldorf'],
    });
    expect((await door.ask('weidner', 'soziotherapie.printPackage', { params: { id: made.json.id } })).status).toBe(200);
    expect((await door.ask('buero', 'soziotherapie.printPackage', { params: { id: made.json.id } })).code).toBe('disclosure-not-found');
    expect((await door.ask('fremd', 'soziotherapie.printPackage', { params: { id: made.json.id } })).code).toBe('disclosure-not-found');
    expect((await md([{ kind: 'session-notes', objectId: randomUUID() }])).code).toBe('document-not-allowed');
  });
});

describe('retention, hold and restriction (R22, Art. 17 and 18 GDPR)', () => {
  const rights = (who: ServiceAsker = 'leitung', id = reetz.episodeId) => door.get(who, 'soziotherapie.fileRights', of(id));

  test('a closed case is kept ten years; a hold blocks the deletion and nothing else', async () => {
    const old = await door.stage.openCase({ familyName: 'Altfall', kvnr: 'D123456786' });
    expect((await rights('buero', old.episodeId)).retention).toEqual({
      keptUntil: null,
      deletableFrom: null,
      because: 'treatment-goes-on',
    });
    await put(
      "update soziotherapie.episode set state = 'CLOSED', closed_on = '2026-03-01', close_reason = 'GOALS_REACHED' where id = $1",
      old.episodeId,
    );
    expect((await rights('leitung', old.episodeId)).retention).toEqual({
      keptUntil: '2036-03-01',
      deletableFrom: '2036-03-02',
      because: 'retention-runs',
    });
    const hold = (who: ServiceAsker, value: unknown, version: number) =>
      door.ask(who, 'soziotherapie.setLegalHold', { ...of(old.episodeId), version, body: { hold: value } });
    const version = await versionOf(old.episodeId);
    expect((await hold('buero', { reason: 'Verfahren', reviewOn: '2027-01-01' }, version)).code).toBe('not-permitted');
    expect((await hold('leitung', { reason: 'Verfahren', reviewOn: '2027-01-01' }, 99)).status).toBe(412);
    expect((await hold('leitung', { reason: 'Verfahren', reviewOn: '2027-01-01' }, version)).status).toBe(200);
    expect((await rights('leitung', old.episodeId)).legalHold).toEqual({ reason: 'Verfahren', reviewOn: '2027-01-01' });
    const { now } = door.stage.clock;
    await put("update access.session set absolute_until = '2040-01-01', idle_until = '2040-01-01'");
    await put("update soziotherapie.episode set closed_on = '2010-03-01' where id = $1", old.episodeId);
    expect((await rights('leitung', old.episodeId)).retention.because).toBe('legal-hold');
    expect((await hold('leitung', null, version + 1)).status).toBe(200);
    expect((await rights('leitung', old.episodeId)).retention.because).toBe('over');
    door.stage.clock.turnTo(now);
  });

  test('an erasure request is answered with the day until which the file is kept', async () => {
    const answer = await door.ask('leitung', 'soziotherapie.answerErasure', { ...of(), body: { requestedOn: '2026-03-01' } });
    expect([answer.status, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
    const list = await door.get('leitung', 'soziotherapie.listDisclosures', of());
    expect(
      list.disclosures.some(
        ({ kind, requestedOn }: { kind: string; requestedOn: string }) => kind === 'erasure-answered' && requestedOn === '2026-03-01',
      ),
    ).toBe(true);
  });

  test('a restricted file is opened by the lead alone, by every road, and also by the database; lifted, all is as before', async () => {
    const id = reetz.episodeId;
    const sees = async (who: 'weidner' | 'buero' | 'leitung') => [
      (await door.ask(who, 'soziotherapie.fileRights', of(id))).status,
      (await door.ask(who, 'records.listFiles', { params: { id: reetz.personId } })).status,
      await door.stage.cast.as(
        who,
        async (call) => (await call.tx.selectFrom('soziotherapie.session').select('id').where('episode_id', '=', id).execute()).length,
      ),
      await door.stage.cast.as(
        who,
        async (call) => (await call.tx.selectFrom('people.person').select('id').where('id', '=', reetz.personId).execute()).length,
      ),
    ];
    expect([await sees('weidner'), await sees('buero')]).toEqual([
      [200, 200, 1, 1],
      [200, 200, 1, 1],
    ]);
    expect(
      (await door.ask('weidner', 'soziotherapie.restrictEpisode', { ...of(), version: await versionOf(), body: { restricted: true } }))
        .code,
    ).toBe('not-permitted');
    expect(
      (await door.ask('leitung', 'soziotherapie.restrictEpisode', { ...of(), version: await versionOf(), body: { restricted: true } }))
        .status,
    ).toBe(200);
    expect([await sees('weidner'), await sees('buero'), await sees('leitung')]).toEqual([
      [404, 404, 0, 0],
      [404, 404, 0, 0],
      [200, 200, 1, 1],
    ]);
    await stepUp('leitung');
    const copy = await door.ask('leitung', 'soziotherapie.copyFile', { ...of(), body: { form: 'json' } });
    expect(copy.text).toContain('zweite Fassung');
    expect(
      (await door.ask('leitung', 'soziotherapie.restrictEpisode', { ...of(), version: await versionOf(), body: { restricted: false } }))
        .status,
    ).toBe(200);
    expect([await sees('weidner'), await sees('buero')]).toEqual([
      [200, 200, 1, 1],
      [200, 200, 1, 1],
    ]);
  });
});

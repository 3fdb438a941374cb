import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { type Case, putPrescription, setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { drawFormSheet, getFormFacts, judgeContent, listDiagnoses, saveReferralResult } from './actions/forms.ts';
import { createPrescription, getPrescription, issuePrescription, savePrescription } from './actions/prescriptions.ts';
import type { Form26, Form28 } from './contract/forms.ts';
import { Form26 as Form26Shape, FormContent } from './contract/forms.ts';
import { FULL_26, FULL_28 } from './rules/forms/forms.fixture.ts';

const KLINGE = 'Klinge';

describe('Muster 26 and 28 with what is on file', async () => {
  const stage = await setSoziotherapie(await freshDatabase());
  const { cast, practices, prescribers } = stage;
  let almut: Case;
  let klinge: Case;
  beforeAll(async () => {
    almut = await stage.openCase();
    klinge = await stage.openCase({ givenName: 'Bertold', familyName: KLINGE, kvnr: 'M301198706', state: 'INQUIRY' });
    await stage.admin.query(
      `insert into directory.diagnosis (edition, code, terminal, title) values ('ICD-10-GM 2024', 'F25', false, 'Schizoaffektive Störungen'),
       ('ICD-10-GM 2024', 'F25.1', true, 'Schizoaffektive Störung, gegenwärtig depressiv'), ('ICD-10-GM 2024', 'F60.31', true, 'Borderline-Typ'),
       ('ICD-10-GM 2023', 'F60.3', true, 'alt') on conflict do nothing`,
    );
  });
  afterAll(() => stage.close());
  const facts = (who: 'buero' | 'weidner' | 'leitung', of: Case) =>
    cast.as(who, (call, permit) => getFormFacts(call, permit('soziotherapie.read'), of.episodeId));
  const content = (more: Partial<Form26> = {}): Form26 => ({ ...(FULL_26 as Form26), ...more });
  const begin = (of: Case, more: Partial<Form26> = {}, prescriberId = prescribers.distelkamp) =>
    cast.as('buero', (call, permit) =>
      createPrescription(call, permit('soziotherapie.office'), of.episodeId, { kind: 'INITIAL', prescriberId, content: content(more) }),
    );

  test('the entry is prefilled from person, cover, practice and who prescribes', async () => {
    const read = await facts('buero', almut);
    expect(read.person).toEqual({
      surname: 'Reetz',
      givenName: 'Almut',
      birthDate: '1984-05-02',
      street: 'Lindenstr. 7',
      postalCode: '53111',
      city: 'Bonn',
    });
    expect(read.cover).toEqual({ payerIk: '100177504', payerName: 'Techniker Krankenkasse', kvnr: 'A123456780', insuredStatus: '1' });
    expect(read.provider).toEqual({ name: 'Praxis Musterweg', ik: '499900019' });
    expect(read.prescriberId).toBe(prescribers.distelkamp);
    expect(read.prescribers[0]).toMatchObject({ id: prescribers.distelkamp, lanr: '123456658', kind: 'psychiatrist' });
    expect(read).toMatchObject({
      remainingMinutes: 7200,
      window: null,
      last: null,
      earlier: [],
      contractOnFile: false,
      today: '2026-03-02',
    });
    expect((await facts('weidner', almut)).person.surname).toBe('Reetz');
  });

  test('nobody of another practice reads it, and who reads it is logged', async () => {
    for (const who of ['fremd', 'fremdbuero'] as const) {
      const no = await cast.refusal(who, (call, permit) => getFormFacts(call, permit('soziotherapie.read'), almut.episodeId));
      expect(no.code).toBe('not-found');
    }
    const { rows } = await stage.admin.query(
      `select count(*)::int as reads from platform.event where action = 'soziotherapie.form-facts.read' and person_id = $1`,
      [almut.personId],
    );
    expect(rows[0]?.reads).toBeGreaterThan(0);
  });

  test('a restricted file opens for the lead alone', async () => {
    const closed = await stage.openCase({ givenName: 'Gesperrt', familyName: 'Still', kvnr: 'T483920159' });
    await stage.admin.query('update soziotherapie.episode set restricted_at = now() where id = $1', [closed.episodeId]);
    const no = await cast.refusal('buero', (call, permit) => getFormFacts(call, permit('soziotherapie.read'), closed.episodeId));
    expect(no.code).toBe('not-found');
    expect((await facts('leitung', closed)).person.surname).toBe('Still');
  });

  test('a key that no form has is named, and so is a number where a text belongs', () => {
    const unknown = Form26Shape.safeParse({ ...content(), header: { ...content().header, telefon: '0228' } });
    expect(unknown.error?.issues[0]).toMatchObject({ code: 'unrecognized_keys', keys: ['telefon'], path: ['header'] });
    expect(FormContent.safeParse({ form: '27' }).success).toBe(false);
    expect(Form26Shape.safeParse({ form: '26', gaf: 'vierzig' }).error?.issues[0]?.path).toEqual(['gaf']);
    expect(Form26Shape.safeParse({ form: '26', header: { birthDate: '30.02.1984' } }).error?.issues[0]?.path).toEqual([
      'header',
      'birthDate',
    ]);
    expect(Form26Shape.safeParse({ form: '26', goals: 'x'.repeat(2001) }).success).toBe(false);
    expect(Form26Shape.safeParse({ form: '26', diagnoses: Array(11).fill({ code: 'F20.0' }) }).success).toBe(false);
    expect(Form26Shape.safeParse({ form: '26' }).success).toBe(true);
  });

  test('the door judges as the browser does, with the imported ICD-10-GM and what is on file', async () => {
    const asked = {
      episodeId: almut.episodeId,
      personId: almut.personId,
      organisationId: practices.musterweg,
      prescriptionId: null,
      prescriberId: prescribers.distelkamp,
    };
    const judged = (more: Partial<Form26>) => cast.as('buero', (call) => judgeContent(call, asked, content(more)));
    const codes = async (more: Partial<Form26>) => (await judged(more)).findings.map(({ pointer, code }) => `${pointer} ${code}`);
    expect((await judged({ patientApplicationSignature: { signed: true, on: '2026-03-02', by: 'patient' } })).formRules).toBe(true);
    expect(await codes({ diagnoses: [{ code: 'F25', certainty: 'G' }] })).toContain('/diagnoses/0/code icd-not-terminal');
    expect(await codes({ diagnoses: [{ code: 'F60.3', certainty: 'G' }] })).toContain('/diagnoses/0/code icd-unknown');
    expect(await codes({ header: { ...content().header, surname: 'Retz' } })).toContain('/header/surname differs-from-file');
    expect(
      await codes({ header: { ...content().header, address: { street: 'a', postalCode: '99999', city: 'b', country: 'D' } } }),
    ).toContain('/header/address/postalCode postal-code-unknown');
    const { diagnoses } = await cast.as('weidner', (call, permit) => listDiagnoses(call, permit('soziotherapie.read')));
    expect(diagnoses.map(({ code }) => code)).toEqual(['F25', 'F25.1', 'F60.31']);
  });

  test('S2: GAF 51 allows no application; the second rating is a new one and the first stays to be seen', async () => {
    const own = (gaf: number): Partial<Form26> => ({
      header: { ...content().header, givenName: 'Bertold', surname: KLINGE, kvnr: 'M301198706' },
      diagnoses: [{ code: 'F25.1', certainty: 'G' }],
      gaf,
    });
    const { id } = await begin(klinge, own(51));
    const issued = await cast.as('buero', (call, permit) =>
      issuePrescription(call, permit('soziotherapie.office'), id, 1, { issuedOn: '2026-03-02', signed: true }),
    );
    const { answer } = await cast.as('weidner', (call, permit) => getPrescription(call, permit('soziotherapie.read'), id));
    expect(answer).toMatchObject({ state: 'ISSUED', eligibility: { as: null, because: 'gaf-above-ceiling' } });
    stage.clock.pass({ days: 14 });
    await cast.as('buero', (call, permit) =>
      savePrescription(call, permit('soziotherapie.office'), id, issued.version, {
        kind: 'INITIAL',
        prescriberId: prescribers.distelkamp,
        content: content({ ...own(50), prescriberSignature: { signed: true, on: '2026-03-16' } }),
      }),
    );
    const second = await cast.as('weidner', (call, permit) => getPrescription(call, permit('soziotherapie.read'), id));
    expect(second.answer.eligibility).toEqual({ as: 'regular', because: null });
    const { ratings } = await facts('weidner', klinge);
    expect(ratings.map(({ gaf, ratedOn, ratedBy }) => ({ gaf, ratedOn, ratedBy }))).toEqual([
      { gaf: 51, ratedOn: '2026-03-02', ratedBy: 'prescriber' },
      { gaf: 50, ratedOn: '2026-03-16', ratedBy: 'prescriber' },
    ]);
  });

  test('the next form begins from the last one and knows the earlier prescriptions', async () => {
    const { id } = await begin(almut);
    await putPrescription(stage, almut, { kind: 'TRIAL', issuedOn: '2026-02-02', units: 5 });
    const read = await facts('buero', almut);
    expect(read.earlier).toMatchObject([
      { kind: 'TRIAL', units: 5, issuedOn: '2026-02-02', withdrawn: false, prescriber: 'Dr. Frauke Distelkamp' },
    ]);
    expect(read.last).toBeNull();
    await cast.as('buero', (call, permit) =>
      issuePrescription(call, permit('soziotherapie.office'), id, 1, { issuedOn: '2026-03-02', signed: true }),
    );
    const { last } = await facts('buero', almut);
    expect(last?.prescriptionId).toBe(id);
    expect(last?.content).toMatchObject({ form: '26', gaf: 38, goals: 'Nimmt Termine selbst wahr.' });
  });

  describe('the data sheet', () => {
    const sheet = (who: 'buero' | 'weidner', id: string, language: 'de' | 'en' = 'de') =>
      cast.as(who, (call, permit) => drawFormSheet(call, permit('soziotherapie.read'), id, language));
    const tags = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');

    test('is a tagged PDF/UA with language and title, for whoever may read the form, and is logged', async () => {
      const { id } = await begin(almut, { goals: null });
      for (const [language, locale] of [
        ['de', 'de-DE'],
        ['en', 'en-GB'],
      ] as const) {
        const file = await sheet('weidner', id, language);
        expect(file).toMatchObject({ type: 'application/pdf', name: 'ausfuellhilfe-muster-26.pdf' });
        const pdf = tags(file.bytes);
        expect(pdf).toMatch(/<pdfuaid:part>1</);
        expect(pdf).toMatch(/\/Marked true/);
        expect(pdf).toContain(`/Lang (${locale})`);
        for (const tag of ['H1', 'H2', 'Table', 'TR', 'TH', 'TD', 'P']) expect(pdf).toMatch(new RegExp(`/S\\s*/${tag}\\b`));
        expect(pdf).not.toMatch(/\/JavaScript|\/AcroForm|\/EmbeddedFile/);
      }
      const { rows } = await stage.admin.query(
        `select kind, data from platform.event where action = 'soziotherapie.prescription.sheet-printed' and object_id = $1`,
        [id],
      );
      expect(rows).toHaveLength(2);
      expect(rows[0]).toMatchObject({ kind: 'R', data: { form: '26', organisationId: practices.musterweg, episodeId: almut.episodeId } });
    });
    test('is hidden from another practice', async () => {
      const { id } = await begin(almut);
      const no = await cast.refusal('fremdbuero', (call, permit) => drawFormSheet(call, permit('soziotherapie.read'), id, 'de'));
      expect(no.code).toBe('not-found');
    });
  });

  describe('Muster 28', () => {
    const referral = async () => {
      const { id } = await cast.as('buero', (call, permit) =>
        createPrescription(call, permit('soziotherapie.office'), klinge.episodeId, {
          kind: 'REFERRAL',
          prescriberId: prescribers.hausarzt,
          content: { ...(FULL_28 as Form28), header: { ...FULL_28.header, surname: KLINGE, givenName: 'Bertold', kvnr: 'M301198706' } },
        }),
      );
      return id;
    };
    const noted = (id: string, version: number | undefined, part: Parameters<typeof saveReferralResult>[4]) =>
      cast.as('weidner', (call, permit) => saveReferralResult(call, permit('soziotherapie.read'), id, version, part));
    const PART = {
      deliveredUnits: [{ on: '2026-03-10', minutes: 60, signed: true }],
      result: { kind: 'NOT_REACHED' as const, text: 'Keine Antwort der Praxis.' },
    };

    test('units and result are written by who gives them, after the issue; the doctor’s part stays', async () => {
      const id = await referral();
      const early = await cast.refusal('weidner', (call, permit) => saveReferralResult(call, permit('soziotherapie.read'), id, 1, PART));
      expect(early.code).toBe('prescription-draft');
      const { version } = await cast.as('buero', (call, permit) =>
        issuePrescription(call, permit('soziotherapie.office'), id, 1, { issuedOn: '2026-03-02', signed: true }),
      );
      expect(
        (await cast.refusal('weidner', (call, permit) => saveReferralResult(call, permit('soziotherapie.read'), id, 1, PART))).code,
      ).toBe('version-old');
      const impossible = await cast.refusal('weidner', (call, permit) =>
        saveReferralResult(call, permit('soziotherapie.read'), id, version, {
          deliveredUnits: [
            { on: '2026-03-01', minutes: 60, signed: true },
            { on: '2026-03-10', minutes: 301, signed: true },
          ],
        }),
      );
      expect([impossible.code, impossible.detail.errors]).toEqual([
        'form-rules-open',
        [
          { pointer: '/deliveredUnits/0/on', code: 'delivered-before-issue' },
          { pointer: '/deliveredUnits', code: 'delivered-above-prescribed' },
        ],
      ]);
      await noted(id, version, PART);
      const { answer } = await cast.as('buero', (call, permit) => getPrescription(call, permit('soziotherapie.read'), id));
      expect(answer.content).toMatchObject({ ...PART, reason: FULL_28.reason, units: 5 });
      const foreign = await cast.refusal('fremd', (call, permit) =>
        saveReferralResult(call, permit('soziotherapie.read'), id, version + 1, PART),
      );
      expect(foreign.code).toBe('not-found');
      const twentySix = await begin(almut);
      const other = await cast.refusal('weidner', (call, permit) =>
        saveReferralResult(call, permit('soziotherapie.read'), twentySix.id, 1, PART),
      );
      expect(other.code).toBe('not-found');
    });
  });
});

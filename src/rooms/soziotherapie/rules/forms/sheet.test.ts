import { describe, expect, test } from 'vitest';
import { formSheet, formSheetPaper } from '#platform/documents/form-sheet.ts';
import { FULL_26, FULL_28, judge26, judge28 } from './forms.fixture.ts';
import { FIELD_LABELS, GAF_BANDS, gafBand } from './labels.ts';
import { pointerLabel, sheetOf } from './sheet.ts';
import { tidied } from './tidied.ts';

const NOW = Temporal.Instant.from('2026-03-05T10:00:00Z');
const paperOf = (sheet: ReturnType<typeof sheetOf>, language: 'de' | 'en' = 'de') => ({
  ...sheet,
  language,
  author: 'Praxis Musterweg',
  foot: 'Praxis Musterweg',
  writtenAt: NOW,
});
const rows = (sheet: ReturnType<typeof sheetOf>) =>
  new Map(sheet.sections.flatMap(({ rows: all }) => all.map((row) => [row[0], row[1]] as const)));

describe('The data sheet beside Muster 26 and 28', () => {
  test('says what it is and that it is no official form', () => {
    const sheet = sheetOf(FULL_26, judge26(), 'INITIAL', 'de');
    expect(sheet.title).toBe('Ausfüllhilfe zu Muster 26');
    expect(sheet.lead.join(' ')).toContain('kein amtliches Formular');
    expect(sheetOf(FULL_28, judge28(), 'REFERRAL', 'en').title).toBe('Completion aid for Muster 28');
  });
  test('shows every field with its value as people read it', () => {
    const read = rows(sheetOf(FULL_26, judge26(), 'INITIAL', 'de'));
    expect(read.get(FIELD_LABELS.birthDate.de)).toBe('02.05.1984');
    expect(read.get(FIELD_LABELS.gaf.de)).toMatch(/^38 \(31–40: starke/);
    expect(read.get(FIELD_LABELS.diagnoses.de)).toBe('F20.0  G – gesichert  Paranoide Schizophrenie');
    expect(read.get(FIELD_LABELS.hospitalReason.de)).toBe('wird vermieden');
    expect(read.get('Antrieb, Ausdauer, Tagesstruktur')).toBe('schwer: Verlässt die Wohnung kaum.');
    expect(read.get('Konzentration, Merken, Denken')).toBe('–');
    const none = rows(sheetOf({ ...FULL_26, impairments: {} }, judge26({ impairments: {} }), 'INITIAL', 'de'));
    expect(none.get('Konzentration, Merken, Denken')).toBeNull();
  });
  test('shows what is missing as an empty line with the word, and lists it at the end with its sentence', () => {
    const content = { ...FULL_26, goals: null, gaf: null };
    const sheet = sheetOf(content, judge26({ goals: null, gaf: null }), 'INITIAL', 'de');
    expect(rows(sheet).get(FIELD_LABELS.goals.de)).toBe('Diese Angabe fehlt.');
    expect(sheet.sections.find(({ title }) => title === 'Voraussetzungen und Ziele')?.rows.at(-1)).toEqual([FIELD_LABELS.goals.de, null]);
    expect(formSheetPaper(paperOf(sheet)).missing).toMatch(/^_+\s+fehlt$/);
    expect(sheet.sections.at(-1)).toMatchObject({ title: 'Was noch fehlt' });
  });
  test('is typeset as PDF/UA also where nothing was written, with long words, umlauts and what tries to be markup', () => {
    const nasty = '#panic() $x$ *b* _i_ \\ `c` <a> “Überlängenbegründungszusammenhang”';
    for (const language of ['de', 'en'] as const) {
      const empty = formSheet(paperOf(sheetOf({ form: '26' }, judge26({}), 'TRIAL', language), language));
      const filled = formSheet(
        paperOf(sheetOf({ ...FULL_26, goals: `${nasty}\n${'x'.repeat(1000)}` }, judge26(), 'INITIAL', language), language),
      );
      const referral = formSheet(paperOf(sheetOf({ form: '28' }, judge28(), 'REFERRAL', language), language));
      for (const { pdf } of [empty, filled, referral]) expect(pdf.toString('latin1')).toMatch(/<pdfuaid:part>1</);
      expect(filled.complete).toBe(true);
    }
  });
  test('what no bundled font can show is replaced, and that is said', () => {
    const { complete, pdf } = formSheet(paperOf(sheetOf({ ...FULL_26, goals: '漢字' }, judge26(), 'INITIAL', 'de')));
    expect(complete).toBe(false);
    expect(pdf.length).toBeGreaterThan(1000);
  });

  test.each([
    ['/diagnoses/0/code', 'Diagnosen 1: ICD-10-GM'],
    ['/header/kvnr', 'Versichertennummer'],
    ['/header/address/postalCode', 'PLZ'],
    ['/provider/ik', 'IK der Praxis'],
    ['/impairments/COGNITION/text', 'Fähigkeitsstörungen'],
    ['/previousPrescriptions/1/units', 'Frühere Verordnungen 2: Einheiten'],
    ['/prescriberSignature/signed', 'Unterschrift der verordnenden Praxis'],
    ['/result/on', 'Erreicht am'],
    ['/unitsPrescribed', 'Verordnete Therapieeinheiten'],
  ])('%s is called %s', (pointer, label) => expect(pointerLabel(pointer, 'de')).toBe(label));

  test('the bands of the GAF leave no value out and name none twice', () => {
    for (let gaf = 1; gaf <= 100; gaf += 1) expect(GAF_BANDS.filter(({ from, to }) => from <= gaf && gaf <= to)).toHaveLength(1);
    expect(gafBand(0)).toBeUndefined();
    expect(gafBand(50)?.de).toBe('ernste Beeinträchtigung');
    expect(gafBand(51)?.de).toBe('mäßige Beeinträchtigung');
  });
});

describe('a form as it is kept', () => {
  const typed = {
    ...FULL_26,
    header: { ...FULL_26.header, kvnr: ' a 123-456 780', payerIk: '10 01 77 504', lanr: '１２３４５６６５８', bsnr: '39/1234511' },
    provider: { name: 'Praxis Musterweg', ik: '4999 000 19' },
    diagnoses: [
      { code: 'f200 g', certainty: 'G' as const },
      { code: 'F20.0 V', certainty: 'G' as const },
      { code: 'F32.3', certainty: null },
    ],
  };
  test('codes and numbers stand as they are printed; what somebody must decide about stays as it was typed', () => {
    const kept = tidied(typed);
    expect(kept.header).toEqual({ ...FULL_26.header, kvnr: 'A123456780', payerIk: '100177504', lanr: '123456658', bsnr: '391234511' });
    expect(kept.provider?.ik).toBe('499900019');
    expect(kept.diagnoses?.map(({ code }) => code)).toEqual(['F20.0', 'F20.0 V', 'F32.3']);
    expect(tidied(kept)).toEqual(kept);
    expect(tidied({ form: '26' })).toEqual({ form: '26' });
    const unsure = { ...FULL_26.header, kvnr: 'A12345678O', lanr: '123456758', bsnr: '' };
    expect(tidied({ form: '26', header: unsure }).header).toEqual(unsure);
  });
  test('Muster 28 as well', () => {
    const doctor = { name: 'Dr. Karl Oberberg', lanr: '8383822-02', bsnr: '39 1234511' };
    expect(tidied({ ...FULL_28, referringDoctor: doctor, diagnosisOrSuspicion: [{ code: 'f20.0v', certainty: 'V' }] })).toEqual(FULL_28);
  });
});

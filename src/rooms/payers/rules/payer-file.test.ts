import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { component, decimalOf, element, readSegments } from './edifact.ts';
import { judgeQuarter, readPayerFile, routeFor } from './payer-file.ts';

const shipped = (name: string) => new TextDecoder('iso-8859-1').decode(readFileSync(new URL(`../../../../data/${name}`, import.meta.url)));
const AOK = shipped('AO05Q425.ke0');
const VDEK = shipped('EK05Q425.ke0');
const read = (text: string) => {
  const reading = readPayerFile(text);
  if (!reading.ok) throw new Error(reading.because);
  return reading;
};
const refused = (text: string) => {
  const reading = readPayerFile(text);
  return reading.ok ? 'read' : reading.because;
};

describe('The EDIFACT reader', () => {
  test('takes a text apart by the signs that UNA names', () => {
    const found = readSegments("UNA:+,? 'UNB+UNOC:3+1'\r\nNAM+01+A?+B?:C?'D??+x:y'\n");
    expect(found.ok && found.segments.map(({ tag, elements }) => [tag, ...elements])).toEqual([
      ['UNB', ['UNOC', '3'], ['1']],
      ['NAM', ['01'], ["A+B:C'D?"], ['x', 'y']],
    ]);
    expect(found.ok && found.decimal).toBe(',');
  });
  test('reads other signs where UNA says so', () => {
    const found = readSegments('UNA*|.! ~UNB|a*b|c!|d~');
    expect(found.ok && found.segments[0]?.elements).toEqual([['a', 'b'], ['c|d']]);
    expect(found.ok && found.decimal).toBe('.');
  });
  test('answers what is not there as empty', () => {
    const found = readSegments("UNB+a:b'");
    const [segment] = found.ok ? found.segments : [];
    if (!segment) throw new Error('not read');
    expect([element(segment, 0), element(segment, 7), component(segment, 0, 1), component(segment, 3, 2)]).toEqual(['a:b', '', 'b', '']);
  });
  test.each([
    ['1234,5', 1234.5],
    ['-0,05', -0.05],
    ['7', 7],
    ['1.5', undefined],
    ['', undefined],
    ['1,2,3', undefined],
  ])('reads the decimal comma: %s', (text, value) => expect(decimalOf(text)).toBe(value));
  test.each([
    ['edifact-empty', ''],
    ['edifact-empty', ' \r\n '],
    ['edifact-foreign', 'IK;Name\n100177504;TK'],
    ['edifact-foreign', '%PDF-1.7'],
    ['edifact-cut-off', "UNB+a'UNH+b"],
    ['edifact-cut-off', "UNB+a'UNH+b?"],
    ['edifact-broken', "UNB+a'12+b'"],
  ])('refuses with %s', (because, text) => {
    const found = readSegments(text);
    expect(found.ok ? 'read' : found.because).toBe(because);
  });
});

describe('A payer file of a quarter', () => {
  test('is read whole: AOK, fourth quarter 2025', () => {
    const { payers, ...head } = read(AOK);
    expect(head).toEqual({
      ok: true,
      name: 'AO05Q425',
      quarter: '2025-Q4',
      validFrom: '2025-10-01',
      insurerGroup: 'AOK',
      madeAt: '2025-09-01T10:30',
      cancelled: 0,
      skippedContacts: 52,
    });
    expect(payers).toHaveLength(206);
    expect(payers.reduce((sum, { routes }) => sum + routes.length, 0)).toBe(807);
    expect(payers[0]).toMatchObject({
      ik: '100295017',
      name: 'gkv informatik Fachbereich Inputmanagement',
      postalCode: '42103',
      place: 'Wuppertal',
      street: 'Luisenstraße 64',
      validFrom: '1997-04-03',
    });
  });
  test('is read whole: Ersatzkassen, fourth quarter 2025', () => {
    const { payers, skippedContacts, insurerGroup } = read(VDEK);
    expect([payers.length, skippedContacts, insurerGroup]).toEqual([261, 26, 'VDEK']);
    expect(payers.find(({ ik }) => ik === '100177504')).toMatchObject({
      name: 'Techniker Krankenkasse',
      place: 'Hamburg',
      routes: [{ kind: '01', partnerIk: '101575519' }],
    });
  });
  test('no contact person is in what was read', () => {
    const named =
      "UNH+00001+KOTR:02:001:KV'IDK+100177504+99+TK'VDT+19951001'FKT+01'NAM+01+Techniker'ASP+01+Frau Beispiel+040 1234'UNT+7+00001'";
    const found = read(`UNB+UNOC:3+1+2+250923:1612+00004++EK05Q425KE0'${named}UNZ+1+00004'`);
    expect(found.skippedContacts).toBe(1);
    expect(JSON.stringify(found)).not.toContain('Beispiel');
  });
  test.each([
    ['edifact-cut-off', 'the last bytes are missing', AOK.slice(0, -30)],
    ['edifact-cut-off', 'it ends between two segments', AOK.slice(0, AOK.lastIndexOf('UNZ'))],
    ['edifact-cut-off', 'it ends in the middle', AOK.slice(0, AOK.length / 2)],
    ['payer-file-counts', 'a segment was taken out', AOK.replace("VKG+02+100295017+5++07++01++00'", '')],
    ['payer-file-counts', 'a message was taken out', AOK.replace(/UNH\+00002.*?(?=UNH\+00003)/s, '')],
    ['payer-file-entry-broken', 'an IK is wrong', AOK.replace('IDK+100395611', 'IDK+100395612')],
    ['payer-file-entry-broken', 'an unknown segment stands in it', AOK.replace("FKT+02'", "XYZ+02'")],
    ['payer-file-other-message', 'it holds invoices', AOK.replaceAll('KOTR:', 'SLLA:')],
    ['payer-file-other-procedure', 'it is for hospitals', AOK.replace('AO05Q425', 'AO06Q425')],
    ['payer-file-other-procedure', 'it is of an unknown association', AOK.replace('AO05Q425', 'XX05Q425')],
    ['payer-file-quarter-unknown', 'its head names no quarter', AOK.replace('AO05Q425ke0', 'Kostentraeger')],
    ['edifact-foreign', 'it is a table', 'ik;name\n1;2'],
    ['edifact-empty', 'it is empty', ''],
  ])('is refused with %s where %s', (because, _why, text) => expect(refused(text)).toBe(because));
  test('names the entry at fault', () => expect(readPayerFile(AOK.replace('IDK+100395611', 'IDK+100395612'))).toMatchObject({ at: 2 }));
  test('leaves out institutions that the file itself takes back', () => {
    const { payers, cancelled } = read(
      VDEK.replace(
        "IDK+100167999+99+DAK+78602'\r\nVDT+19951001'\r\nFKT+01'",
        "IDK+100167999+99+DAK+78602'\r\nVDT+19951001'\r\nFKT+03'",
      ).replace("IDK+100167999+99+DAK+78602'\nVDT+19951001'\nFKT+01'", "IDK+100167999+99+DAK+78602'\nVDT+19951001'\nFKT+03'"),
    );
    expect([payers.length, cancelled]).toEqual([260, 1]);
  });
});

describe('A file beside those read before', () => {
  const q = (quarter: string, madeAt = '2025-09-01T10:30') => ({ quarter, madeAt, validFrom: '2025-10-01' });
  test.each([
    ['first of all', q('2025-Q4'), [], { ok: true, replaces: false }],
    ['next quarter', q('2026-Q1'), [q('2025-Q4')], { ok: true, replaces: false }],
    ['corrected in its quarter', q('2025-Q4', '2025-10-02T08:00'), [q('2025-Q4')], { ok: true, replaces: true }],
    ['the same once more', q('2025-Q4'), [q('2025-Q4')], { ok: false, because: 'payer-file-known' }],
    ['an older quarter', q('2025-Q3'), [q('2025-Q4')], { ok: false, because: 'payer-file-older' }],
    ['an older state of its quarter', q('2025-Q4', '2025-08-01T08:00'), [q('2025-Q4')], { ok: false, because: 'payer-file-older' }],
  ])('%s', (_name, file, before, answer) => expect(judgeQuarter(file, before)).toEqual(answer));
});

describe('The way for Soziotherapie', () => {
  const route = (billingCode: string | null, partnerIk: string, region: string | null = null) => ({
    kind: '03' as const,
    billingCode,
    partnerIk,
    region,
  });
  test.each([
    ['exactly 69 before all others and all', [route('00', 'all'), route('99', 'others'), route('69', 'exact')], 'exact'],
    ['all others before all', [route('00', 'all'), route('99', 'others'), route('61', 'else')], 'others'],
    ['all where nothing else is there', [route('61', 'else'), route('00', 'all')], 'all'],
    ['one’s own state before none', [route('00', 'everywhere'), route('00', 'nw', '05'), route('00', 'hh', '02')], 'nw'],
    ['"99" as state is everywhere', [route('69', 'everywhere', '99'), route('69', 'hh', '02')], 'everywhere'],
    ['no way for other codes or states only', [route('61', 'else'), route('00', 'hh', '02')], undefined],
  ])('%s', (_name, routes, partner) => expect(routeFor(routes, '03', 'NW')?.partnerIk).toBe(partner));
  test('of another kind is none', () => expect(routeFor([route('69', 'x')], '09', 'NW')).toBeUndefined());
});

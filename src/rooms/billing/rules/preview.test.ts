import { describe, expect, test } from 'vitest';
import { readSegments } from '#rooms/payers/rules/edifact.ts';
import { copayKey, logicalName, type PreviewCase, type PreviewInvoice, sumStatus, writePreview } from './preview.ts';
import { euro, released, segment } from './segments.ts';

const line = (day: string, hundredths: number, amountCents: number, more: Partial<PreviewCase['lines'][number]> = {}) => ({
  day,
  hundredths,
  priceCents: 5850,
  amountCents,
  copayCents: 0,
  copayStatus: 'due' as const,
  positionNumber: null,
  tariff: '08000',
  ...more,
});
const REETZ: PreviewCase = {
  kvnr: 'A123456780',
  insuredStatus: '1',
  familyName: 'Reetz',
  givenName: 'Almut',
  birthDate: '1984-05-02',
  street: 'Musterweg 1',
  postalCode: '53111',
  place: 'Bonn',
  bsnr: '391234511',
  lanr: '123456658',
  issuedOn: '2026-03-02',
  discharge: false,
  diagnoses: ['F20.0'],
  approval: { number: 'G2026-4711', on: '2026-03-20' },
  lines: [line('2026-04-07', 100, 5850), line('2026-04-14', 150, 8775), line('2026-04-21', 200, 11_700)],
};
const INVOICE: PreviewInvoice = {
  version: '16',
  kind: 'invoice',
  providerIk: '499900019',
  providerName: 'Praxis Musterweg',
  contact: 'Office, 0228000000',
  taxNumber: '12/345/67890',
  payerIk: '100177504',
  recipientIk: '100177504',
  number: '2026-0004',
  issuedOn: '2026-05-02',
  month: '2026-04',
  madeAt: '0900',
  serial: 1,
  cases: [REETZ],
};
const segments = (invoice: PreviewInvoice) => writePreview(invoice).trimEnd().split('\n');

/** Rule book 6.1, as printed. */
const PRINTED = `UNB+UNOC:3+499900019+100177504+20260502:0900+00001+N+SL990001S04+0'
UNH+00001+SLGA:16:0:0'
FKT+01++499900019+100177504+100177504+499900019'
REC+2026-0004:0+20260502+1'
UST+12/345/67890+J'
GES+00+263,25+263,25+0,00'
GES+11+263,25+263,25+0,00'
NAM+Praxis Musterweg+Office, 0228000000'
UNT+8+00001'
UNH+00002+SLLA:16:0:0'
FKT+01++499900019+100177504+100177504'
REC+2026-0004:0+20260502+1'
INV+A123456780+10000+1+B0001'
NAD+Reetz+Almut+19840502+Musterweg 1+53111+Bonn'
ENF+1+69:08000+0000000+1,00+58,50+20260407+0,00'
ENF+2+69:08000+0000000+1,50+58,50+20260414+0,00'
ENF+3+69:08000+0000000+2,00+58,50+20260421+0,00'
ZUV+391234511+123456658+20260302+3'
DIA+F20.0'
SKZ+G2026-4711+20260320+N1'
BES+263,25+0,00+0,00+0,00+0,00'
UNT+13+00002'
UNZ+000002+00001'
`;

describe('The preview of § 302', () => {
  test('is, segment by segment, the printed illustration', () => expect(writePreview(INVOICE)).toBe(PRINTED));
  test('counts its segments and messages rightly, whatever stands in it', () => {
    const many = { ...INVOICE, cases: [REETZ, { ...REETZ, insuredStatus: '5', diagnoses: ['F20.0', 'F10.2'], approval: null }] };
    const read = readSegments(writePreview(many));
    if (!read.ok) throw new Error(read.because);
    const starts = read.segments.flatMap(({ tag }, index) => (tag === 'UNH' ? [index] : []));
    const ends = read.segments.flatMap(({ tag }, index) => (tag === 'UNT' ? [index] : []));
    expect(ends.map((end, index) => [end - (starts[index] ?? 0) + 1, Number(read.segments[end]?.elements[0]?.[0])])).toEqual([
      [9, 9],
      [22, 22],
    ]);
    expect(read.segments.at(-1)?.elements[0]).toEqual(['000002']);
  });
  test('tells sums by status: members, family, pensioners, unknown', () => {
    const cases = ['1000', '30000', '5', '9'].map((insuredStatus) => ({ ...REETZ, insuredStatus }));
    expect(segments({ ...INVOICE, cases }).filter((one) => one.startsWith('GES'))).toEqual([
      "GES+00+1053,00+1053,00+0,00'",
      "GES+11+263,25+263,25+0,00'",
      "GES+31+263,25+263,25+0,00'",
      "GES+51+263,25+263,25+0,00'",
      "GES+99+263,25+263,25+0,00'",
    ]);
    expect(['11000', '3', '50000', '', '9'].map(sumStatus)).toEqual(['11', '31', '51', '99', '99']);
  });
  test('takes the copayment off where the provider collects it (R25-03)', () => {
    const collected = { ...REETZ, lines: REETZ.lines.map((one, index) => ({ ...one, copayCents: [585, 878, 1000][index] ?? 0 })) };
    const all = segments({ ...INVOICE, cases: [collected] });
    expect(all).toContain("GES+00+238,62+263,25+24,63'");
    expect(all).toContain("ENF+2+69:08000+0000000+1,50+58,50+20260414+8,78'");
    expect(all).toContain("BES+263,25+24,63+0,00+0,00+0,00'");
  });
  test('says discharge management as Verordnungsbesonderheit 4 (S13)', () =>
    expect(segments({ ...INVOICE, cases: [{ ...REETZ, discharge: true }] })).toContain("ZUV+391234511+123456658+20260302+3+4'"));
  test('carries group units with the price of one head and the contract’s position number (S15)', () => {
    const group = line('2026-05-20', 100, 736, { priceCents: 736, positionNumber: '3101001', tariff: '08A01' });
    expect(segments({ ...INVOICE, cases: [{ ...REETZ, lines: [group] }] })).toContain("ENF+1+69:08A01+3101001+1,00+7,36+20260520+0,00'");
  });
  test('takes an invoice back with its own key, quantities and amounts below nothing', () => {
    const back = { ...REETZ, lines: REETZ.lines.map((one) => ({ ...one, amountCents: -one.amountCents })) };
    const all = segments({ ...INVOICE, kind: 'cancellation', number: '2026-0005', cases: [back] });
    expect(all).toContain("FKT+02++499900019+100177504+100177504'");
    expect(all).toContain("ENF+2+69:08000+0000000+-1,50+58,50+20260414+0,00'");
    expect(all).toContain("GES+00+-263,25+-263,25+0,00'");
  });
  test('leaves the approval out where none is needed or none is there yet', () =>
    expect(segments({ ...INVOICE, cases: [{ ...REETZ, approval: null }] }).some((one) => one.startsWith('SKZ'))).toBe(false));
  test.each([
    [['due', 'due'], '3'],
    [['exempt', 'exempt'], '1'],
    [['under-age'], '0'],
    [['due', 'exempt'], '4'],
    [['exempt', 'due'], '5'],
    [['under-age', 'due'], '5'],
  ] as const)('says of copayments that are %o: %s', (statuses, key) =>
    expect(copayKey(statuses.map((copayStatus, index) => ({ day: `2026-03-0${index + 1}`, copayStatus })))).toBe(key),
  );
  test('is named after one’s own IK and the month', () => expect(logicalName(INVOICE)).toBe('SL990001S04'));
  test('has the message version that is set', () => expect(segments({ ...INVOICE, version: '20' })[1]).toBe("UNH+00001+SLGA:20:0:0'"));
});

test('I5, I12: whatever the cases and their order, the totals are the sums of the lines', () => {
  const rounds = Number(process.env.GELEIT_DEPTH ?? 1) * 300;
  let at = 11;
  const next = (below: number) => {
    at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor(at / 65_536) % below;
  };
  const centsIn = (text: string) => Number(text.replace(',', ''));
  for (let round = 0; round < rounds; round += 1) {
    const cases = Array.from({ length: 1 + next(4) }, () => ({
      ...REETZ,
      insuredStatus: ['1', '3', '5', '9'][next(4)] ?? '1',
      lines: Array.from({ length: 1 + next(5) }, (_, index) =>
        line(`2026-04-0${index + 1}`, 25 * (1 + next(8)), next(20_000), { copayCents: next(1000) }),
      ),
    }));
    const read = (those: PreviewCase[]) =>
      segments({ ...INVOICE, cases: those })
        .filter((one) => one.startsWith('GES'))
        .map((one) => one.slice(0, -1).split('+'));
    const [all, ...by] = read(cases);
    const lines = cases.flatMap((one) => one.lines);
    const [gross, copay] = [lines.reduce((sum, one) => sum + one.amountCents, 0), lines.reduce((sum, one) => sum + one.copayCents, 0)];
    expect(all?.slice(2).map(centsIn), `round ${round} of ${rounds}`).toEqual([gross - copay, gross, copay]);
    expect([2, 3, 4].map((column) => by.reduce((sum, row) => sum + centsIn(row[column] ?? ''), 0))).toEqual([gross - copay, gross, copay]);
    expect(read(cases.toReversed())).toEqual([all, ...by]);
  }
});

describe('A segment', () => {
  test('releases the four signs of its own syntax', () =>
    expect(segment('NAM', "O'Neill + Söhne: wer?")).toBe("NAM+O?'Neill ?+ Söhne?: wer??'"));
  test('loses marks that ISO 8859-1 lacks, and line breaks, but no letter', () =>
    expect(released('Şükrü Łukasz\nČapek – „so“')).toBe('Sükrü  ukasz Capek    so'));
  test('leaves empty elements at the end out, not those in the middle', () =>
    expect(segment('ZUV', '1', '', '2', '', '')).toBe("ZUV+1++2'"));
  test('writes money with a comma and two digits', () =>
    expect([0, 5, 50, 123_456, -1].map(euro)).toEqual(['0,00', '0,05', '0,50', '1234,56', '-0,01']));
  test('comes back as it was written', () => {
    const read = readSegments(`UNB+x'\n${segment('NAD', "A+B:C'D?E", ['1', '2'])}`);
    expect(read.ok && read.segments[1]?.elements).toEqual([["A+B:C'D?E"], ['1', '2']]);
  });
});

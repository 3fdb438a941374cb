import { describe, expect, test } from 'vitest';
import { parametersOn } from '#rooms/soziotherapie/rules/parameters.ts';
import { SOZIOTHERAPIE_WORDS } from '#rooms/soziotherapie/rules/words.ts';
import { type BilledPart, type PricedLine, type SessionQuestion, sessionBlocks } from './checks.ts';
import { copayByLine } from './copay-lines.ts';
import { missingNumbers } from './number.ts';
import { BILLING_WORDS } from './words.ts';

const LINE: PricedLine = {
  id: 'line',
  providerIk: '499900019',
  insurerGroup: 'VDEK',
  state: 'NW',
  setting: 'single',
  priceCents: 5850,
  per: 'head',
  validFrom: '2026-01-01',
  validTo: null,
  copayCollection: 'insurer',
  billableKinds: ['session'],
  invoiceWithinMonths: 6,
  positionNumber: '3101001',
  tariff: null,
};
const PRESCRIPTION: NonNullable<BilledPart['prescription']> = {
  id: 'rx',
  issuedOn: '2026-03-02',
  kind: 'INITIAL',
  lanr: '123456658',
  bsnr: '391234511',
  hospitalIk: null,
  fromHospital: false,
  diagnoses: ['F20.0'],
  approvalNumber: 'G2026-4711',
  approvedOn: '2026-03-20',
};
const PART: BilledPart = { status: 'APPROVED', minutes: 90, prescription: PRESCRIPTION };
const GOOD: SessionQuestion = {
  state: 'SIGNED',
  day: '2026-03-16',
  start: '2026-03-16T10:00',
  end: '2026-03-16T11:30',
  setting: 'single',
  documented: true,
  leadReleased: false,
  signed: true,
  present: 1,
  parts: [PART],
  stays: [],
  person: { familyName: 'Reetz', givenName: 'Almut', birthDate: '1984-05-02', postalCode: '53111' },
  cover: { payerIk: '100177504', kvnr: 'A123456780', kvnrConfirmed: false, insurerGroup: 'VDEK', state: 'NW' },
  providerIk: '499900019',
  lines: [LINE],
  today: '2026-04-02',
  lead: false,
  p: parametersOn('2026-04-02'),
};
const codes = (more: Partial<SessionQuestion>, which = true) =>
  sessionBlocks({ ...GOOD, ...more })
    .blocks.filter(({ blocks }) => blocks === which)
    .map(({ code }) => code);
const rx = (more: Partial<NonNullable<BilledPart['prescription']>>) => ({
  parts: [{ ...PART, prescription: { ...PRESCRIPTION, ...more } }],
});
const cover = (more: object) => ({
  cover: { payerIk: '100177504', kvnr: 'A123456780', kvnrConfirmed: false, insurerGroup: 'VDEK' as const, state: 'NW', ...more },
});

describe('Before a unit is released', () => {
  test('nothing stands against a good one, and it costs what R25 says', () => {
    const { blocks, priced } = sessionBlocks(GOOD);
    expect(blocks).toEqual([]);
    expect([priced.hundredths, priced.amountCents]).toEqual([150, 8775]);
  });
  test.each([
    ['session-not-documented', { documented: false }],
    ['late-release-missing', { state: 'LATE_PENDING' }],
    ['signature-missing', { signed: false }],
    ['session-not-covered', { parts: [{ status: 'UNCOVERED' as const, minutes: 60, prescription: null }] }],
    ['contract-line-missing', { lines: [] }],
    ['contract-line-missing', { day: '2025-12-31' }],
    ['contract-line-ambiguous', { lines: [LINE, { ...LINE, id: 'other' }] }],
    ['in-hospital', { stays: [{ admittedOn: '2026-03-10', dischargedOn: '2026-03-20' }] }],
    ['not-insured', { cover: null }],
    ['session-disputed', { state: 'DISPUTED' }],
    ['group-one-came', { setting: 'group' as const, present: 1, lines: [{ ...LINE, setting: 'group' as const }] }],
    ['client-name-missing', { person: { ...GOOD.person, familyName: null } }],
    ['client-birth-date-missing', { person: { ...GOOD.person, birthDate: null } }],
    ['kvnr-missing', cover({ kvnr: null })],
    ['kvnr-wrong', cover({ kvnr: 'A123456781' })],
    ['payer-ik-wrong', cover({ payerIk: '100177505' })],
    ['payer-ik-wrong', cover({ payerIk: '499900019' })],
    ['lanr-missing', rx({ lanr: null })],
    ['lanr-wrong', rx({ lanr: '123456758' })],
    ['bsnr-missing', rx({ bsnr: null })],
    ['bsnr-wrong', rx({ bsnr: '001234511' })],
    ['hospital-ik-missing', rx({ fromHospital: true })],
    ['prescription-date-missing', rx({ issuedOn: null })],
    ['prescription-after-session', rx({ issuedOn: '2026-03-17' })],
    ['prescription-diagnosis-missing', rx({ diagnoses: [] })],
    ['practice-incomplete', { providerIk: null }],
    ['invoice-term-passed', { today: '2026-10-01' }],
    ['session-not-billable', { lines: [{ ...LINE, billableKinds: ['travel'] }] }],
  ] as const)('%s stops it', (code, more) => expect(codes(more as Partial<SessionQuestion>)).toContain(code));
  test.each([
    ['client-address-missing', { person: { ...GOOD.person, postalCode: null } }],
    ['position-number-missing', { lines: [{ ...LINE, positionNumber: null }] }],
    ['approval-number-missing', rx({ approvalNumber: null })],
    ['session-partly-covered', { parts: [PART, { status: 'UNCOVERED' as const, minutes: 15, prescription: null }] }],
  ] as const)('%s is only said', (code, more) => {
    expect(codes(more as Partial<SessionQuestion>, false)).toEqual([code]);
    expect(codes(more as Partial<SessionQuestion>)).toEqual([]);
  });
  test('a confirmed KVNR, a clinic by its IK and the last month of the term are no block', () => {
    expect(codes(cover({ kvnr: 'A123456781', kvnrConfirmed: true }))).toEqual([]);
    expect(codes(rx({ fromHospital: true, hospitalIk: '260500016', lanr: null, bsnr: null }))).toEqual([]);
    expect(codes({ today: '2026-09-30' })).toEqual([]);
  });
  test('what came too late for the contract is for the lead', () => {
    expect(codes({ today: '2026-10-01', lead: true })).toEqual([]);
    expect(codes({ today: '2026-10-01', lead: true }, false)).toEqual(['invoice-term-passed']);
    // the lead released it then; it was invoiced in time and is corrected; it was released in time and forgotten
    expect(codes({ today: '2026-10-01', releasedOn: '2026-10-01' })).toEqual([]);
    expect(codes({ today: '2026-11-01', releasedOn: '2026-04-01', firstInvoicedOn: '2026-04-02' })).toEqual([]);
    expect(codes({ today: '2026-10-01', releasedOn: '2026-04-01' })).toEqual(['invoice-term-passed']);
  });
  test('S7: of a session at the border only what is covered is billed', () => {
    const parts = [
      { ...PART, minutes: 45 },
      { status: 'UNCOVERED' as const, minutes: 15, prescription: null },
    ];
    expect(sessionBlocks({ ...GOOD, parts }).priced).toMatchObject({ hundredths: 75, amountCents: 4388 });
  });
  test('S15: a price for the group is divided by those who came', () => {
    const group = { ...LINE, setting: 'group' as const, per: 'group' as const, priceCents: 8100 };
    const { priced, blocks } = sessionBlocks({ ...GOOD, setting: 'group', present: 11, lines: [group] });
    expect([priced.headCents, priced.hundredths, priced.amountCents, blocks]).toEqual([736, 100, 736, []]);
  });
  test('I4: whatever is clear is covered, signed and has one price on its day', () => {
    const depth = Number(process.env.GELEIT_DEPTH ?? 1) * 2000;
    const pick = <T>(list: readonly T[], seed: number) => list[seed % list.length] as T;
    let [clear, at] = [0, 7];
    const next = () => {
      at = (at * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor(at / 65_536);
    };
    for (let count = 0; count < depth; count += 1) {
      const question: SessionQuestion = {
        ...GOOD,
        state: pick(['SIGNED', 'LATE_PENDING', 'DISPUTED', 'DOCUMENTED'], next()),
        signed: next() % 3 > 0,
        documented: next() % 4 > 0,
        parts: pick(
          [
            [PART],
            [],
            [PART, { status: 'UNCOVERED', minutes: 15, prescription: null }],
            [{ ...PART, status: 'PROVISIONAL' }],
            [{ ...PART, minutes: 0 }],
          ],
          next(),
        ),
        lines: pick(
          [
            [LINE],
            [],
            [LINE, { ...LINE, id: 'two' }],
            [
              { ...LINE, validTo: '2026-03-15' },
              { ...LINE, id: 'now', validFrom: '2026-03-16' },
            ],
          ],
          next(),
        ),
        cover: pick([GOOD.cover, null], next()),
      };
      const { blocks, priced } = sessionBlocks(question);
      if (blocks.some((block) => block.blocks)) continue;
      clear += 1;
      const holding = question.lines.filter(
        ({ validFrom, validTo }) => validFrom <= question.day && (validTo === null || question.day <= validTo),
      );
      if (
        !question.signed ||
        holding.length !== 1 ||
        priced.amountCents <= 0 ||
        priced.parts.some(({ part }) => part.status === 'UNCOVERED')
      )
        expect.fail(JSON.stringify(question));
    }
    expect(clear, `${depth} sessions`).toBeGreaterThan(depth / 100);
  });
  test('every block has words', () => {
    const all = { ...SOZIOTHERAPIE_WORDS, ...BILLING_WORDS };
    const found = sessionBlocks({
      ...GOOD,
      signed: false,
      documented: false,
      lines: [],
      cover: null,
      providerIk: null,
      person: { familyName: null, givenName: null, birthDate: null, postalCode: null },
      ...rx({ lanr: null, bsnr: null, diagnoses: [], issuedOn: null }),
    });
    expect(found.blocks.length).toBeGreaterThan(8);
    expect(found.blocks.filter(({ code }) => !(code in all))).toEqual([]);
  });
});

test('A day’s copayment stands once, on its last line; I12: the lines together are the ledger', () => {
  const days = [
    { day: '2026-03-09', costCents: 5850, copayCents: 585, from: 'day' as const },
    { day: '2026-03-16', costCents: 17_550, copayCents: 1000, from: 'day' as const },
  ];
  const line = (id: string, day: string, start: string) => ({ id, personId: 'p', day, start: `${day}T${start}` });
  const lines = [
    line('a', '2026-03-16', '10:00'),
    line('b', '2026-03-16', '15:00'),
    line('c', '2026-03-09', '10:00'),
    line('d', '2026-03-23', '10:00'),
  ];
  expect([...copayByLine(lines, new Map([['p', { days }]]))].sort()).toEqual([
    ['b', 1000],
    ['c', 585],
  ]);
  // I5: order does not matter
  expect([...copayByLine(lines.toReversed(), new Map([['p', { days }]]))].sort()).toEqual(
    [...copayByLine(lines, new Map([['p', { days }]]))].sort(),
  );
});

test('Numbers that were drawn and are not there are named', () => {
  expect(missingNumbers(2026, ['2026-0001', '2026-0003'], 4)).toEqual(['2026-0002']);
  expect(missingNumbers(2026, [], 1)).toEqual([]);
});

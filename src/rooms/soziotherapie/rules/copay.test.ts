import { describe, expect, test } from 'vitest';
import { judgeBurden } from './burden.ts';
import { type CopayItem, copayLedger, copayOf, copayStatus } from './copay.ts';
import { choose, P } from './fixture.ts';
import { headPrice, lineAmount } from './price.ts';
import { groupQuantity, singleQuantity } from './units.ts';

const ADULT = { birthDate: '1984-05-02', exemptions: [] };
const day = (number: number) => `2026-03-${String(number).padStart(2, '0')}`;
/** A single session of so many minutes at a price per hour. */
const single = (on: string, minutes: number, price = 5850): CopayItem => {
  const { hundredths, parts } = singleQuantity(minutes, P);
  return { day: on, costCents: lineAmount(price, hundredths), parts };
};
const group = (on: string, minutes: number, cents: number): CopayItem => ({
  day: on,
  costCents: cents,
  parts: groupQuantity(minutes, P).parts,
});
const said = (
  items: readonly CopayItem[],
  closings: Parameters<typeof copayLedger>[2] = [],
  person: Parameters<typeof copayLedger>[0] = ADULT,
) => copayLedger(person, items, closings, '2026-12-31', P);
const booked = (ledger: ReturnType<typeof said>) => ledger.days.map((one) => [one.day, one.copayCents]);

describe('R10 copayment per calendar day', () => {
  test.each([
    ['R10-01', 3600, 500],
    ['R10-02', 7200, 720],
    ['R10-03', 5850, 585],
    ['R10-05', 11700, 1000],
    ['R10-06', 9994, 999],
    ['R10-06', 9995, 1000],
    ['R10-06', 10000, 1000],
    ['R10-07', 5000, 500],
    ['R10-07', 5005, 501],
    ['R10-08, never more than the cost', 491, 491],
    ['R10-09', 0, 0],
    ['one cent', 1, 1],
    ['just the minimum', 500, 500],
  ])('%s: a day of %s cent costs %s', (_name, cost, copay) => expect(copayOf(cost, P)).toBe(copay));
  test('I3: never above cost or ten euro, nothing only for nothing, never less for more', () => {
    for (let cost = 0, before = 0; cost <= 30_000; cost += 1) {
      const copay = copayOf(cost, P);
      if (copay > cost || copay > 1000 || copay < before || (copay === 0) !== (cost === 0)) expect.fail(`${cost} → ${copay}`);
      before = copay;
    }
    expect(copayOf(30_000, P)).toBe(1000);
  });
});

describe('R11 age and exemption', () => {
  const certificate = { birthDate: '1984-05-02', exemptions: [{ from: '2026-06-01', to: '2026-12-31' }] };
  test.each([
    ['R11-01', { birthDate: '2008-03-15', exemptions: [] }, '2026-03-14', 'under-age'],
    ['R11-02', { birthDate: '2008-03-15', exemptions: [] }, '2026-03-15', 'due'],
    ['R11-03', { birthDate: '2008-02-29', exemptions: [] }, '2026-02-28', 'under-age'],
    ['R11-03', { birthDate: '2008-02-29', exemptions: [] }, '2026-03-01', 'due'],
    ['R11-04', certificate, '2026-05-31', 'due'],
    ['R11-05', certificate, '2026-06-01', 'exempt'],
    ['the last day of the certificate', certificate, '2026-12-31', 'exempt'],
    ['R11-06', certificate, '2027-01-02', 'due'],
    ['New Year’s Day', certificate, '2027-01-01', 'due'],
  ] as const)('%s: %o on %s', (_name, person, on, expected) => expect(copayStatus(person, on, P)).toBe(expected));
  test('R11-07: a certificate from an earlier day makes the days after it free again', () => {
    const items = [single('2026-05-20', 60), single('2026-06-10', 60), single('2026-07-10', 60)];
    expect(said(items).totalCents).toBe(3 * 585);
    expect(said(items, [], certificate)).toMatchObject({ totalCents: 585, freeCostCents: 2 * 5850 });
  });
});

describe('R12 parts of a unit on several days', () => {
  test.each([
    ['R12-01', [1, 2, 3, 4].map((at) => single(day(at), 15, 6000)), [[day(4), 600]]],
    ['R12-02', [single(day(1), 30, 4500), single(day(2), 30, 4500)], [[day(2), 500]]],
    ['R12-03', [single(day(1), 45, 6000), single(day(2), 45, 6000)], [[day(2), 900]]],
    [
      'R12-05',
      [single(day(1), 30), single(day(2), 60), single(day(3), 30)],
      [
        [day(2), 585],
        [day(3), 585],
      ],
    ],
    [
      'R12-06',
      [single(day(1), 60), single(day(2), 45), single(day(3), 15), single(day(4), 90)],
      [
        [day(1), 585],
        [day(3), 585],
        [day(4), 878],
      ],
    ],
    ['two thirds of a group and twenty minutes make a unit', [group(day(1), 60, 1600), single(day(1), 30)], [[day(1), 500]]],
    ['half a group and a quarter do not', [group(day(1), 45, 1200), single(day(1), 15)], []],
  ])('%s', (_name, items, expected) => expect(booked(said(items))).toEqual(expected));
  test.each(['closed', 'exhausted', 'window-end', 'insurer-changed'] as const)(
    'what is left in the bucket is booked at its end: %s',
    (reason) => {
      const ledger = said([single(day(1), 15), single(day(2), 15), single(day(9), 15)], [{ before: day(5), reason }]);
      expect(booked(ledger)).toEqual([[day(2), 500]]);
      expect(ledger.bucket).toEqual({ parts: 45, costCents: 1463, lastDay: day(9) });
    },
  );
  test('an exemption closes the bucket, and its days never enter it', () => {
    const person = { ...ADULT, exemptions: [{ from: day(5), to: day(20) }] };
    const ledger = said([single(day(1), 45), single(day(6), 45), single(day(21), 45)], [], person);
    expect(booked(ledger)).toEqual([[day(1), 500]]);
    expect(ledger).toMatchObject({ freeCostCents: 4388, bucket: { costCents: 4388, lastDay: day(21) } });
  });
  test('an exemption that begins only later has closed nothing yet', () => {
    const person = { ...ADULT, exemptions: [{ from: '2026-06-01', to: '2026-12-31' }] };
    expect(copayLedger(person, [single(day(1), 15)], [], '2026-03-02', P)).toMatchObject({ days: [], bucket: { parts: 45 } });
  });
});

describe('R13 several sessions on one day', () => {
  const share = (price: number, present: number) => headPrice({ priceCents: price, per: 'group', setting: 'group' }, present);
  test.each([
    ['R13-01', [single(day(1), 45), single(day(1), 60)], 10238, 1000],
    ['R13-02', [single(day(1), 30), single(day(1), 30)], 5850, 585],
    ['R13-03', [single(day(1), 60), group(day(1), 90, 2400)], 8250, 825],
    ['R13-04, ten participants', [group(day(1), 90, share(5000, 10))], 500, 500],
    ['R13-05', [group(day(1), 90, share(8100, 11))], 736, 500],
    ['R13-06, the second was a no-show', [single(day(1), 60), { day: day(1), costCents: 0, parts: 0 }], 5850, 585],
    ['S15 at 54 euro', [group(day(1), 90, share(5400, 11))], 491, 491],
  ])('%s', (_name, items, costCents, copayCents) =>
    expect(said(items).days).toEqual([{ day: day(1), costCents, copayCents, from: 'day' }]),
  );
});

describe('R14 the yearly limit', () => {
  const basic = { year: 2026, grossCents: 12 * 56_300, deductionsCents: 0, chronic: true };
  test.each([
    ['R14-01, nine days', basic, 9 * 585, 'none', 6756],
    ['R14-01, ten days', basic, 10 * 585, 'near-limit', 6756],
    ['R14-01, eleven days', basic, 11 * 585, 'near-limit', 6756],
    ['R14-01, twelve days', basic, 12 * 585, 'limit-reached', 6756],
    ['R14-02', { ...basic, chronic: false }, 0, 'none', 13_512],
    ['R14-03', { ...basic, grossCents: 1_800_000, chronic: false }, 35_999, 'near-limit', 36_000],
    ['R14-03', { ...basic, grossCents: 1_800_000 }, 18_000, 'limit-reached', 18_000],
    ['deductions beyond the income leave no limit below zero', { ...basic, deductionsCents: 9_999_999 }, 1, 'limit-reached', 0],
    ['R14-05', { ...basic, exemptions: [{ from: '2026-06-01', to: '2026-12-31' }] }, 9999, 'none', 6756],
    [
      'a certificate of last year says nothing',
      { ...basic, exemptions: [{ from: '2025-06-01', to: '2025-12-31' }] },
      9999,
      'limit-reached',
      6756,
    ],
  ] as const)('%s', (_name, question, copaysCents, notice, limitCents) => {
    expect(judgeBurden({ ...question, copaysCents }, P)).toMatchObject({ notice, limitCents });
  });
  test('what the client adds by hand counts', () => {
    expect(judgeBurden({ ...basic, copaysCents: 585, otherCents: 6171 }, P)).toMatchObject({ notice: 'limit-reached', sumCents: 6756 });
  });
});

test('the parts of a unit do not depend on how the 120 hours are counted', () => {
  expect(groupQuantity(90, choose({ groupCapCounting: 'unit' })).parts).toBe(groupQuantity(90, P).parts);
});

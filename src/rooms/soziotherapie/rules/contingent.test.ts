import { describe, expect, test } from 'vitest';
import { judgeAmount } from './amount.ts';
import { choose, P } from './fixture.ts';
import {
  appendEntry,
  contingentOn,
  disputedZone,
  EMPTY_LEDGER,
  type Ledger,
  type LedgerEntry,
  recountWindows,
  splitAtBorder,
  windowEnd,
} from './ledger.ts';
import { lineAmount } from './price.ts';
import { firstRegularRemaining, judgeReferral, judgeTrial, needsApproval, ofSameCase } from './trial.ts';
import { groupQuantity, measureSession, quantityOf, singleQuantity } from './units.ts';

let number = 0;
const entry = (day: string, minutes: number, more: Partial<LedgerEntry> = {}): LedgerEntry => {
  number += 1;
  return { id: `L${number}`, day, minutes, kind: 'OWN_SINGLE', reference: `S${number}`, ...more };
};
function write(entries: readonly LedgerEntry[], ledger: Ledger = EMPTY_LEDGER, p = P): Ledger {
  return entries.reduce((before, one) => {
    const answer = appendEntry(before, one, p);
    if (!answer.ok) throw new Error(answer.because);
    return answer.ledger;
  }, ledger);
}
const leftOn = (ledger: Ledger, day: string) => contingentOn(ledger.windows, day, P).remainingMinutes;

describe('R2 the contingent', () => {
  test('R2-01: without sessions nothing is used and no window has begun', () => {
    expect(contingentOn(EMPTY_LEDGER.windows, '2026-03-09', P)).toEqual({ window: null, usedMinutes: 0, remainingMinutes: 7200 });
  });
  test.each([
    ['R2-02', '2026-03-09', '2029-03-08'],
    ['R2-03', '2003-05-21', '2006-05-20'],
    ['R2-05', '2024-03-01', '2027-02-28'],
    ['a leap day ends on the last of February', '2024-02-29', '2027-02-28'],
    ['the first of March before a leap year', '2025-03-01', '2028-02-29'],
    ['the turn of the year', '2026-01-01', '2028-12-31'],
    ['a month’s end', '2026-05-31', '2029-05-30'],
  ])('%s: a window from %s ends on %s', (_name, start, end) => expect(windowEnd(start, P)).toBe(end));
  test('R2-06: 28 hours leave 92', () => {
    const ledger = write(Array.from({ length: 28 }, (_, index) => entry(`2026-03-${String(index + 1).padStart(2, '0')}`, 60)));
    expect(leftOn(ledger, '2026-04-01')).toBe(5520);
  });
  test('R2-07: with 45 minutes left an hour is split, and the rest is not covered', () => {
    expect(splitAtBorder({ setting: 'single', billableMinutes: 60, capMinutes: 60 }, 45, P)).toMatchObject({
      ok: true,
      rule: 'R2',
      coveredMinutes: 45,
      uncoveredMinutes: 15,
      exhausts: true,
    });
    expect(splitAtBorder({ setting: 'single', billableMinutes: 60, capMinutes: 60 }, 14, P)).toMatchObject({ because: 'cap-exhausted' });
    expect(splitAtBorder({ setting: 'single', billableMinutes: 60, capMinutes: 60 }, 60, P)).toMatchObject({
      coveredMinutes: 60,
      exhausts: true,
    });
    expect(splitAtBorder({ setting: 'group', billableMinutes: 90, capMinutes: 90 }, 89, P)).toMatchObject({ because: 'group-not-split' });
  });
  test('R2-09: units of a former provider count, with evidence', () => {
    const external = entry('2026-01-05', 1200, { kind: 'EXTERNAL', evidence: 'Schreiben der Kasse' });
    expect(leftOn(write([entry('2026-03-09', 600), external]), '2026-04-01')).toBe(90 * 60);
    expect(appendEntry(EMPTY_LEDGER, { ...external, evidence: ' ' }, P)).toMatchObject({ because: 'ledger-evidence-missing' });
  });
  test('R2-10: ten groups of 90 minutes take 900 or 600 minutes, as the network decided', () => {
    const used = (counting: 'minutes' | 'unit') => 10 * groupQuantity(90, choose({ groupCapCounting: counting })).capMinutes;
    expect([7200 - used('minutes'), 7200 - used('unit')]).toEqual([6300, 6600]);
  });
  test('units known later move the start of the window, and a correction takes it back', () => {
    const external = entry('2025-12-01', 60, { kind: 'EXTERNAL', evidence: 'Brief' });
    const moved = write([entry('2026-03-09', 60), external]);
    expect(moved.windows).toEqual([{ start: '2025-12-01', end: '2028-11-30', usedMinutes: 120 }]);
    const back = write([entry('2025-12-01', -60, { kind: 'CORRECTION', corrects: external.id })], moved);
    expect(back.windows).toEqual([{ start: '2026-03-09', end: '2029-03-08', usedMinutes: 60 }]);
  });
  test('a new window starts with the first unit after the end, and unused minutes lapse', () => {
    const ledger = write([entry('2026-03-09', 60), entry('2029-03-08', 60), entry('2029-04-02', 60)]);
    expect(ledger.windows.map(({ start, usedMinutes }) => [start, usedMinutes])).toEqual([
      ['2026-03-09', 120],
      ['2029-04-02', 60],
    ]);
    expect(contingentOn(ledger.windows, '2029-03-20', P)).toMatchObject({ window: null, remainingMinutes: 7200 });
  });
  test('counted from the prescription, trial units before it belong to its window', () => {
    const p = choose({ episodeAnchor: 'firstPrescription' });
    expect(recountWindows([entry('2026-02-01', 60), entry('2026-03-09', 60)], p, ['2026-03-02'])).toEqual([
      { start: '2026-03-02', end: '2029-03-01', usedMinutes: 120 },
    ]);
    expect(recountWindows([entry('2026-03-09', 60)], p, ['2020-01-01', '2026-03-02'])[0]?.start).toBe('2026-03-02');
    expect(disputedZone('2026-03-09', '2026-03-02', P)).toEqual({ from: '2029-03-02', to: '2029-03-08' });
    expect(disputedZone('2026-03-09', '2026-03-09', P)).toBeNull();
  });
  test.each([
    [entry('2026-03-09', 0), 'ledger-minutes-impossible'],
    [entry('2026-03-09', -15), 'ledger-minutes-impossible'],
    [entry('2026-03-09', 1.5), 'ledger-minutes-impossible'],
    [entry('2026-03-09', -60, { kind: 'CORRECTION', corrects: 'nothing' }), 'ledger-correction-unknown'],
    [entry('2026-03-09', 7201), 'cap-exhausted'],
  ])('a line that cannot be is refused: %o', (line, because) => {
    expect(appendEntry(EMPTY_LEDGER, line, P)).toMatchObject({ ok: false, because, rule: 'R2' });
  });
  test('no line comes twice, and no correction takes back more than there was', () => {
    const one = entry('2026-03-09', 60);
    const ledger = write([one]);
    expect(appendEntry(ledger, one, P)).toMatchObject({ because: 'ledger-entry-exists' });
    const back = entry('2026-03-09', -45, { kind: 'CORRECTION', corrects: one.id });
    expect(appendEntry(write([back], ledger), { ...back, id: 'again' }, P)).toMatchObject({ because: 'ledger-correction-too-large' });
    expect(appendEntry(ledger, { ...back, day: '2026-03-10' }, P)).toMatchObject({ because: 'ledger-correction-unknown' });
  });
  test('the refusal of the last minute says how many are too many', () => {
    expect(appendEntry(write([entry('2026-03-09', 7155)]), entry('2026-03-10', 60), P)).toMatchObject({
      because: 'cap-exhausted',
      facts: { over: 15 },
    });
  });
});

describe('R3 units from minutes', () => {
  test.each([
    ['R3-01', 60, 15, 100, 5850, 0],
    ['R3-02', 50, 15, 75, 4388, 5],
    ['R3-03', 44, 15, 50, 2925, 14],
    ['R3-05', 14, 15, 0, 0, 14],
    ['R3-06', 125, 15, 200, 11700, 5],
    ['R3-07', 20, 3, 30, 1755, 2],
    ['one minute below the step', 59, 60, 0, 0, 59],
  ])('%s: %s minutes single in steps of %s', (_name, minutes, step, hundredths, cents, unbilled) => {
    const quantity = singleQuantity(minutes, choose({ billingStepMinutes: step }));
    expect([quantity.hundredths, lineAmount(5850, quantity.hundredths), quantity.unbilledMinutes]).toEqual([hundredths, cents, unbilled]);
  });
  test.each([
    ['R3-09', 45, 50, 45, 30],
    ['R3-10', 180, 200, 180, 120],
    ['a group of 100 minutes is one unit', 100, 100, 90, 60],
    ['89 minutes are no unit yet', 89, 83, 75, 50],
  ])('%s: %s minutes in a group', (_name, minutes, hundredths, inMinutes, inUnits) => {
    expect(groupQuantity(minutes, P)).toMatchObject({ hundredths, capMinutes: inMinutes });
    expect(groupQuantity(minutes, choose({ groupCapCounting: 'unit' })).capMinutes).toBe(inUnits);
  });
  test('a full group unit is one whatever the step', () => {
    for (const billingStepMinutes of [60, 30, 15, 6, 3])
      expect(groupQuantity(90, choose({ billingStepMinutes }))).toMatchObject({ hundredths: 100, parts: 180 });
  });
  test('R3-11: past midnight belongs to the first day, and is marked', () => {
    const night = measureSession({ start: '2026-03-09T23:40', end: '2026-03-10T00:20' }, '2026-03-10T08:00');
    expect(night).toMatchObject({ ok: true, day: '2026-03-09', minutes: 40, night: true, hints: [{ code: 'session-at-night' }] });
    expect(singleQuantity(40, P).hundredths).toBe(50);
  });
  test.each([
    ['the spring night skips an hour, the clock on the wall counts it', '2026-03-29T01:30', '2026-03-29T03:30', 120],
    ['the autumn night has one twice, the clock on the wall counts it once', '2026-10-25T01:30', '2026-10-25T03:30', 120],
    ['the turn of the year', '2026-12-31T23:30', '2027-01-01T00:30', 60],
    ['the leap day', '2028-02-29T23:30', '2028-03-01T00:00', 30],
  ])('%s', (_name, start, end, minutes) =>
    expect(measureSession({ start, end }, '2030-01-01T00:00')).toMatchObject({ minutes, day: start.slice(0, 10) }),
  );
  test('an end before the start or in the future is refused', () => {
    expect(measureSession({ start: '2026-03-09T10:00', end: '2026-03-09T10:00' }, '2026-03-10T00:00')).toMatchObject({
      because: 'session-ends-before-start',
    });
    expect(measureSession({ start: '2026-03-09T10:00', end: '2026-03-09T11:00' }, '2026-03-09T10:59')).toMatchObject({
      because: 'session-in-future',
      rule: 'R21',
    });
  });
  test('steps that give no exact hundredths do not exist', () => {
    for (const billingStepMinutes of [5, 10, 45, 0])
      expect(() => quantityOf('single', 60, { ...P, billingStepMinutes })).toThrow(RangeError);
  });
});

describe('R4 trial units and Muster 28', () => {
  const trial = (issuedOn: string, units = 5) => ({ kind: 'TRIAL', issuedOn, units }) as const;
  const referral = (units: number) => ({ kind: 'REFERRAL', issuedOn: '2026-01-05', units }) as const;
  test.each([
    ['R4-01', referral(5), [], false, 5],
    ['R4-02', trial('2026-02-01', 2), [referral(3)], false, 5],
    ['R4-03', trial('2026-02-01', 5), [referral(5)], true, 10],
    ['a regular one always', { kind: 'INITIAL', units: 5 } as const, [], true, 5],
    [
      'a withdrawn one counts what was delivered',
      trial('2026-02-01', 4),
      [{ ...trial('2026-01-10'), withdrawn: true, deliveredUnits: 1 }],
      false,
      5,
    ],
  ])('%s: needs approval or not', (_name, own, earlier, needed, totalUnits) => {
    expect(needsApproval(own, earlier, P)).toEqual({ needed, totalUnits });
  });
  test.each([
    ['R4-05', ['2026-01-10', '2026-05-02'], '2026-09-01', 'trial-twice-a-year', 'trial-twice-a-year'],
    ['R4-06', ['2025-12-20', '2026-01-10'], '2026-09-01', 'yes', 'trial-twice-a-year'],
    ['twelve months to the day are over', ['2025-09-01', '2026-01-10'], '2026-09-01', 'yes', 'yes'],
    ['one day less is not', ['2025-09-02', '2026-01-10'], '2026-09-01', 'yes', 'trial-twice-a-year'],
    ['from a leap day', ['2024-02-29', '2024-06-01'], '2025-02-28', 'yes', 'trial-twice-a-year'],
  ])('%s: twice a year, by calendar or in twelve months', (_name, days, issuedOn, calendar, rolling) => {
    const question = { issuedOn, units: 5, earlier: days.map((day) => trial(day)), regularBefore: false };
    const said = (p: typeof P) => {
      const ruling = judgeTrial(question, p);
      return ruling.ok ? 'yes' : ruling.because;
    };
    expect([said(P), said(choose({ trialYear: 'rolling12' }))]).toEqual([calendar, rolling]);
  });
  test('R4-07: not after the first regular prescription', () => {
    expect(judgeTrial({ issuedOn: '2026-05-01', units: 5, earlier: [], regularBefore: true }, P)).toMatchObject({
      because: 'trial-not-before-first',
      rule: 'R4',
    });
  });
  test.each([
    ['the same file', { episodeId: 'E2', issuedOn: '2020-01-01' }, null, true],
    ['another file without any window', { episodeId: 'E1', issuedOn: '2026-03-01' }, null, false],
    [
      'a file before it, inside the same three years',
      { episodeId: 'E1', issuedOn: '2026-03-01' },
      { end: '2029-03-04', formerEnd: null },
      true,
    ],
    [
      'on the last day of the years before',
      { episodeId: 'E1', issuedOn: '2025-12-31' },
      { end: '2029-03-04', formerEnd: '2025-12-31' },
      false,
    ],
    ['on the day after them', { episodeId: 'E1', issuedOn: '2026-01-01' }, { end: '2029-03-04', formerEnd: '2025-12-31' }, true],
    ['after the years asked about', { episodeId: 'E1', issuedOn: '2029-03-05' }, { end: '2029-03-04', formerEnd: null }, false],
  ] as const)('of the same Krankheitsfall: %s', (_name, one, window, same) => expect(ofSameCase(one, 'E2', window)).toBe(same));
  test('R4-09: only trial units are set off, the contingent counts both', () => {
    expect(firstRegularRemaining({ prescribed: 30, approved: 30, trialUnitsUsed: 3 }, P)).toBe(27);
    expect(firstRegularRemaining({ prescribed: 30, approved: null, trialUnitsUsed: 5 }, P)).toBe(25);
    expect(firstRegularRemaining({ prescribed: 4, approved: 2, trialUnitsUsed: 5 }, P)).toBe(0);
  });
  test('R4-10: who may use Muster 26 is told so', () => {
    expect(judgeReferral({ units: 5, issuerMayUse26: true }, P)).toMatchObject({ ok: true, hints: [{ code: 'muster-26-instead' }] });
    for (const units of [0, 6, 2.5])
      expect(judgeReferral({ units, issuerMayUse26: false }, P)).toMatchObject({ because: 'referral-units-outside' });
    for (const units of [0, 6])
      expect(judgeTrial({ issuedOn: '2026-01-01', units, earlier: [], regularBefore: false }, P)).toMatchObject({
        because: 'trial-units-outside',
      });
  });
});

describe('R5 most units of a prescription', () => {
  test.each([
    ['R5-01', 30, null, 7200, { ok: true, usableUnits: 30, hints: [] }],
    ['R5-02', 31, null, 7200, { ok: false, because: 'units-above-maximum', facts: { most: 30 } }],
    ['R5-03', 30, null, 1200, { ok: true, usableUnits: 20, hints: [{ code: 'more-than-remaining', facts: { remainingMinutes: 1200 } }] }],
    ['R5-05', 30, null, 0, { ok: false, because: 'cap-exhausted' }],
    ['R5-06', 30, 20, 7200, { ok: true, usableUnits: 20, hints: [] }],
    ['a refusal leaves nothing', 30, 0, 7200, { ok: true, usableUnits: 0 }],
    ['the last quarter of an hour', 1, null, 15, { ok: true, usableUnits: 0.25 }],
    ['no half units', 2.5, null, 7200, { ok: false, because: 'units-impossible' }],
    ['more approved than prescribed', 20, 30, 7200, { ok: false, because: 'approved-above-prescribed' }],
  ])('%s: %s prescribed, %s approved, %s minutes left', (_name, prescribed, approved, remainingCapMinutes, expected) => {
    expect(judgeAmount({ prescribed, approved, remainingCapMinutes }, P)).toMatchObject({ rule: 'R5', ...expected });
  });
});

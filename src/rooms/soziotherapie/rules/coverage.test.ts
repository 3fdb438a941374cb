import { describe, expect, test } from 'vitest';
import { type CoverSession, coverSessions, judgePlanned } from './coverage.ts';
import type { CoverPrescription } from './coverage-standing.ts';
import { notifiedOn, submissionDeadline } from './deadlines.ts';
import { dischargeDays, judgeDischarge } from './discharge.ts';
import { choose, NW, P, prescription } from './fixture.ts';
import { judgeFollowUp } from './follow-up.ts';
import { afterStayRecorded, type HospitalStay, judgeHospital } from './hospital.ts';
import { type InsurancePeriod, lapsesByInsurerFrom, payerOn } from './insurer.ts';

const session = (day: string, minutes = 60, more: Partial<CoverSession> = {}): CoverSession => ({
  id: `${day}${more.start ?? ''}`,
  day,
  setting: 'single',
  minutes,
  ...more,
});
const cover = (
  prescriptions: CoverPrescription[],
  sessions: CoverSession[],
  more: { externals?: { id: string; day: string; minutes: number }[] } = {},
) => coverSessions({ prescriptions, sessions, ...more }, P);
const said = (result: ReturnType<typeof cover>) =>
  result.sessions.map(({ segments }) => segments.map(({ minutes, status, because }) => `${minutes} ${because ?? status}`).join(', '));
const weeks = (count: number, from = '2026-03-09') =>
  Array.from({ length: count }, (_, index) => session(Temporal.PlainDate.from(from).add({ days: index }).toString()));

describe('R16 coverage', () => {
  test('R16-01: the third of five trial units is free of approval', () => {
    const trial = prescription({ kind: 'TRIAL', units: 5, receivedOn: null });
    expect(said(cover([trial], weeks(6)))).toEqual([...Array(5).fill('60 EXEMPT'), '60 units-used-up']);
  });
  test('R16-02: provisional until the decision, approved when it is there', () => {
    expect(said(cover([prescription()], [session('2026-03-09')]))).toEqual(['60 PROVISIONAL']);
    expect(said(cover([prescription({ decision: { units: 30, notifiedOn: '2026-03-24' } })], [session('2026-03-09')]))).toEqual([
      '60 APPROVED',
    ]);
  });
  test('R16-03: a refusal takes nothing back, and ends it from the day after the notification', () => {
    const refused = prescription({ decision: { units: 0, notifiedOn: '2026-03-24', knownOn: '2026-03-20' } });
    const result = cover(
      [refused],
      ['2026-03-16', '2026-03-24', '2026-03-25'].map((day) => session(day)),
    );
    expect(said(result)).toEqual(['60 PROVISIONAL', '60 PROVISIONAL', '60 refusal-known']);
    expect(result.sessions[1]?.segments[0]?.hints).toEqual([{ code: 'decision-known-earlier' }]);
    expect(result.sessions[0]?.segments[0]?.hints).toEqual([]);
  });
  test('R16-05: before the issue of the prescription it is an error', () => {
    expect(said(cover([prescription()], [session('2026-03-01')]))).toEqual(['60 session-before-prescription']);
    expect(said(cover([], [session('2026-03-01')]))).toEqual(['60 no-prescription']);
  });
  test('R16-06: the 21st of 20 approved is not covered', () => {
    const partly = prescription({ decision: { units: 20, notifiedOn: '2026-03-08' } });
    expect(said(cover([partly], weeks(21))).slice(-2)).toEqual(['60 APPROVED', '60 units-used-up']);
  });
  test('R16-07: half a unit left splits an hour, and that is said at planning', () => {
    const partly = prescription({ units: 1, decision: { units: 1, notifiedOn: '2026-03-08' } });
    const question = { prescriptions: [partly], sessions: [session('2026-03-10', 30)] };
    expect(judgePlanned(session('2026-03-12'), question, P)).toMatchObject({
      ok: true,
      hints: [{ code: 'session-split', facts: { coveredMinutes: 30, uncoveredMinutes: 30 } }],
    });
    expect(judgePlanned(session('2026-03-12', 60, { id: 'late' }), { ...question, sessions: [session('2026-03-10')] }, P)).toMatchObject({
      ok: false,
      because: 'units-used-up',
      rule: 'R16',
      source: 'ST-RL § 9',
    });
  });
  test('units beyond a partial approval stay paid up to the notification and use up what is approved', () => {
    const partly = prescription({ decision: { units: 2, notifiedOn: '2026-03-11' } });
    expect(said(cover([partly], weeks(4)))).toEqual(['60 APPROVED', '60 APPROVED', '60 PROVISIONAL', '60 units-used-up']);
  });
  test('until the receipt is stored nothing is covered, and it is counted anew with it', () => {
    const sent = prescription({ receivedOn: null });
    const pending = cover([sent], [session('2026-03-03')]);
    expect(said(pending)).toEqual(['60 submission-pending']);
    expect(pending.sessions[0]?.segments[0]?.hints).toEqual([{ code: 'recomputed-on-receipt' }]);
    // also when the last day is long over: nobody knows yet whether it was there in time
    expect(said(cover([sent], [session('2026-05-29')]))).toEqual(['60 submission-pending']);
    expect(said(cover([prescription({ receivedOn: '2026-03-06' })], [session('2026-03-03')]))).toEqual(['60 submission-too-late']);
    expect(said(cover([prescription()], [session('2026-03-02')]))).toEqual(['60 PROVISIONAL']);
  });
  test('why it is not paid is told by the prescription of the day, not by one that came later', () => {
    const first = prescription({ id: 'V1', units: 1, decision: { units: 1, notifiedOn: '2026-03-06' } });
    const later = prescription({ id: 'V2', issuedOn: '2026-04-01', receivedOn: '2026-04-01', submitUntil: '2026-04-07' });
    expect(said(cover([first, later], [session('2026-03-09'), session('2026-03-16'), session('2026-03-01')]))).toEqual([
      '60 session-before-prescription',
      '60 APPROVED',
      '60 units-used-up',
    ]);
    expect(said(cover([{ ...first, groupAllowed: false }, later], [session('2026-03-09', 90, { setting: 'group' })]))).toEqual([
      '90 group-not-prescribed',
    ]);
  });
  test('a group that was over before one step is no part of anything', () => {
    expect(
      cover([prescription({ decision: { units: 30, notifiedOn: '2026-03-06' } })], [session('2026-03-09', 10, { setting: 'group' })])
        .sessions,
    ).toEqual([{ id: '2026-03-09', segments: [], unbilledMinutes: 10, covered: true }]);
  });
  test('between the notification and a later start of the approval nothing is paid', () => {
    const later = prescription({ decision: { units: 30, notifiedOn: '2026-03-20', validFrom: '2026-04-01', validTo: '2026-04-30' } });
    expect(
      said(
        cover(
          [later],
          ['2026-03-20', '2026-03-21', '2026-04-01', '2026-04-30', '2026-05-01'].map((day) => session(day)),
        ),
      ),
    ).toEqual(['60 PROVISIONAL', '60 approval-not-begun', '60 APPROVED', '60 APPROVED', '60 approval-over']);
  });
  test('the rest of a single session goes to the next prescription, a group session is not split', () => {
    const decision = { units: 1, notifiedOn: '2026-03-08' };
    const [first, next] = [
      prescription({ units: 1, decision }),
      prescription({ id: 'V2', issuedOn: '2026-03-03', units: 1, kind: 'FOLLOW_UP', decision }),
    ];
    const one = session('2026-03-09', 30);
    expect(
      cover([next, first], [one, session('2026-03-10')]).sessions[1]?.segments.map(({ prescriptionId, minutes }) => [
        prescriptionId,
        minutes,
      ]),
    ).toEqual([
      ['V1', 30],
      ['V2', 30],
    ]);
    expect(
      cover([first, next], [one, session('2026-03-10', 90, { setting: 'group' })]).sessions[1]?.segments.map(
        ({ prescriptionId }) => prescriptionId,
      ),
    ).toEqual(['V2']);
    expect(said(cover([first], [one, session('2026-03-10', 90, { setting: 'group' })]))).toEqual(['30 APPROVED', '90 units-used-up']);
  });
  test('trial units are set off against the first regular prescription, Muster 28 is not', () => {
    const all = [
      prescription({ id: 'M28', kind: 'REFERRAL', issuedOn: '2026-01-05', units: 2, receivedOn: null }),
      prescription({ id: 'T', kind: 'TRIAL', issuedOn: '2026-01-20', units: 3, receivedOn: null }),
      prescription({ units: 6, decision: { units: 6, notifiedOn: '2026-03-08' } }),
    ];
    expect(said(cover(all, [...weeks(5, '2026-02-01'), ...weeks(5)]))).toEqual([
      ...Array(5).fill('60 EXEMPT'),
      ...Array(3).fill('60 APPROVED'),
      ...Array(2).fill('60 units-used-up'),
    ]);
  });
  test('stopped by the prescriber, that day is the last', () => {
    const stopped = prescription({ withdrawnOn: '2026-03-10' });
    expect(said(cover([stopped], weeks(3)))).toEqual(['60 PROVISIONAL', '60 PROVISIONAL', '60 prescription-withdrawn']);
  });
  test('the end of the three years ends every prescription of them', () => {
    const old = prescription({ decision: { units: 30, notifiedOn: '2026-03-08' } });
    const fresh = prescription({ id: 'V2', issuedOn: '2029-03-09', decision: { units: 30, notifiedOn: '2029-03-20' } });
    const days = ['2026-03-09', '2029-03-08', '2029-03-09'].map((day) => session(day));
    expect(said(cover([old], days))).toEqual(['60 APPROVED', '60 APPROVED', '60 window-over']);
    const result = cover([old, fresh], days);
    expect(result.windows.map(({ start }) => start)).toEqual(['2026-03-09', '2029-03-09']);
  });
  test('R2-11: what did not take place takes nothing, and less than a step opens no window', () => {
    expect(cover([prescription()], [session('2026-03-09', 14)])).toMatchObject({
      windows: [],
      sessions: [{ segments: [], unbilledMinutes: 14, covered: true }],
    });
  });
});

describe('R18 change of insurer', () => {
  const periods: InsurancePeriod[] = [
    { payerIk: '100177504', from: '2020-01-01', to: '2026-06-30' },
    { payerIk: '108310400', from: '2026-07-01', to: null },
  ];
  test('R18-01: the last day belongs to the old insurer', () => {
    expect(payerOn(periods, '2026-06-30')).toMatchObject({ payerIk: '100177504' });
    expect(payerOn(periods, '2026-07-01')).toMatchObject({ payerIk: '108310400', rule: 'R18' });
    expect(payerOn(periods, '2019-12-31')).toMatchObject({ because: 'not-insured' });
  });
  test('R18-02 and R18-03: the new one needs its own application', () => {
    const old = prescription({ lapsesFrom: lapsesByInsurerFrom('2026-03-02', periods), decision: { units: 30, notifiedOn: '2026-03-08' } });
    expect(said(cover([old], [session('2026-06-30'), session('2026-07-01')]))).toEqual(['60 APPROVED', '60 prescription-lapsed']);
    const issuedOn = '2026-07-01';
    expect(submissionDeadline(issuedOn, NW, P)).toBe('2026-07-06');
    const fresh = prescription({ id: 'V2', issuedOn, lapsesFrom: lapsesByInsurerFrom(issuedOn, periods) });
    expect(said(cover([old, fresh], [session('2026-07-01')]))).toEqual(['60 PROVISIONAL']);
  });
  test.each([
    ['the same insurer without a gap', '2026-04-01', null],
    ['the same insurer after a gap', '2026-06-01', '2026-04-01'],
    ['nobody', null, '2026-04-01'],
  ])('after the end of a membership comes %s', (_name, from, lapses) => {
    const first: InsurancePeriod = { payerIk: '100177504', from: '2020-01-01', to: '2026-03-31' };
    const next = from === null ? [] : [{ ...first, from, to: null }];
    expect(lapsesByInsurerFrom('2026-03-02', [...next, first])).toBe(lapses);
    expect(lapsesByInsurerFrom('2026-06-02', [...next, first])).toBeNull();
  });
  test('R18-05: after a closure or merger the approval stays', () => {
    expect(
      lapsesByInsurerFrom('2026-03-02', [periods[0] as InsurancePeriod, { ...(periods[1] as InsurancePeriod), continuesFormer: true }]),
    ).toBeNull();
    expect(
      lapsesByInsurerFrom('2026-03-02', [{ ...(periods[1] as InsurancePeriod), payerIk: '100177504' }, periods[0] as InsurancePeriod]),
    ).toBeNull();
  });
});

describe('R23 discharge prescription', () => {
  test.each([
    ['R23-01', '2026-05-08', '2026-05-15'],
    ['R23-03', '2026-02-25', '2026-03-04'],
    ['over a leap day', '2028-02-25', '2028-03-03'],
    ['over the turn of the year', '2026-12-28', '2027-01-04'],
  ])('%s: from %s to %s', (_name, dischargedOn, to) => {
    expect(dischargeDays(dischargedOn, P)).toEqual({ from: dischargedOn, to });
    expect(judgeDischarge({ dischargedOn, day: to }, P).ok).toBe(true);
    expect(judgeDischarge({ dischargedOn, day: Temporal.PlainDate.from(to).add({ days: 1 }).toString() }, P)).toMatchObject({
      because: 'discharge-over',
    });
    expect(judgeDischarge({ dischargedOn, day: '2026-01-01' }, P)).toMatchObject({ because: 'discharge-not-begun' });
  });
  test('R23-02 and R23-05: of four units three are used, one lapses; to be submitted by 13 May', () => {
    const discharge = prescription({ kind: 'DISCHARGE', issuedOn: '2026-05-08', units: 4, usable: dischargeDays('2026-05-08', P) });
    expect(discharge.submitUntil).toBe('2026-05-13');
    const result = cover(
      [discharge],
      ['2026-05-08', '2026-05-12', '2026-05-15', '2026-05-16'].map((day) => session(day)),
    );
    expect(said(result)).toEqual(['60 PROVISIONAL', '60 PROVISIONAL', '60 PROVISIONAL', '60 discharge-over']);
    expect(result.windows[0]?.usedMinutes).toBe(180);
  });
});

describe('R17 hospital stay', () => {
  const stay: HospitalStay = {
    admittedOn: '2026-04-20',
    admittedAt: '2026-04-20T14:00',
    dischargedOn: '2026-05-08',
    dischargedAt: '2026-05-08T10:00',
  };
  const days: HospitalStay = { admittedOn: '2026-04-20', dischargedOn: '2026-05-08' };
  const at = (start: string, end: string) => ({ start, end });
  test.each([
    ['R17-01', at('2026-04-27T10:00', '2026-04-27T11:00'), stay, 'in-hospital'],
    ['R17-02', at('2026-04-20T09:00', '2026-04-20T10:00'), stay, 'hospital-day-note'],
    ['R17-03', at('2026-05-08T16:00', '2026-05-08T17:00'), stay, 'hospital-day-note'],
    ['up to the minute of admission', at('2026-04-20T13:00', '2026-04-20T14:00'), stay, 'hospital-day-note'],
    ['a minute longer', at('2026-04-20T13:00', '2026-04-20T14:01'), stay, 'in-hospital'],
    ['before the discharge', at('2026-05-08T09:00', '2026-05-08T10:01'), stay, 'in-hospital'],
    ['without times the edges are open', at('2026-04-20T16:00', '2026-04-20T17:00'), days, 'hospital-day-note'],
    ['and the day after admission is not', at('2026-04-21T00:00', '2026-04-21T01:00'), days, 'in-hospital'],
    [
      'without discharge every later day is blocked',
      at('2027-01-01T10:00', '2027-01-01T11:00'),
      { ...days, dischargedOn: null },
      'in-hospital',
    ],
    ['afterwards', at('2026-05-09T10:00', '2026-05-09T11:00'), stay, ''],
  ])('%s', (_name, when, one, expected) => {
    const ruling = judgeHospital(when, [one], P);
    expect(ruling.ok ? (ruling.hints[0]?.code ?? '') : ruling.because).toBe(expected);
  });
  test('set to "all" the edges are blocked, set to "warn" nothing is', () => {
    const edge = at('2026-04-20T09:00', '2026-04-20T10:00');
    expect(judgeHospital(edge, [stay], choose({ hospitalBlock: 'all' }))).toMatchObject({ because: 'in-hospital' });
    expect(judgeHospital(edge, [stay], choose({ hospitalBlock: 'warn' }))).toMatchObject({
      ok: true,
      hints: [{ code: 'hospital-warning' }],
    });
  });
  test('R17-05: a stay recorded after the invoice asks for a correction invoice', () => {
    expect(['SIGNED', 'INVOICED', 'PAID'].map((state) => afterStayRecorded(state, true))).toEqual([
      'block',
      'correction-invoice',
      'correction-invoice',
    ]);
    expect(afterStayRecorded('INVOICED', false)).toBe('nothing');
  });
});

describe('R15 follow-up prescription', () => {
  const ask = (unitsPerWeek: number, left: number, more: object = {}) =>
    judgeFollowUp({ leftParts: left * 180, unitsPerWeek, remainingCapMinutes: 3000, validUntil: null, today: '2026-03-01', ...more }, P);
  test.each([
    ['R15-01', 2, 13, {}, 'none', null],
    ['R15-01', 2, 12, {}, 'follow-up', 30],
    ['R15-02', 1, 6, {}, 'follow-up', 30],
    ['R15-03', 0.5, 6, {}, 'follow-up', 30],
    ['R15-05', 1, 5, { remainingCapMinutes: 480 }, 'follow-up', 8],
    ['R15-06', 1, 5, { remainingCapMinutes: 0 }, 'closing', null],
    ['less than one step of the 120 hours', 1, 0, { remainingCapMinutes: 14 }, 'closing', null],
    ['one step of them', 1, 0, { remainingCapMinutes: 15 }, 'follow-up', 1],
    ['R15-07', 1, 20, { validUntil: '2026-04-10' }, 'follow-up', 30],
    ['six weeks to the day', 1, 20, { validUntil: '2026-04-12' }, 'follow-up', 30],
    ['a day more', 1, 20, { validUntil: '2026-04-13' }, 'none', null],
    ['units at hand reach what is left', 1, 5, { remainingCapMinutes: 300 }, 'closing', null],
    ['less than a unit left still needs one', 1, 0, { remainingCapMinutes: 45 }, 'follow-up', 1],
    ['1.1 a week ask for seven', 1.1, 7, {}, 'follow-up', 30],
  ])('%s: %s a week, %s left', (_name, perWeek, left, more, task, proposedUnits) => {
    expect(ask(perWeek, left, more)).toMatchObject({ rule: 'R15', task, proposedUnits });
  });
});

test('R15: units still open on the old prescription are told beside the proposal', () => {
  const question = { leftParts: 360, unitsPerWeek: 1, remainingCapMinutes: 3000, validUntil: null, today: '2026-03-01' };
  expect(judgeFollowUp(question, P).hints).toEqual([{ code: 'units-still-open', facts: { leftUnits: 2 } }]);
  expect(judgeFollowUp({ ...question, leftParts: 0 }, P).hints).toEqual([]);
});

test('R16 uses the notification of R9', () => {
  expect(notifiedOn({ postedOn: '2026-04-24' }, P)).toBe('2026-04-28');
});

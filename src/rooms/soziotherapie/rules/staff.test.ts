import { describe, expect, test } from 'vitest';
import { berlinInstant } from '#kernel/time.ts';
import { appendVersion, judgeDocumentation } from './documentation.ts';
import { P } from './fixture.ts';
import { judgeGroupBooking, judgeGroupSize, judgeParticipant, judgePresence } from './group.ts';
import { type Booked, judgeOverlap } from './overlap.ts';
import { judgeDemarcation, judgeNursingVisit } from './parallel-care.ts';
import { parametersOn } from './parameters.ts';
import { judgePrescriber, type PrescriberQuestion } from './prescriber.ts';
import { type ContractLine, findContractLine, headPrice, invoiceTotals, lineAmount } from './price.ts';
import { judgeRelease, type ReleaseQuestion, releaseBlocks } from './release.ts';
import { judgeDeletion, keepFileUntil, keepVoucherUntil } from './retention.ts';

const at = (text: string) => {
  const [day = '', time = ''] = text.split(' ');
  return berlinInstant(Temporal.PlainDate.from(day), Temporal.PlainTime.from(time));
};

describe('R19 groups', () => {
  test.each([
    ['R19-01', 1, 'group-needs-two'],
    ['R19-02', 2, 'yes'],
    ['R19-02', 12, 'yes'],
    ['R19-03', 13, 'group-full'],
  ])('%s: %s participants', (_name, booked, expected) => {
    const ruling = judgeGroupSize(booked, P);
    expect(ruling.ok ? 'yes' : ruling.because).toBe(expected);
  });
  test('R19-03: the thirteenth waits', () => {
    expect(judgeGroupBooking(11, P)).toMatchObject({ ok: true, seatsLeft: 0 });
    expect(judgeGroupBooking(12, P)).toMatchObject({ because: 'group-full', facts: { most: 12 } });
  });
  test('R19-05: one who came alone waits for the lead', () => {
    expect(judgePresence(1, { singlePlanned: true, leadDecided: false }, P)).toMatchObject({
      because: 'group-one-came',
      facts: { singlePlanned: true },
    });
    expect(judgePresence(1, { singlePlanned: false, leadDecided: true }, P)).toMatchObject({ billAs: 'single' });
    expect(judgePresence(0, { singlePlanned: false, leadDecided: true }, P)).toMatchObject({ because: 'group-nobody-came' });
    expect(judgePresence(2, { singlePlanned: false, leadDecided: false }, P)).toMatchObject({ billAs: 'group' });
  });
  test('R19-06: without the tick on the prescription only this participant is not covered', () => {
    expect(judgeParticipant(false)).toMatchObject({ because: 'group-not-prescribed', rule: 'R19' });
    expect(judgeParticipant(true).ok).toBe(true);
  });
});

describe('R20 beside psychiatric home nursing', () => {
  const nursing = {
    from: '2026-01-01',
    to: '2026-03-10',
    goals: ['Medikamenteneinnahme'],
    visits: [{ start: '2026-03-09T10:00', end: '2026-03-09T10:30' }],
  };
  test('R20-01: without demarcation the application is not complete', () => {
    expect(judgeDemarcation({ demarcation: '  ', goals: [] }, [nursing], '2026-03-09')).toMatchObject({
      because: 'demarcation-missing',
      rule: 'R20',
    });
  });
  test('R20-02: a visit at the same time needs a reason', () => {
    const session = { start: '2026-03-09T10:15', end: '2026-03-09T11:15', reasonGiven: false };
    expect(judgeNursingVisit(session, [nursing])).toMatchObject({ because: 'nursing-overlap-reason-missing' });
    expect(judgeNursingVisit({ ...session, reasonGiven: true }, [nursing])).toMatchObject({
      ok: true,
      hints: [{ code: 'nursing-overlap' }],
    });
    expect(judgeNursingVisit({ ...session, start: '2026-03-09T10:30' }, [nursing])).toMatchObject({ ok: true, hints: [] });
  });
  test('R20-03: an equal goal is told', () => {
    expect(judgeDemarcation({ demarcation: 'Wege', goals: [' medikamenteneinnahme '] }, [nursing], '2026-03-10')).toMatchObject({
      hints: [{ code: 'duplicate-goal' }],
    });
  });
  test('R20-05: ended yesterday, nothing is asked; on the last day it is', () => {
    expect(judgeDemarcation({ demarcation: '', goals: [] }, [nursing], '2026-03-11').ok).toBe(true);
    expect(judgeDemarcation({ demarcation: '', goals: [] }, [nursing], '2026-03-10').ok).toBe(false);
  });
});

describe('R21 documentation', () => {
  test.each([
    ['R21-01', '2026-05-04 11:00', '2026-05-04 18:00', 'on-time'],
    ['R21-02', '2026-05-04 11:00', '2026-05-05 11:00', 'on-time'],
    ['R21-03', '2026-05-04 11:00', '2026-05-05 11:01', 'late'],
    ['R21-04, 72 hours', '2026-05-04 11:00', '2026-05-07 11:00', 'late'],
    ['R21-04, a minute more', '2026-05-04 11:00', '2026-05-07 11:01', 'very-late'],
    ['in the spring night 24 hours end an hour later on the clock', '2026-03-28 11:00', '2026-03-29 12:00', 'on-time'],
    ['in the autumn night an hour earlier', '2026-10-24 11:00', '2026-10-25 10:01', 'late'],
  ])('%s: ended %s, written %s', (_name, end, written, timeliness) => {
    const question = { endedAt: at(end), reasonGiven: true };
    expect(judgeDocumentation(question, at(written), P)).toMatchObject({
      ok: true,
      timeliness,
      to: timeliness === 'very-late' ? 'LATE_PENDING' : 'DOCUMENTED',
    });
    if (timeliness !== 'on-time')
      expect(judgeDocumentation({ ...question, reasonGiven: false }, at(written), P)).toMatchObject({ because: 'late-reason-missing' });
  });
  test('R21-05 and R21-06: only the server names the time, and nothing is written before the end', () => {
    const question = { endedAt: at('2026-05-04 11:00'), reasonGiven: false };
    expect(judgeDocumentation({ ...question, claimedAt: at('2026-05-04 11:05') }, at('2026-05-09 18:00'), P)).toMatchObject({
      because: 'recorded-time-given',
    });
    expect(judgeDocumentation(question, at('2026-05-04 10:59'), P)).toMatchObject({ because: 'session-in-future', rule: 'R21' });
  });
  test('T6: a correction is a new version by author or lead, after the invoice only with a correction invoice', () => {
    const now = at('2026-05-04 18:00');
    const by = { actorId: 'a', isLead: false, invoiced: false, correctionInvoice: false };
    const first = appendVersion([], by, now);
    const chain = first.ok ? first.chain : [];
    expect(appendVersion(chain, by, now)).toMatchObject({ ok: true, chain: [{ number: 1 }, { number: 2 }] });
    expect(appendVersion(chain, { ...by, actorId: 'b' }, now)).toMatchObject({ because: 'amend-not-for-you' });
    expect(appendVersion(chain, { ...by, actorId: 'b', isLead: true }, now).ok).toBe(true);
    expect(appendVersion(chain, { ...by, invoiced: true }, now)).toMatchObject({ because: 'amend-after-invoice' });
    expect(appendVersion(chain, { ...by, invoiced: true, correctionInvoice: true }, now).ok).toBe(true);
    expect(appendVersion(chain, by, at('2026-05-04 17:59'))).toMatchObject({ because: 'clock-behind' });
  });
});

describe('R22 retention', () => {
  test.each([
    ['R22-01', '2026-03-14', '2036-03-14'],
    ['R22-02', '2028-02-29', '2038-02-28'],
    ['S11', '2026-07-01', '2036-07-01'],
    ['S12', '2026-09-14', '2036-09-14'],
  ])('%s: ended %s, kept until %s', (_name, end, until) => expect(keepFileUntil(end, P)).toBe(until));
  test('R22-01, R22-05, R22-06: deletable from the day after, not under a hold, and a new episode restarts it', () => {
    const judge = (today: string, more: object = {}) => judgeDeletion({ episodes: ['2026-03-14'], legalHold: false, ...more }, today, P);
    expect(judge('2036-03-14')).toMatchObject({ because: 'retention-runs', facts: { deletableFrom: '2036-03-15' } });
    expect(judge('2036-03-15')).toMatchObject({ ok: true, keptUntil: '2036-03-14' });
    expect(judge('2036-03-15', { legalHold: true })).toMatchObject({ because: 'legal-hold' });
    expect(judge('2036-03-15', { openClaim: true })).toMatchObject({ because: 'legal-hold' });
    expect(judge('2036-03-15', { episodes: ['2026-03-14', null] })).toMatchObject({ because: 'treatment-goes-on' });
    expect(judge('2036-03-15', { episodes: ['2026-03-14', '2031-01-01'] })).toMatchObject({
      because: 'retention-runs',
      facts: { keptUntil: '2041-01-01' },
    });
  });
  test('R22-03: vouchers eight years from the end of their year, ten where one asked before 2025', () => {
    expect(keepVoucherUntil('2026-05-10', P)).toBe('2034-12-31');
    expect(keepVoucherUntil('2023-05-10', parametersOn('2024-12-31'))).toBe('2033-12-31');
    expect(keepVoucherUntil('2023-05-10', parametersOn('2025-01-01'))).toBe('2031-12-31');
  });
});

describe('R24 who may prescribe', () => {
  const base: PrescriberQuestion = {
    form: 26,
    kind: 'psychiatrist',
    issuedOn: '2026-03-15',
    permission: { from: '2020-01-01', to: null },
    patientBirthDate: '1984-05-02',
  };
  const young: PrescriberQuestion = { ...base, kind: 'child-psychotherapist', patientBirthDate: '2006-01-01', transitionReasonGiven: true };
  test.each([
    ['R24-01', base, 'yes'],
    ['R24-02', { ...base, permission: null }, 'prescriber-without-permission muster-28-possible'],
    [
      'permission began the day after',
      { ...base, permission: { from: '2026-03-16', to: null } },
      'prescriber-without-permission muster-28-possible',
    ],
    [
      'permission ended the day before',
      { ...base, permission: { from: '2020-01-01', to: '2026-03-14' } },
      'prescriber-without-permission muster-28-possible',
    ],
    ['permission ends on the day', { ...base, permission: { from: '2020-01-01', to: '2026-03-15' } }, 'yes'],
    ['R24-03', { ...base, kind: 'other-doctor' }, 'prescriber-not-allowed muster-28-possible'],
    [
      'a psychotherapist cannot go over to Muster 28',
      { ...base, kind: 'psychological-psychotherapist', permission: null },
      'prescriber-without-permission',
    ],
    ['R24-05', young, 'yes'],
    ['without a reason', { ...young, transitionReasonGiven: false }, 'transition-reason-missing'],
    ['R24-06', { ...young, patientBirthDate: '2005-03-15' }, 'prescriber-only-for-the-young'],
    ['the day before', { ...young, patientBirthDate: '2005-03-16' }, 'yes'],
    ['R24-07', { ...young, patientBirthDate: '2009-01-01', transitionReasonGiven: false }, 'yes minor-read-differently'],
    ['a clinic needs no permission', { ...base, kind: 'clinic-118', permission: null }, 'yes'],
    ['R24-09', { ...base, kind: 'hospital', permission: null }, 'discharge-day-missing'],
    ['a hospital at discharge', { ...base, kind: 'hospital', permission: null, dischargedOn: '2026-03-15' }, 'yes'],
    [
      'a hospital that goes on as others do',
      { ...base, kind: 'hospital', permission: null, dischargedOn: '2026-03-15', discharge: false },
      'hospital-only-at-discharge',
    ],
    ['a discharge prescription by a practice', { ...base, dischargedOn: '2026-03-15', discharge: true }, 'discharge-only-by-hospital'],
    ['Muster 28 by a family doctor', { ...base, form: 28, kind: 'other-doctor', permission: null }, 'yes'],
    ['Muster 28 by a psychiatrist with permission', { ...base, form: 28 }, 'yes muster-26-instead'],
    ['Muster 28 by a psychotherapist', { ...base, form: 28, kind: 'psychological-psychotherapist' }, 'referral-only-by-doctor'],
  ] as const)('%s', (_name, question, expected) => {
    const ruling = judgePrescriber(question, P);
    expect([ruling.ok ? 'yes' : ruling.because, ...ruling.hints.map(({ code }) => code)].join(' ')).toBe(expected);
  });
});

describe('R25 prices', () => {
  const line: ContractLine = {
    id: 'C1',
    providerIk: '499900019',
    insurerGroup: 'AOK',
    state: 'NW',
    setting: 'single',
    priceCents: 5850,
    per: 'head',
    validFrom: '2026-01-01',
    validTo: '2026-12-31',
  };
  test.each([
    ['R25-01', 75, 4388],
    ['R25-02', 25, 1463],
    ['a whole one', 100, 5850],
  ])('%s: %s hundredths', (_name, hundredths, cents) => expect(lineAmount(5850, hundredths)).toBe(cents));
  test('R25-03: gross, copayment, net', () => {
    const [lines, copays] = [
      [5850, 8775, 11700],
      [585, 878, 1000],
    ];
    expect(invoiceTotals(lines, copays, { copayCollection: 'provider' })).toEqual({ grossCents: 26325, copayCents: 2463, netCents: 23862 });
    expect(invoiceTotals(lines, copays, P)).toMatchObject({ netCents: 26325 });
  });
  test('R25-05: a group price is divided, the rest cent stays', () => {
    const share = headPrice({ priceCents: 8100, per: 'group', setting: 'group' }, 11);
    expect([share, share * 11]).toEqual([736, 8096]);
    expect(headPrice({ priceCents: 2400, per: 'head', setting: 'group' }, 11)).toBe(2400);
  });
  test('R25-06: no line or several stop the release; the first and last day count', () => {
    const wanted = { providerIk: '499900019', insurerGroup: 'AOK', state: 'NW', setting: 'single', day: '2026-12-31' } as const;
    expect(findContractLine([line], wanted)).toMatchObject({ ok: true, line: { id: 'C1' } });
    expect(findContractLine([line], { ...wanted, day: '2026-01-01' }).ok).toBe(true);
    expect(findContractLine([line], { ...wanted, day: '2027-01-01' })).toMatchObject({ because: 'contract-line-missing', rule: 'R25' });
    expect(findContractLine([line], { ...wanted, setting: 'group' })).toMatchObject({ because: 'contract-line-missing' });
    expect(findContractLine([line, { ...line, id: 'C2' }], wanted)).toMatchObject({
      because: 'contract-line-ambiguous',
      facts: { lines: 2 },
    });
  });
});

describe('R26 overlap', () => {
  const one: Booked = { id: '1', therapistId: 'T', personId: 'A', start: '2026-03-09T10:00', end: '2026-03-09T11:00', place: 'x' };
  const two = (start: string, end: string, more: Partial<Booked> = {}): Booked => ({
    ...one,
    id: '2',
    personId: 'B',
    start: `2026-03-09T${start}`,
    end: `2026-03-09T${end}`,
    ...more,
  });
  test.each([
    ['R26-01', two('11:00', '12:00'), 'yes'],
    ['R26-02', two('10:59', '11:30'), 'therapist-overlap'],
    ['R26-03', two('11:05', '12:00', { place: 'y' }), 'yes travel-too-short'],
    ['a gap of just the buffer', two('11:15', '12:00', { place: 'y' }), 'yes'],
    ['R26-05', two('10:00', '11:00', { therapistId: 'U' }), 'yes'],
    ['R26-07', two('10:00', '11:00', { therapistId: 'U', personId: 'A' }), 'client-already-booked'],
    ['a no-show is nowhere', two('10:00', '11:00', { off: true }), 'yes'],
  ])('%s', (_name, other, expected) => {
    for (const [session, rest] of [
      [one, other],
      [other.off ? one : other, other.off ? other : one],
    ] as const) {
      const ruling = judgeOverlap(session, [rest], P);
      expect([ruling.ok ? 'yes' : ruling.because, ...ruling.hints.map(({ code }) => code)].join(' ')).toBe(expected);
    }
  });
  test('R26-06: one group with eight; R26-07: two who lead it together', () => {
    const group = Array.from({ length: 8 }, (_, index): Booked => ({ ...one, id: `G${index}`, personId: `P${index}`, groupId: 'G' }));
    expect(judgeOverlap({ ...one, id: 'G9', personId: 'P9', groupId: 'G' }, group, P).ok).toBe(true);
    expect(judgeOverlap(two('10:30', '11:30'), group, P)).toMatchObject({ because: 'therapist-overlap' });
    const led = { ...one, groupId: 'G', coLed: true };
    expect(judgeOverlap({ ...led, id: '2', therapistId: 'U' }, [led], P).ok).toBe(true);
    expect(judgeOverlap({ ...led, id: '2', therapistId: 'U', coLed: false }, [led], P)).toMatchObject({ because: 'client-already-booked' });
  });
});

describe('T4 release to the invoice', () => {
  const good: ReleaseQuestion = {
    covers: ['APPROVED', 'PROVISIONAL'],
    signedOrReason: true,
    documented: true,
    latePending: false,
    leadReleased: false,
    contractLines: 1,
    groupUndecided: false,
    inHospital: false,
    payerKnown: true,
    disputed: false,
    billableMinutes: 60,
  };
  test('with everything there it is released', () => expect(judgeRelease(good)).toMatchObject({ ok: true }));
  test.each([
    [{ documented: false }, 'session-not-documented', 'R21'],
    [{ latePending: true }, 'late-release-missing', 'R21'],
    [{ signedOrReason: false }, 'signature-missing', 'LIFE'],
    [{ billableMinutes: 0 }, 'nothing-to-bill', 'R3'],
    [{ covers: ['APPROVED', 'UNCOVERED'] }, 'session-not-covered', 'R16'],
    [{ covers: [] }, 'session-not-covered', 'R16'],
    [{ contractLines: 0 }, 'contract-line-missing', 'R25'],
    [{ contractLines: 2 }, 'contract-line-ambiguous', 'R25'],
    [{ groupUndecided: true }, 'group-one-came', 'R19'],
    [{ inHospital: true }, 'in-hospital', 'R17'],
    [{ payerKnown: false }, 'not-insured', 'R18'],
    [{ disputed: true }, 'session-disputed', 'LIFE'],
  ] as const)('%o blocks it', (more, because, rule) => {
    expect(releaseBlocks({ ...good, ...(more as Partial<ReleaseQuestion>) })).toMatchObject([{ because, rule }]);
    expect(judgeRelease({ ...good, ...(more as Partial<ReleaseQuestion>) }).ok).toBe(false);
  });
  test('all blocks are told at once', () =>
    expect(releaseBlocks({ ...good, documented: false, signedOrReason: false, inHospital: true })).toHaveLength(3));
});

import { describe, expect, test } from 'vitest';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { evaluateFee, type FeeLine, type MissedHour } from './cancellation.ts';
import { type Fee, feeCents, type Policy, policyFaults } from './cancellation-policy.ts';
import { cancellationState, deadlineOf, isInTime, lastFreeMoment } from './notice.ts';

const at = (berlin: string) => Temporal.ZonedDateTime.from(`${berlin}[Europe/Berlin]`).toInstant();
const isHoliday = holidaysIn('NW');

const policy: Policy = {
  id: 'p1',
  version: 3,
  validFrom: Temporal.PlainDate.from('2026-01-01'),
  noticeHours: 48,
  noticeMode: 'wallClock',
  fee: { type: 'fixed', amountCents: 6000 },
  appliesTo: ['TRIAL', 'THERAPY', 'GROUP'],
  goodwillFirst: true,
  exceptions: [{ kind: 'illness', evidence: 'none' }],
  contact: '0228 123456',
};
const workingDays = (noticeHours: number): Policy => ({ ...policy, noticeMode: 'workingDays', noticeHours });

/** The book's standing case: rule 48 h, 60 EUR, text delivered, second incident. */
function hour(start: string, received: string | null, change: Partial<MissedHour> = {}): MissedHour {
  const begins = at(start);
  return {
    now: begins.add({ hours: 24 }),
    policy,
    acknowledgement: {
      policyId: 'p1',
      policyVersion: 3,
      textHash: 'a'.repeat(64),
      contractParty: 'self',
      channelRead: 'phone',
      readAt: at('2026-02-01T10:00'),
      response: 'accepted',
      textDeliveredAt: at('2026-02-01T10:05'),
      language: 'de',
      interpreter: false,
    },
    birthDate: Temporal.PlainDate.from('1990-05-04'),
    appointment: {
      kind: 'TRIAL',
      state: received === null ? 'no_show' : 'cancelled/patient_late',
      start: begins,
      end: begins.add({ minutes: 50 }),
    },
    receivedAt: received === null ? null : at(received),
    movedByAgreement: false,
    therapyEnded: false,
    therapistUnable: false,
    refilledMinutes: 0,
    exceptionClaimed: false,
    levels: [],
    incidents: [{ start: at('2026-01-15T10:00'), state: 'no_show', line: 'C12' }],
    isHoliday,
    ...change,
  };
}
const told = (change: Partial<NonNullable<MissedHour['acknowledgement']>>) => ({
  acknowledgement: { ...hour('2026-03-12T10:00', null).acknowledgement, ...change } as MissedHour['acknowledgement'],
});
const state = (base: MissedHour, change: Partial<MissedHour['appointment']>): MissedHour => ({
  ...base,
  appointment: { ...base.appointment, ...change },
});
const THU = '2026-03-12T10:00';

describe('the ten printed cases of A.5', () => {
  test('1: exactly 48.00 h is enough', () => {
    expect(evaluateFee(hour(THU, '2026-03-10T10:00'))).toEqual({ result: 'no_fee', rule: 'C5', because: 'notice-long-enough' });
  });
  test('2: a minute later costs 60 euros', () => {
    expect(evaluateFee(hour(THU, '2026-03-10T10:01'))).toEqual({
      result: 'fee_possible',
      rule: 'C13',
      because: 'nothing-speaks-against',
      amountCents: 6000,
    });
  });
  test('4: the spring night, 48.5 h on the wall and 47.5 h elapsed, takes the better', () => {
    expect(evaluateFee(hour('2026-03-30T10:00', '2026-03-28T09:30'))).toMatchObject({ result: 'no_fee', rule: 'C5' });
  });
  test('5: the spring night, 47.5 h on the wall, is late', () => {
    expect(evaluateFee(hour('2026-03-30T10:00', '2026-03-28T10:30'))).toMatchObject({ result: 'fee_possible', amountCents: 6000 });
  });
  test('7: a feverish child goes to a person, who is advised to ask for nothing', () => {
    expect(evaluateFee(hour(THU, '2026-03-12T08:15', { exceptionClaimed: true }))).toMatchObject({
      result: 'manual_review',
      rule: 'C10',
      recommendation: 'no_fee',
    });
  });
  test('8: an hour given to somebody who waits costs nothing', () => {
    expect(evaluateFee(hour(THU, '2026-03-11T14:00', { refilledMinutes: 50 }))).toMatchObject({ result: 'no_fee', rule: 'C9' });
  });
  test('10: a 16-year-old who booked alone owes nothing', () => {
    const minor = hour(THU, null, { birthDate: Temporal.PlainDate.from('2010-01-10') });
    expect(evaluateFee(minor)).toMatchObject({ result: 'no_fee', rule: 'C4' });
  });
  test('12: a Sprechstunde outside appliesTo costs nothing', () => {
    expect(evaluateFee(state(hour(THU, null), { kind: 'CONSULT' }))).toMatchObject({ result: 'no_fee', rule: 'C2' });
  });
  test('13: a policy with 72 h is refused', () => {
    expect(policyFaults({ ...policy, noticeHours: 72 })).toEqual([{ pointer: '/noticeHours', code: 'too-long', limit: 48 }]);
  });
  test('14: the first late cancellation costs nothing and is reminded of kindly', () => {
    expect(evaluateFee(hour(THU, '2026-03-11T10:00', { incidents: [] }))).toMatchObject({
      result: 'no_fee',
      rule: 'C12',
      task: 'friendly-reminder',
    });
  });
});

describe('the lines of A.5.3 in their order', () => {
  const late = (change: Partial<MissedHour> = {}) => hour(THU, '2026-03-11T10:00', change);
  const cases: [string, MissedHour, FeeLine][] = [
    ['attended', state(late(), { state: 'attended' }), 'C0'],
    ['cancelled by the provider', state(late(), { state: 'cancelled/provider' }), 'C0'],
    ['moved', state(late(), { state: 'rebooked' }), 'C0'],
    ['no policy', late({ policy: null }), 'C1'],
    ['a policy without a fee', late({ policy: { ...policy, fee: { type: 'none' } } }), 'C1'],
    ['nobody told the rule', late({ acknowledgement: null }), 'C3'],
    ['another version was told', late(told({ policyVersion: 2 })), 'C3'],
    ['another policy was told', late(told({ policyId: 'p0' })), 'C3'],
    ['the text never arrived', late(told({ textDeliveredAt: null })), 'C3'],
    ['the text arrived exactly at the deadline', late(told({ textDeliveredAt: at('2026-03-10T10:00') })), 'C3'],
    ['the text arrived a second before the deadline', late(told({ textDeliveredAt: at('2026-03-10T09:59:59') })), 'C13'],
    ['declined', late(told({ response: 'declined' })), 'C3'],
    ['had questions', late(told({ response: 'questions' })), 'C13'],
    [
      'a minor whose guardian accepted',
      late({ ...told({ contractParty: 'guardian' }), birthDate: Temporal.PlainDate.from('2012-01-01') }),
      'C13',
    ],
    ['17 when accepting, 18 at the appointment', late({ birthDate: Temporal.PlainDate.from('2008-02-02') }), 'C4'],
    ['18 on the day of accepting', late({ birthDate: Temporal.PlainDate.from('2008-02-01') }), 'C13'],
    ['birth date unknown', late({ birthDate: null }), 'C4'],
    ['moved after all', late({ movedByAgreement: true }), 'C6'],
    ['therapy ended', late({ therapyEnded: true }), 'C7'],
    ['therapist ill that hour', late({ therapistUnable: true }), 'C8'],
    ['refilled for longer', late({ refilledMinutes: 60 }), 'C9'],
    ['YELLOW 30 days before to the hour', late({ levels: [{ at: at(THU).subtract({ hours: 720 }), level: 'YELLOW' }] }), 'C11'],
    ['YELLOW a second longer ago', late({ levels: [{ at: at(THU).subtract({ hours: 720, seconds: 1 }), level: 'YELLOW' }] }), 'C13'],
    [
      'RED lowered to GREEN later',
      late({
        levels: [
          { at: at('2026-03-01T10:00'), level: 'RED' },
          { at: at('2026-03-02T10:00'), level: 'GREEN' },
        ],
      }),
      'C11',
    ],
    ['flagged between the hour and the evaluation', late({ levels: [{ at: at('2026-03-12T20:00'), level: 'ORANGE' }] }), 'C11'],
    ['flagged after the evaluation', late({ levels: [{ at: at('2026-03-14T20:00'), level: 'ORANGE' }] }), 'C13'],
    ['only GREEN', late({ levels: [{ at: at('2026-03-01T10:00'), level: 'GREEN' }] }), 'C13'],
    ['goodwill switched off', late({ policy: { ...policy, goodwillFirst: false }, incidents: [] }), 'C13'],
    ['an incident that ended before C10', late({ incidents: [{ start: at('2026-02-01T10:00'), state: 'no_show', line: 'C9' }] }), 'C12'],
    [
      'an incident in time',
      late({ incidents: [{ start: at('2026-02-01T10:00'), state: 'cancelled/patient_in_time', line: 'C13' }] }),
      'C12',
    ],
    [
      'an incident 24 months ago to the minute',
      late({ incidents: [{ start: at('2024-03-12T10:00'), state: 'no_show', line: 'C10' }] }),
      'C13',
    ],
    ['an incident a second earlier', late({ incidents: [{ start: at('2024-03-12T09:59:59'), state: 'no_show', line: 'C13' }] }), 'C12'],
    ['only itself in the list', late({ incidents: [{ start: at(THU), state: 'cancelled/patient_late', line: 'C13' }] }), 'C12'],
  ];
  test.each(cases)('%s', (_case, missed, line) => expect(evaluateFee(missed).rule).toBe(line));

  test('a flagged person who did not come is called at once (scenario D 13)', () => {
    const flagged = hour('2026-03-01T10:00', null, { levels: [{ at: at('2026-02-20T10:00'), level: 'YELLOW' }] });
    expect(evaluateFee(flagged)).toMatchObject({ result: 'manual_review', rule: 'C11', task: 'outreach-now' });
  });

  test('a missed hour whose voicemail had arrived is judged by its receipt and corrected', () => {
    const heardLater = (received: string) => state(hour(THU, received), { state: 'no_show' });
    expect(evaluateFee(heardLater('2026-03-09T10:00'))).toMatchObject({ rule: 'C5', correctTo: 'cancelled/patient_in_time' });
    expect(evaluateFee(heardLater('2026-03-12T09:59'))).toMatchObject({ rule: 'C13', correctTo: 'cancelled/patient_late' });
    expect(evaluateFee(heardLater('2026-03-12T10:00')).correctTo).toBeUndefined();
  });
});

describe('notice', () => {
  const rule = { noticeHours: 48, noticeMode: 'wallClock' } as const;
  test('is compared to the second and below, nothing is rounded', () => {
    expect(isInTime(rule, at(THU), at('2026-03-10T10:00:00'), isHoliday)).toBe(true);
    expect(isInTime(rule, at(THU), at('2026-03-10T10:00:01'), isHoliday)).toBe(false);
    expect(isInTime(rule, at(THU), at('2026-03-10T10:00:00').add({ nanoseconds: 1 }), isHoliday)).toBe(false);
  });

  test('the autumn night: 49 h elapsed are 48 h on the wall, and 48 h elapsed are enough as well', () => {
    const monday = at('2026-10-26T10:00');
    expect(isInTime(rule, monday, at('2026-10-24T11:00'), isHoliday)).toBe(true);
    expect(isInTime(rule, monday, at('2026-10-24T11:00:01'), isHoliday)).toBe(false);
    expect(lastFreeMoment(rule, monday, isHoliday).toPlainDateTime().toString()).toBe('2026-10-24T11:00:00');
    expect(lastFreeMoment(rule, at('2026-03-30T10:00'), isHoliday).toPlainDateTime().toString()).toBe('2026-03-28T10:00:00');
  });

  test('the text must be there before the earlier of both clocks', () => {
    const spring = (delivered: string) =>
      evaluateFee(hour('2026-03-30T10:00', '2026-03-29T20:00', told({ textDeliveredAt: at(delivered) }))).rule;
    expect(spring('2026-03-28T08:59:59')).toBe('C13');
    expect(spring('2026-03-28T09:00:00')).toBe('C3');
    expect(spring('2026-03-28T09:30:00')).toBe('C3');
  });

  const days: [string, number, string, string][] = [
    ['over a weekend', 24, '2026-03-09T10:00', '2026-03-06T10:00'],
    ['two days over a weekend', 48, '2026-03-09T10:00', '2026-03-05T10:00'],
    ['over Easter', 24, '2026-04-07T10:00', '2026-04-02T10:00'],
    ['two days over Easter', 48, '2026-04-07T10:00', '2026-04-01T10:00'],
    ['over Corpus Christi', 24, '2026-06-05T08:00', '2026-06-03T08:00'],
    ['from a Saturday', 24, '2026-03-07T10:00', '2026-03-06T10:00'],
    ['within the week', 48, THU, '2026-03-10T10:00'],
    ['over the spring night', 24, '2026-03-30T10:00', '2026-03-27T10:00'],
    ['without notice', 0, THU, THU],
  ];
  test.each(days)('working days %s', (_case, hours, start, last) => {
    const { noticeMode, noticeHours } = workingDays(hours);
    expect(isInTime({ noticeMode, noticeHours }, at(start), at(last), isHoliday)).toBe(true);
    expect(isInTime({ noticeMode, noticeHours }, at(start), at(last).add({ seconds: 1 }), isHoliday)).toBe(false);
    expect(deadlineOf({ noticeMode, noticeHours }, at(start), isHoliday).elapsed.equals(at(last))).toBe(true);
  });

  test('a holiday of another state counts only there', () => {
    const saxony = holidaysIn('SN');
    const thursday = at('2026-11-19T10:00');
    expect(deadlineOf(workingDays(24), thursday, saxony).wall.toString()).toBe('2026-11-17T10:00:00');
    expect(deadlineOf(workingDays(24), thursday, isHoliday).wall.toString()).toBe('2026-11-18T10:00:00');
  });

  test('without notice every cancellation up to the start is in time, none after it', () => {
    expect(cancellationState(null, at(THU), at('2026-03-12T09:59:59'), isHoliday)).toBe('cancelled/patient_in_time');
    expect(cancellationState(rule, at(THU), at('2026-03-12T09:59:59'), isHoliday)).toBe('cancelled/patient_late');
    const secondTwoThirty = Temporal.Instant.from('2026-10-25T01:30:00Z');
    const firstTwoForty = Temporal.Instant.from('2026-10-25T00:40:00Z');
    expect(isInTime({ noticeHours: 0, noticeMode: 'wallClock' }, firstTwoForty, secondTwoThirty, isHoliday)).toBe(false);
  });
});

describe('money', () => {
  const fixed = (amountCents: number): Fee => ({ type: 'fixed', amountCents });
  const percent = (share: number, sessionPriceCents: number): Fee => ({ type: 'percent', percent: share, sessionPriceCents });
  test.each([
    [fixed(6000), 50, 50, 6000],
    [fixed(6000), 25, 50, 3000],
    [fixed(6001), 25, 50, 3000], // 3000.5 goes down
    [fixed(6001), 30, 50, 3601], // 3600.6 goes up
    [fixed(100), 1, 3, 33],
    [fixed(200), 1, 3, 67],
    [percent(50, 11_241), 50, 50, 5620], // 5620.5 goes down
    [percent(33, 9999), 50, 50, 3300], // 3299.67
    [percent(50, 11_241), 25, 50, 2810], // 2810.25, rounded once
    [fixed(6000), 0, 50, 0],
    [fixed(6000), -5, 50, 0],
    [fixed(6000), 70, 50, 6000],
    [{ type: 'none' } as Fee, 50, 50, 0],
  ])('%j for %i of %i minutes is %i cents', (fee, unfilled, session, cents) => {
    expect(feeCents(fee, unfilled, session)).toBe(cents);
  });

  test('a partly refilled hour is reduced', () => {
    const half = hour(THU, '2026-03-11T10:00', { refilledMinutes: 25 });
    expect(evaluateFee(half)).toMatchObject({ result: 'fee_possible', amountCents: 3000 });
  });
});

describe('a policy before it is stored', () => {
  test.each([0, 24, 36, 48])('%i h by the clock is fine', (noticeHours) => expect(policyFaults({ ...policy, noticeHours })).toEqual([]));
  test.each([0, 24, 48])('%i h in working days is fine', (hours) => expect(policyFaults(workingDays(hours))).toEqual([]));
  const faults: [string, Policy, { pointer: string; code: string; limit?: number | string }][] = [
    ['49 h', { ...policy, noticeHours: 49 }, { pointer: '/noticeHours', code: 'too-long', limit: 48 }],
    ['negative notice', { ...policy, noticeHours: -1 }, { pointer: '/noticeHours', code: 'not-whole' }],
    ['half an hour', { ...policy, noticeHours: 24.5 }, { pointer: '/noticeHours', code: 'not-whole' }],
    ['36 h in working days', workingDays(36), { pointer: '/noticeHours', code: 'not-whole-days', limit: '0, 24, 48' }],
    [
      'six thousand euros',
      { ...policy, fee: { type: 'fixed', amountCents: 600_000 } },
      { pointer: '/fee/amountCents', code: 'out-of-range', limit: 30_000 },
    ],
    [
      'no amount',
      { ...policy, fee: { type: 'fixed', amountCents: 0 } },
      { pointer: '/fee/amountCents', code: 'out-of-range', limit: 30_000 },
    ],
    [
      '101 percent',
      { ...policy, fee: { type: 'percent', percent: 101, sessionPriceCents: 9000 } },
      { pointer: '/fee/percent', code: 'out-of-range', limit: 100 },
    ],
    [
      'percent of nothing',
      { ...policy, fee: { type: 'percent', percent: 50, sessionPriceCents: 0 } },
      { pointer: '/fee/sessionPriceCents', code: 'out-of-range', limit: 30_000 },
    ],
    ['a fee for nothing', { ...policy, appliesTo: [] }, { pointer: '/appliesTo', code: 'missing' }],
    ['a made-up kind', { ...policy, appliesTo: ['PARTY'] as never }, { pointer: '/appliesTo/0', code: 'unknown-code' }],
    [
      'an exception twice',
      {
        ...policy,
        exceptions: [
          { kind: 'illness', evidence: 'none' },
          { kind: 'illness', evidence: 'statement' },
        ],
      },
      { pointer: '/exceptions/1/kind', code: 'twice' },
    ],
    [
      'a made-up exception',
      { ...policy, exceptions: [{ kind: 'party' as never, evidence: 'none' }] },
      { pointer: '/exceptions/0/kind', code: 'unknown-code' },
    ],
    [
      'made-up evidence',
      { ...policy, exceptions: [{ kind: 'illness', evidence: 'oath' as never }] },
      { pointer: '/exceptions/0/evidence', code: 'unknown-code' },
    ],
    ['nowhere to cancel', { ...policy, contact: ' ' }, { pointer: '/contact', code: 'missing' }],
  ];
  test.each(faults)('%s is named', (_case, bad, fault) => expect(policyFaults(bad)).toEqual([fault]));
});

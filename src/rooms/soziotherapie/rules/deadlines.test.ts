import { describe, expect, test } from 'vitest';
import { STATES } from '#kernel/codes.ts';
import { addDays, isWorkingDay } from './calendar.ts';
import {
  carePlanDeadline,
  decisionDeadline,
  deemedApprovalPossible,
  judgeObjection,
  judgeSubmission,
  notifiedOn,
  objectionDeadline,
  refusalFinalFrom,
  submissionDeadline,
} from './deadlines.ts';
import { choose, inState, NW, P } from './fixture.ts';
import { parametersOn } from './parameters.ts';
import { gridDay, nextReview, warnsFrom } from './review.ts';

describe('R6 reviews', () => {
  test.each([
    ['R6-01', '2026-01-15', ['2026-03-15', '2026-05-15', '2026-07-15']],
    ['R6-02', '2025-12-31', ['2026-02-28', '2026-04-30', '2026-06-30', '2026-08-31']],
    ['R6-03', '2026-08-31', ['2026-10-31', '2026-12-31', '2027-02-28']],
    ['into a leap year', '2027-12-31', ['2028-02-29', '2028-04-30']],
  ])('%s: the grid from %s', (_name, plan, days) => expect(days.map((_, index) => gridDay(plan, index + 1, P))).toEqual(days));
  test('R6-05: red the day after, yellow from fourteen days before', () => {
    const on = (today: string) => nextReview({ carePlanSignedOn: '2026-01-15', held: [], today }, P);
    expect(on('2026-03-16')).toMatchObject({ dueOn: '2026-03-15', colour: 'red', daysLeft: -1 });
    expect([on('2026-03-15').colour, on('2026-03-01').colour, on('2026-02-28').colour]).toEqual(['yellow', 'yellow', 'green']);
    expect(warnsFrom('2026-03-15', P)).toBe('2026-03-01');
  });
  test('R6-06: in hospital it stays due and says so', () => {
    expect(nextReview({ carePlanSignedOn: '2026-01-15', held: [], today: '2026-03-15', inpatient: true }, P)).toMatchObject({
      dueOn: '2026-03-15',
      hints: [{ code: 'review-inpatient' }],
    });
  });
  test('a review starts the interval anew, in the grid it fulfils the oldest open day', () => {
    const question = { carePlanSignedOn: '2025-12-31', held: ['2026-02-20'], today: '2026-02-21' };
    expect(nextReview(question, P).dueOn).toBe('2026-04-20');
    expect(nextReview(question, choose({ reviewGrid: true })).dueOn).toBe('2026-04-30');
    expect(nextReview({ ...question, held: ['2025-11-01'] }, P).dueOn).toBe('2026-02-28');
  });
});

describe('R7 submission and provisional cover', () => {
  test.each([
    ['R7-01', '2026-03-02', 'NW', '2026-03-05'],
    ['R7-02', '2026-03-06', 'NW', '2026-03-11'],
    ['R7-03', '2026-03-07', 'NW', '2026-03-11'],
    ['R7-05', '2026-05-22', 'NW', '2026-05-28'],
    ['R7-06', '2026-06-03', 'NW', '2026-06-09'],
    ['R7-07', '2026-06-03', 'BE', '2026-06-08'],
    ['R7-09', '2026-04-01', 'NW', '2026-04-08'],
    ['the turn of the year', '2026-12-30', 'NW', '2027-01-05'],
    ['Christmas Eve is a working day', '2026-12-22', 'NW', '2026-12-28'],
    ['15 August is a working day in Bavaria as a whole', '2025-08-12', 'BY', '2025-08-15'],
    ['and a holiday in the Saarland', '2025-08-12', 'SL', '2025-08-18'],
    ['Berlin had a day of its own in 2025', '2025-05-06', 'BE', '2025-05-12'],
    ['Corpus Christi is a working day in Saxony', '2026-06-03', 'SN', '2026-06-08'],
  ] as const)('%s: issued %s in %s, last day %s', (_name, issuedOn, state, lastDay) => {
    expect(submissionDeadline(issuedOn, inState(state), P)).toBe(lastDay);
  });
  test('R7-09: received on 9 April it was too late', () => {
    const judge = (receivedOn: string | null) => judgeSubmission({ issuedOn: '2026-04-01', receivedOn }, NW, P);
    expect(judge('2026-04-09')).toMatchObject({
      ok: false,
      because: 'submission-too-late',
      source: 'ST-RL § 9',
      facts: { lastDay: '2026-04-08' },
    });
    expect(judge('2026-04-08')).toMatchObject({ ok: true, lastDay: '2026-04-08' });
    expect(judge(null)).toMatchObject({ because: 'submission-pending' });
    expect(judge('2026-03-31')).toMatchObject({ because: 'received-before-issue' });
  });
  test('the care plan may follow within ten working days', () => expect(carePlanDeadline('2026-03-02', NW, P)).toBe('2026-03-16'));
});

describe('R8 the insurer’s time limit', () => {
  test.each([
    ['R8-01', '2026-03-02', '2026-03-23', '2026-04-07'],
    ['R8-02', '2026-03-16', '2026-04-07', '2026-04-20'],
    ['R8-03', '2026-04-10', '2026-05-04', '2026-05-15'],
    ['R8-05', '2026-05-14', '2026-06-05', '2026-06-18'],
    ['R8-06', '2026-02-27', '2026-03-20', '2026-04-07'],
  ])('%s: received %s, three weeks %s, five weeks %s', (_name, receivedOn, three, five) => {
    expect(decisionDeadline({ receivedOn }, NW, P)).toBe(three);
    expect(decisionDeadline({ receivedOn, expertNoticeOn: three }, NW, P)).toBe(five);
    expect(decisionDeadline({ receivedOn, expertNoticeOn: addDays(three, 1) }, NW, P)).toBe(three);
  });
  test('the flag rises the day after, a decision lowers it, and a notice in time moves it', () => {
    const wait = { receivedOn: '2026-03-16' };
    const flag = (more: object, today: string) => deemedApprovalPossible({ ...wait, ...more }, today, NW, P);
    expect([flag({}, '2026-04-07'), flag({}, '2026-04-08'), flag({ decidedOn: '2026-04-20' }, '2026-04-21')]).toEqual([false, true, false]);
    expect(flag({ expertNoticeOn: '2026-04-01' }, '2026-04-08')).toBe(false);
    expect(flag({ delayNotice: { on: '2026-04-07', until: '2026-05-01' } }, '2026-05-04')).toBe(false);
    expect(flag({ delayNotice: { on: '2026-04-07', until: '2026-05-01' } }, '2026-05-05')).toBe(true);
    expect(flag({ delayNotice: { on: '2026-04-08', until: '2026-05-01' } }, '2026-04-08')).toBe(true);
  });
});

describe('R9 objection', () => {
  test.each([
    ['R9-01', '2026-03-02', undefined, '2026-03-06', '2026-04-07'],
    ['R9-02', '2026-01-27', undefined, '2026-01-31', '2026-03-02'],
    ['R9-03', '2026-11-26', undefined, '2026-11-30', '2026-12-30'],
    ['R9-05', '2026-03-02', '2026-03-10', '2026-03-10', '2026-04-10'],
    ['an earlier receipt changes nothing', '2026-03-02', '2026-03-03', '2026-03-06', '2026-04-07'],
  ])('%s: posted %s', (_name, postedOn, receivedOn, known, last) => {
    expect(notifiedOn({ postedOn, receivedOn: receivedOn ?? null }, P)).toBe(known);
    expect(objectionDeadline({ notifiedOn: known, remediesTaught: true }, NW, P)).toBe(last);
  });
  test('R9-06: a year where nothing is taught about it', () => {
    expect(objectionDeadline({ notifiedOn: '2026-03-06', remediesTaught: false }, NW, P)).toBe('2027-03-08');
  });
  test('E7: final from the day after the last one, from the answer where the objection was lost, and not while one runs', () => {
    const letter = { afterObjection: false, knownOn: '2026-03-06', objectionUntil: '2026-04-07', objectedOn: null };
    expect(refusalFinalFrom(letter)).toBe('2026-04-08'); // Easter Monday is the last day by the month, so Tuesday is
    expect(refusalFinalFrom({ ...letter, objectedOn: '2026-04-07' })).toBeNull();
    expect(refusalFinalFrom({ ...letter, afterObjection: true, knownOn: '2026-06-01' })).toBe('2026-06-01');
    const untaught = objectionDeadline({ notifiedOn: '2026-03-06', remediesTaught: false }, NW, P);
    expect(refusalFinalFrom({ ...letter, objectionUntil: untaught })).toBe('2027-03-09');
  });
  test('until 2024 a letter counted as known on the third day', () => {
    const on = (day: string) => notifiedOn({ postedOn: day }, parametersOn(day));
    expect([on('2024-12-31'), on('2025-01-01')]).toEqual(['2025-01-03', '2025-01-05']);
  });
  test('only the insured person objects, and in time', () => {
    const judge = (by: 'client' | 'provider' | 'prescriber' | 'guardian', objectedOn: string) =>
      judgeObjection({ notifiedOn: '2026-03-06', remediesTaught: true, objectedOn, by }, NW, P);
    expect(judge('client', '2026-04-07')).toMatchObject({ ok: true, lastDay: '2026-04-07' });
    expect(judge('guardian', '2026-04-08')).toMatchObject({ because: 'objection-too-late', rule: 'R9' });
    expect(judge('provider', '2026-03-10')).toMatchObject({ because: 'objection-not-by-client' });
    expect(judge('prescriber', '2026-03-10')).toMatchObject({ because: 'objection-not-by-client' });
  });
});

test('I11: in every state and on every day of three years, R7 ends on a working day, R8 and R9 never on a weekend or holiday', () => {
  let seen = 0;
  for (const state of STATES) {
    const isHoliday = inState(state);
    for (let day = '2026-01-01', step = 0; step < 3 * 365; step += 5, day = addDays('2026-01-01', step)) {
      seen += 1;
      const ends = [
        submissionDeadline(day, isHoliday, P),
        decisionDeadline({ receivedOn: day }, isHoliday, P),
        decisionDeadline({ receivedOn: day, expertNoticeOn: day }, isHoliday, P),
        objectionDeadline({ notifiedOn: day, remediesTaught: true }, isHoliday, P),
      ];
      for (const end of ends) expect(isWorkingDay(end, isHoliday)).toBe(true);
    }
  }
  expect(seen).toBe(16 * 219);
});

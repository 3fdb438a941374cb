import { describe, expect, test } from 'vitest';
import { byUrgency, type DueCase, type DueItem, type DuePrescription } from './due.ts';
import { dueItems } from './due-items.ts';
import { statutoryHolidays } from './holidays.ts';
import { parametersOn } from './parameters.ts';

const TODAY = '2026-03-02'; // a Monday
const NOW = Temporal.Instant.from('2026-03-02T09:00:00Z');
const P = parametersOn(TODAY);
const CLOCK = { today: TODAY, now: NOW, isHoliday: statutoryHolidays('NW') };

const IN_USE: DuePrescription = {
  id: 'p1',
  kind: 'INITIAL',
  state: 'APPROVED',
  usage: 'IN_USE',
  issuedOn: '2025-12-01',
  units: 30,
  submitUntil: '2025-12-04',
  submittedOn: '2025-12-02',
  receivedOn: '2025-12-02',
  carePlanDueOn: null,
  decisionDueOn: '2025-12-23',
  decision: { units: 30, objectionUntil: null },
  leftParts: 20 * 180,
  validUntil: '2026-11-30',
};
const NEW: DuePrescription = {
  ...IN_USE,
  id: 'p2',
  kind: 'FOLLOW_UP',
  usage: 'UNUSED',
  decision: null,
  leftParts: 0,
  issuedOn: '2026-02-27',
  submitUntil: '2026-03-04',
  submittedOn: null,
  receivedOn: null,
  decisionDueOn: null,
  state: 'COMPLETE',
};

/** A case in which nothing is to be done. */
const CALM: DueCase = {
  id: 'c1',
  state: 'ACTIVE',
  openedOn: '2025-11-03',
  helper: true,
  waiting: false,
  pausedFrom: null,
  holdReviewOn: null,
  unitsPerWeek: 1,
  remainingCapMinutes: 90 * 60,
  windowEnd: '2028-12-07',
  prescriptions: [IN_USE],
  plan: { id: 'plan', signedOn: '2026-02-16' },
  nextPlan: null,
  reviews: [],
  inpatient: false,
  sessions: [],
};
const of = (more: Partial<DueCase> = {}) => dueItems({ ...CALM, ...more }, CLOCK, P);
const shown = (items: readonly DueItem[]) =>
  items.filter(({ tone }) => tone !== 'fine').map(({ kind, tone, dueOn, who }) => [kind, tone, dueOn, who]);

const session = (state: DueCase['sessions'][number]['state'], endsAt: string) => ({
  id: `s-${state}`,
  state,
  day: endsAt.slice(0, 10),
  endsAt: Temporal.Instant.from(endsAt),
});

test('a case in which all is done shows its next review and nothing else', () => {
  expect(of()).toMatchObject([{ kind: 'review', tone: 'fine', dueOn: '2026-04-16', who: 'soziotherapist', rule: 'R6' }]);
});

describe.each<[name: string, more: Partial<DueCase>, expected: unknown[]]>([
  ['R7: in two days it must be with the insurer', { prescriptions: [IN_USE, NEW] }, [['submission', 'soon', '2026-03-04', 'office']]],
  [
    'R7: the last day is over',
    { prescriptions: [IN_USE, { ...NEW, submitUntil: '2026-02-27' }] },
    [['submission', 'late', '2026-02-27', 'office']],
  ],
  [
    'R7: sent, and nobody knows whether it arrived',
    { prescriptions: [IN_USE, { ...NEW, state: 'SUBMITTED', submittedOn: TODAY, submitUntil: TODAY }] },
    [['receipt-missing', 'now', TODAY, 'office']],
  ],
  [
    'R8: the insurer has a day left',
    { prescriptions: [IN_USE, { ...NEW, state: 'PROVISIONAL', receivedOn: '2026-02-09', decisionDueOn: '2026-03-03' }] },
    [['decision-open', 'now', '2026-03-03', 'office']],
  ],
  [
    'R8: silence beyond the day raises the flag',
    { prescriptions: [IN_USE, { ...NEW, state: 'MD_REVIEW', receivedOn: '2026-01-19', decisionDueOn: '2026-02-23' }] },
    [['deemed-approval', 'late', '2026-02-23', 'office']],
  ],
  [
    'R9: partly approved, the client may still object',
    { prescriptions: [{ ...IN_USE, state: 'PARTIALLY_APPROVED', decision: { units: 20, objectionUntil: '2026-03-16' } }] },
    [['objection', 'soon', '2026-03-16', 'soziotherapist']],
  ],
  [
    'R9: refused for good, the case waits to be closed',
    { state: 'IN_APPLICATION', prescriptions: [{ ...NEW, state: 'REFUSED', decision: { units: 0, objectionUntil: '2026-02-27' } }] },
    [['refusal-final', 'late', '2026-02-27', 'office']],
  ],
  [
    'Muster 27 follows',
    {
      plan: null,
      nextPlan: { id: 'n', state: 'draft', writtenOn: TODAY, missing: ['client', 'provider', 'prescriber'] },
      prescriptions: [{ ...IN_USE, carePlanDueOn: '2026-03-12' }],
    },
    [
      ['plan-follows', 'soon', '2026-03-12', 'soziotherapist'],
      ['plan-unsigned', 'soon', null, 'soziotherapist'],
    ],
  ],
  [
    'a signature is missing for more than two weeks',
    { nextPlan: { id: 'n', state: 'offered', writtenOn: '2026-02-10', missing: ['prescriber'] } },
    [['plan-unsigned', 'late', null, 'soziotherapist']],
  ],
  [
    'a new draft beside a plan in force is no reminder',
    { nextPlan: { id: 'n', state: 'draft', writtenOn: '2026-02-10', missing: ['client', 'provider', 'prescriber'] } },
    [],
  ],
  ['no plan at all', { plan: null }, [['plan-missing', 'now', null, 'soziotherapist']]],
  [
    'R6: the review is due in two weeks',
    { plan: { id: 'plan', signedOn: '2026-01-15' } },
    [['review', 'soon', '2026-03-15', 'soziotherapist']],
  ],
  ['R6: the review is over', { plan: { id: 'plan', signedOn: '2025-12-15' } }, [['review', 'late', '2026-02-15', 'soziotherapist']]],
  ['R6: a review that was held counts', { plan: { id: 'plan', signedOn: '2025-12-15' }, reviews: ['2026-02-16'] }, []],
  ['reviews are not for the office', { plan: { id: 'plan', signedOn: '2025-12-15' }, reviews: null }, []],
  ['R15: six units left', { prescriptions: [{ ...IN_USE, leftParts: 6 * 180 }] }, [['follow-up', 'soon', null, 'soziotherapist']]],
  [
    'R15: the validity ends',
    { prescriptions: [{ ...IN_USE, validUntil: '2026-04-01' }] },
    [['follow-up', 'soon', '2026-04-01', 'soziotherapist']],
  ],
  [
    'R15: a follow-up that is on its way is no second reminder',
    {
      prescriptions: [
        { ...IN_USE, leftParts: 180 },
        { ...NEW, state: 'PROVISIONAL', receivedOn: '2026-02-27', decisionDueOn: '2026-03-20' },
      ],
    },
    [],
  ],
  [
    'no usable units: a gap',
    { state: 'GAP', prescriptions: [{ ...IN_USE, usage: 'USED_UP', leftParts: 0 }] },
    [['gap', 'late', null, 'office']],
  ],
  [
    'R2: ten hours are left',
    { remainingCapMinutes: 600, prescriptions: [{ ...IN_USE, leftParts: 9 * 180 }] },
    [['contingent-low', 'soon', null, 'soziotherapist']],
  ],
  [
    'R15: what is at hand reaches the end: the closing is prepared',
    { remainingCapMinutes: 480, prescriptions: [{ ...IN_USE, leftParts: 8 * 180 }] },
    [['closing', 'soon', '2028-12-07', 'soziotherapist']],
  ],
  [
    'the window ends in five weeks',
    { windowEnd: '2026-04-06', prescriptions: [{ ...IN_USE, validUntil: null }] },
    [
      ['follow-up', 'soon', '2026-04-06', 'soziotherapist'],
      ['window-end', 'soon', '2026-04-06', 'soziotherapist'],
    ],
  ],
  [
    'R21: a note of this morning',
    { sessions: [session('DELIVERED', '2026-03-02T08:00:00Z')] },
    [['note-missing', 'soon', '2026-03-03', 'soziotherapist']],
  ],
  [
    'R21: a note of the day before yesterday',
    { sessions: [session('DELIVERED', '2026-02-28T08:00:00Z')] },
    [['note-missing', 'late', '2026-03-01', 'soziotherapist']],
  ],
  [
    'a planned session of yesterday noon: did it take place?',
    { sessions: [session('PLANNED', '2026-03-01T11:00:00Z')] },
    [['outcome-missing', 'now', '2026-03-02', 'soziotherapist']],
  ],
  [
    'R21: a late note waits for the lead',
    { sessions: [session('LATE_PENDING', '2026-02-20T08:00:00Z')] },
    [['late-release', 'now', null, 'lead']],
  ],
  [
    'signatures of the month before',
    { sessions: [session('DOCUMENTED', '2026-02-20T08:00:00Z'), session('DOCUMENTED', '2026-03-02T08:00:00Z')] },
    [['signature-missing', 'late', '2026-02-28', 'soziotherapist']],
  ],
  ['signatures of this month can wait', { sessions: [session('DOCUMENTED', '2026-03-02T08:00:00Z')] }, []],
  [
    'E1: an inquiry waits for its answer',
    { state: 'INQUIRY', helper: false, openedOn: '2026-02-26', prescriptions: [], plan: null, windowEnd: null },
    [
      ['inquiry-unanswered', 'now', TODAY, 'office'],
      ['helper-missing', 'soon', null, 'lead'],
    ],
  ],
  [
    'who has somebody to accompany her was answered',
    { state: 'INQUIRY', openedOn: '2026-02-26', prescriptions: [], plan: null, windowEnd: null },
    [],
  ],
  [
    'who waits on the list of the practice was answered',
    { state: 'INQUIRY', openedOn: '2026-02-02', waiting: true, prescriptions: [], plan: null, windowEnd: null },
    [],
  ],
  ['nobody accompanies yet', { helper: false }, [['helper-missing', 'soon', null, 'lead']]],
  [
    'a pause is looked after every 14 days',
    { state: 'PAUSED', pausedFrom: '2026-02-17' },
    [['pause-check', 'now', '2026-03-03', 'soziotherapist']],
  ],
  [
    'a legal hold is looked at again',
    { state: 'CLOSED', holdReviewOn: '2026-03-10', prescriptions: [], plan: null },
    [['hold-review', 'soon', '2026-03-10', 'lead']],
  ],
])('%s', (_, more, expected) => {
  test('is said, with the day and whose work it is', () => {
    expect(shown(of(more))).toEqual(expected);
  });
});

test('every item names its rule and a paragraph or the setting of the practice', () => {
  for (const item of of({
    helper: false,
    prescriptions: [{ ...IN_USE, leftParts: 0 }, NEW],
    sessions: [session('DELIVERED', '2026-03-02T08:00:00Z')],
  }))
    expect(item.source).toMatch(/§|Einstellung/);
});

test('what is over comes first, then today, then soon; within them by day', () => {
  const items = [
    { tone: 'soon', dueOn: null },
    { tone: 'now', dueOn: '2026-03-02' },
    { tone: 'late', dueOn: '2026-02-20' },
    { tone: 'late', dueOn: '2026-02-10' },
    { tone: 'soon', dueOn: '2026-03-10' },
  ] as const;
  expect([...items].sort(byUrgency).map(({ dueOn }) => dueOn)).toEqual(['2026-02-10', '2026-02-20', '2026-03-02', '2026-03-10', null]);
});

import { expect, test } from 'vitest';
import { type Choice, chosenDates, countOf, type Judged, type PlanForm, planOf, proposed, typedDates } from './series-plan.ts';

const form = (more: Partial<PlanForm> = {}): PlanForm => ({
  kind: 'THERAPY',
  rhythm: 'weekly',
  firstDay: '2026-03-05',
  time: '17:30',
  secondDay: '1',
  secondTime: null,
  minutes: '50',
  count: '10',
  ...more,
});
const judged = (startsAt: string, verdict: Judged['verdict']): Judged => ({
  day: startsAt.slice(0, 10),
  startsAt,
  endsAt: startsAt,
  verdict,
  holiday: null,
  overlapOf: null,
  usesFree: 0,
  suggestion: null,
});

test('A plan goes to the server only when nothing is missing', () => {
  expect(planOf(form())).toEqual({ kind: 'THERAPY', rhythm: 'weekly', firstDay: '2026-03-05', time: '17:30', count: 10, minutes: 50 });
  for (const missing of [{ firstDay: null }, { time: null }, { count: '' }, { count: '61' }, { count: '1.5' }, { minutes: '5' }])
    expect(planOf(form(missing))).toBeNull();
  expect(planOf(form({ rhythm: 'twice-weekly' }))).toBeNull();
  expect(planOf(form({ rhythm: 'twice-weekly', secondTime: '09:00' }))).toMatchObject({ second: { weekday: 1, time: '09:00' } });
  // what stands in a field that is not shown is not sent
  expect(planOf(form({ secondTime: '09:00' }))).not.toHaveProperty('second');
  expect(countOf(form({ count: 'zehn' }))).toBeNull();
});

test('Free dates are proposed, the others left out until somebody decides; a moved one is made where it was moved to', () => {
  const dates = [
    judged('2026-03-05T16:30:00Z', 'free'),
    judged('2026-03-12T16:30:00Z', 'absent'),
    judged('2026-05-14T15:30:00Z', 'holiday'),
    judged('2026-05-21T15:30:00Z', 'free'),
  ];
  expect(dates.map(proposed)).toEqual(['take', 'skip', 'skip', 'take']);
  const choices = new Map<string, Choice>([
    ['2026-03-12T16:30:00Z', { movedTo: '2026-03-13T16:30:00Z' }],
    ['2026-05-14T15:30:00Z', 'take'],
    ['2026-05-21T15:30:00Z', 'skip'],
  ]);
  expect(chosenDates(dates, choices)).toEqual(['2026-03-05T16:30:00Z', '2026-03-13T16:30:00Z', '2026-05-14T15:30:00Z']);
});

test('A day that was typed is judged by the server, and made only where nothing stands in its way', () => {
  const dates = [
    judged('2026-03-12T16:30:00Z', 'absent'),
    judged('2026-03-19T16:30:00Z', 'absent'),
    judged('2026-03-26T16:30:00Z', 'free'),
  ];
  const choices = new Map<string, Choice>([
    ['2026-03-12T16:30:00Z', { typed: { day: '2026-03-30', time: '09:00' } }], // summer time by then
    ['2026-03-19T16:30:00Z', { typed: { day: '2026-03-17', time: '09:00' } }],
    ['2026-03-26T16:30:00Z', { typed: { day: null, time: '09:00' } }],
  ]);
  expect(typedDates(choices)).toEqual(['2026-03-17T08:00:00Z', '2026-03-30T07:00:00Z']);
  const moved = [judged('2026-03-30T07:00:00Z', 'free'), judged('2026-03-17T08:00:00Z', 'overlap')];
  expect(chosenDates(dates, choices, moved)).toEqual(['2026-03-30T07:00:00Z']);
  expect(chosenDates(dates, choices)).toEqual([]);
});

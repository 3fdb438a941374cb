import { describe, expect, test } from 'vitest';
import { decisionDueOn, decisionOverdueSince, trialSessionsMissing } from './trial.ts';

const startedAt = Temporal.Instant.from('2026-03-02T09:00:00Z');
const weekly = (count: number) => Array.from({ length: count }, (_, week) => startedAt.add({ hours: week * 168 }));
const on = (day: string) => Temporal.ZonedDateTime.from(`${day}T08:00[Europe/Berlin]`).toInstant();

describe('trial sessions', () => {
  test.each([
    ['GKV', 0, 2],
    ['GKV', 1, 1],
    ['GKV', 2, 0],
    ['GKV', 5, 0],
    ['PKV', 0, 0],
    ['SELF', 0, 0],
    ['KE', 0, 0],
  ] as const)('%s after %i sessions: %i more', (insurance, done, missing) => expect(trialSessionsMissing(insurance, done)).toBe(missing));
});

describe('the fit decision is overdue', () => {
  test('for adults with the 4th session, for minors with the 6th', () => {
    const now = on('2026-04-20');
    const overdue = (minor: boolean, count: number) =>
      decisionOverdueSince({ startedAt, minor, sessions: weekly(count) }, now)?.toString() ?? null;
    expect(overdue(false, 3)).toBeNull();
    expect(overdue(false, 4)).toBe('2026-03-23T09:00:00Z');
    expect(overdue(true, 5)).toBeNull();
    expect(overdue(true, 6)).toBe('2026-04-06T09:00:00Z');
  });

  test('after 70 Berlin days for adults and 98 for minors, also across the clock change', () => {
    const at = (minor: boolean, day: string) => decisionOverdueSince({ startedAt, minor, sessions: weekly(2) }, on(day));
    expect(at(false, '2026-05-10')).toBeNull();
    expect(at(false, '2026-05-11')?.toString()).toBe('2026-05-11T08:00:00Z');
    expect(at(true, '2026-06-07')).toBeNull();
    expect(at(true, '2026-06-08')?.toString()).toBe('2026-06-08T08:00:00Z');
  });

  test('since whichever came first, and not by a session that is still to come', () => {
    const late = [...weekly(3), on('2026-05-20')];
    expect(decisionOverdueSince({ startedAt, minor: false, sessions: late }, on('2026-06-01'))?.toString()).toBe('2026-05-11T08:00:00Z');
    expect(decisionOverdueSince({ startedAt, minor: false, sessions: [...weekly(3), on('2026-04-01')] }, on('2026-03-25'))).toBeNull();
  });
});

test('The decision is due 70 days after the trial began, 98 for whoever was under 18 then; nobody knows the age: as with adults', () => {
  const due = (birthDate: string | null) => decisionDueOn(startedAt, birthDate).toString();
  expect([due('1990-05-04'), due(null), due('2008-03-02')]).toEqual(['2026-05-11', '2026-05-11', '2026-05-11']);
  expect(due('2008-03-03')).toBe('2026-06-08');
});

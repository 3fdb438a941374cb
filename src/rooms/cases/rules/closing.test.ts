import { describe, expect, test } from 'vitest';
import {
  type ClosingFacts,
  type ClosingReason,
  closingFault,
  type GoalStanding,
  linesRunning,
  openNeeds,
  reachedShare,
} from './closing.ts';
import { derivedPhase } from './derived-phase.ts';

const goal = (weight: number, level: number | null, status = 'active', droppedBecause: string | null = null): GoalStanding => ({
  weight,
  level,
  status,
  droppedBecause,
});
const line = (state: string, domain = 'D4', named = true) => ({ state, domain, named });

describe('Closing reasons (rule book B.2.2)', () => {
  test.each<[string, ClosingReason, ClosingFacts, string | undefined]>([
    ['70 % exactly', 'CR1', { reachedShare: { reached: 7, all: 10 }, linesRunning: 0 }, undefined],
    ['a little less', 'CR1', { reachedShare: { reached: 6, all: 9 }, linesRunning: 0 }, 'goals-not-reached'],
    ['no goal', 'CR1', { reachedShare: null, linesRunning: 0 }, 'goals-not-reached'],
    ['a line is active', 'CR1', { reachedShare: { reached: 1, all: 1 }, linesRunning: 1 }, 'lines-still-running'],
    ['lines not looked at', 'CR1', { reachedShare: { reached: 1, all: 1 } }, 'lines-still-running'],
    ['every need taken', 'CR2', { openNeeds: { all: 2, taken: 2 } }, undefined],
    ['one is not', 'CR2', { openNeeds: { all: 2, taken: 1 } }, 'needs-not-taken-over'],
    ['nothing is open', 'CR2', { openNeeds: { all: 0, taken: 0 } }, 'no-open-need'],
    ['consent lives', 'CR4', { consent: 'given' }, 'consent-still-given'],
    ['consent went', 'CR4', { consent: 'withdrawn' }, undefined],
    ['ended by the client', 'CR3', { consent: 'given' }, undefined],
  ])('%s', (_, reason, facts, fault) => {
    expect(closingFault(reason, facts)).toBe(fault);
  });

  test('The share counts weights; unrated goals are not reached, superseded ones and those no longer wanted are left out', () => {
    expect(reachedShare([goal(4, 0), goal(2, -1), goal(1, null)])).toEqual({ reached: 4, all: 7 });
    expect(reachedShare([goal(4, 1, 'reached'), goal(9, -2, 'superseded'), goal(9, -2, 'dropped', 'no-longer-wanted')])).toEqual({
      reached: 4,
      all: 4,
    });
    expect(reachedShare([goal(3, -1, 'dropped', 'not-reachable'), goal(3, 0)])).toEqual({ reached: 3, all: 6 });
    expect(reachedShare([goal(3, 2, 'dropped', 'no-longer-wanted')])).toBeNull();
  });

  test('Taken over means accepted, scheduled or started by a carrier with a name; a waiting list is no yes', () => {
    const needs = ['D4'];
    for (const state of ['accepted', 'scheduled', 'started', 'adapted']) expect(openNeeds(needs, [line(state)]).taken, state).toBe(1);
    for (const state of ['identified', 'prepared', 'referred', 'waitlisted', 'rejected', 'completed'])
      expect(openNeeds(needs, [line(state)]).taken, state).toBe(0);
    expect(openNeeds(needs, [line('accepted', 'D4', false)])).toEqual({ all: 1, taken: 0 });
    expect(openNeeds(['D4', 'D1'], [line('accepted')])).toEqual({ all: 2, taken: 1 });
  });

  test('Only completed lines and those ended aside are over', () => {
    expect(linesRunning([line('completed'), line('rejected'), line('cancelled'), line('failed_start')])).toBe(0);
    expect(linesRunning([line('adapted'), line('identified')])).toBe(2);
  });
});

test.each([
  [[], null],
  [['completed', 'cancelled'], null],
  [['started'], 'monitoring'],
  [['adapted', 'completed'], 'monitoring'],
  [['started', 'waitlisted'], 'linking'],
  [['identified'], 'linking'],
  [['scheduled', 'rejected'], 'linking'],
] as const)('Lines %j make the phase %s', (states, phase) => {
  const lines = states.map((state) => ({ state }));
  expect(derivedPhase(lines)).toBe(phase);
  expect(derivedPhase([...lines].reverse())).toBe(phase);
});

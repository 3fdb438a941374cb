import { describe, expect, test } from 'vitest';
import type { Facts } from './facts.ts';
import { cellsOf, demandRows, freshnessByMonth, placesByMonth, unservedBy, waitingBins } from './tables.ts';

const NOTHING: Facts = { courses: [], onTrial: 0, appointments: [], firstCall: [], days: [], demand: [], places: {}, helpers: [], fresh: [], emergencies: [], phone: [], waiting: [] }; // biome-ignore format: one line
const waits = (days: readonly number[]): Facts => ({
  ...NOTHING,
  days: days.map((one) => ({ what: 'first', problem: 'DEP', days: one, n: 1 })),
});

describe('waits in bins', () => {
  test('reach nine of ten; the longer ones stand together at the end', () => {
    const bins = waitingBins(waits([...Array.from({ length: 95 }, (_, n) => n % 20), 200, 300, 400, 500, 600]), true) ?? [];
    expect(bins[0]).toEqual({ from: 0, to: 1, cell: { n: 10, shown: 'shown' } });
    expect(bins.at(-1)).toEqual({ from: 26, to: null, cell: { n: 5, shown: 'shown' } });
  });

  test('of those who may not see small numbers hold nobody or five and more, and everybody is in one', () => {
    let state = 9;
    const next = (below: number) => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    for (let run = 0; run < 200; run += 1) {
      const days = Array.from({ length: 5 + next(60) }, () => next(10) * next(20));
      const bins = waitingBins(waits(days), false) ?? [];
      expect(bins.reduce((so, { cell }) => so + (cell.n ?? 0), 0)).toBe(days.length);
      for (const { cell } of bins) expect(cell.n === 0 || (cell.n ?? 0) >= 5, JSON.stringify(bins)).toBe(true);
    }
    expect(waitingBins(waits([1, 2, 3]), false)).toBeNull();
    expect(waitingBins(waits([]), false)).toEqual([]);
  });
});

test('months below five are hidden together with one that would tell them; the coordination sees all', () => {
  const facts: Facts = { ...NOTHING, courses: [12, 3, 9].map((n, index) => ({ month: index + 1, what: 'assigned', n })) };
  expect(placesByMonth(facts, true)?.slice(0, 4).map(({ n }) => n)).toEqual([12, 3, 9, 0]); // biome-ignore format: one line
  expect(placesByMonth(facts, false)?.slice(0, 4)).toEqual([{ n: 12, shown: 'shown' }, { n: null, shown: 'small' }, { n: null, shown: 'withheld' }, { n: 0, shown: 'shown' }]); // biome-ignore format: one line
  expect(cellsOf([3, 0], false)).toBeNull();
});

test('demand stands by groups, small groups and the unknown together, the days only of five and more', () => {
  const row = (what: 'with' | 'without', problem: string, n: number) => ({
    what,
    reason: what === 'with' ? null : 'withdrew',
    problem,
    language: 'de',
    area: '531',
    n,
  });
  const facts: Facts = {
    ...NOTHING,
    demand: [
      row('with', 'DEP', 9),
      row('with', 'BIP', 1),
      row('without', 'DEP', 10),
      row('with', 'EAT', 2),
      row('without', 'UNK', 5),
      row('with', 'UNK', 6),
    ],
    days: [
      { what: 'first', problem: 'DEP', days: 4, n: 9 },
      { what: 'first', problem: 'BIP', days: 8, n: 1 },
      { what: 'first', problem: 'EAT', days: 40, n: 2 },
      { what: 'first', problem: 'UNK', days: 10, n: 6 },
    ],
  };
  expect(demandRows(facts, false)).toEqual([
    { group: 'depression', total: 20, withPlace: 10, without: 10, below: null, shown: 'shown', percent: 50, medianDays: 4 },
    { group: 'rest', total: 13, withPlace: 8, without: 5, below: null, shown: 'shown', percent: 61.5, medianDays: 10 },
  ]);
  expect(demandRows(facts, true)?.map(({ group, total }) => [group, total])).toEqual([
    ['depression', 20],
    ['rest', 11],
    ['eating', 2],
  ]);
  expect(unservedBy(facts, 'reason', false)).toEqual([{ key: 'withdrew', cell: { n: 15, shown: 'shown' } }]);
});

test('freshness of a month with fewer than five open places is not shown', () => {
  const facts: Facts = { ...NOTHING, fresh: [{ month: 2, open: 46, fresh: 41 }, { month: 1, open: 4, fresh: 4 }] }; // biome-ignore format: one line
  expect(freshnessByMonth(facts, false)).toEqual([
    { month: 1, open: null, fresh: null, percent: null },
    { month: 2, open: 46, fresh: 41, percent: 89.1 },
  ]);
});

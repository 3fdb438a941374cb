import { expect, test } from 'vitest';
import { gapsIn } from './gaps.ts';

const at = (hours: number) => Temporal.Instant.from('2026-03-02T00:00:00Z').add({ hours });
const watch = (from: number, until: number) => ({ from: at(from), until: at(until) });
const hours = (watches: [number, number][]) =>
  gapsIn(
    watches.map(([from, until]) => watch(from, until)),
    at(0),
    at(24),
  ).map(({ from, until }) => [at(0).until(from).total('hours'), at(0).until(until).total('hours')]);

test.for<[string, [number, number][], [number, number][]]>([
  ['nobody at all', [], [[0, 24]]],
  ['somebody all the time', [[-5, 30]], []],
  [
    'two who meet',
    [
      [0, 12],
      [12, 24],
    ],
    [],
  ],
  [
    'two who overlap, entered in the wrong order',
    [
      [10, 24],
      [0, 14],
    ],
    [],
  ],
  [
    'a short one within a long one hides no gap',
    [
      [0, 20],
      [2, 4],
    ],
    [[20, 24]],
  ],
  [
    'gaps before, between and after',
    [
      [2, 8],
      [10, 22],
    ],
    [
      [0, 2],
      [8, 10],
      [22, 24],
    ],
  ],
  [
    'what lies outside counts for nothing',
    [
      [-8, -2],
      [30, 40],
    ],
    [[0, 24]],
  ],
])('%s', ([, watches, gaps]) => {
  expect(hours(watches)).toEqual(gaps);
});

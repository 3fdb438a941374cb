import { expect, test } from 'vitest';
import { niceTop, ticksTo } from './scale.ts';

test.each([
  [0, 4, [0, 1, 2, 3, 4]],
  [5, 5, [0, 1, 2, 3, 4, 5]],
  [20, 20, [0, 4, 8, 12, 16, 20]],
  [21, 25, [0, 5, 10, 15, 20, 25]],
  [31, 50, [0, 10, 20, 30, 40, 50]],
  [101, 200, [0, 40, 80, 120, 160, 200]],
])('an axis for %i ends at %i, in whole steps', (most, top, ticks) => {
  expect(niceTop(most)).toBe(top);
  expect(ticksTo(top)).toEqual(ticks);
});

import { describe, expect, test } from 'vitest';
import { change, halfUp, jain, median, nearestRank, percent, wilson, zeroUpper } from './exact.ts';

const each = (values: readonly number[]) => new Map(values.map((value) => [value, 1]));

describe('the worked examples of A.6 come out as printed', () => {
  test('V1: 134 places with 20 colleagues are 6.7 each and 0.56 a month; 191 after 134 is 42.5 % more, 325 in two years', () => {
    expect(halfUp(134, 20, 1)).toBe(6.7);
    expect(halfUp(134, 20 * 12, 2)).toBe(0.56);
    expect(change(191, 134)).toBe(42.5);
    expect(change(134, 191)).toBe(-29.8);
  });

  test.each([
    ['V3', 118, 118 + 16, 88.1],
    ['V4', 6, 240 + 6, 2.4],
    ['V5', 9, 240 + 6 + 9 + 30, 3.2],
    ['V6', 6 + 9, 255, 5.9],
    ['V8', 87, 112, 77.7],
    ['V11', 1460 - 1035, 1460, 29.1],
    ['V13', 41, 46, 89.1],
    ['V16', 512, 560, 91.4],
  ])('%s: %i of %i is %d %%', (_, numerator, denominator, printed) => {
    expect(percent(numerator, denominator)).toBe(printed);
  });

  test('V4: 6 of 246 lies between 1.1 and 5.2 % (Wilson)', () => {
    expect(wilson(6, 246)).toEqual([1.1, 5.2]);
  });

  test('V7: nought of 191 is at most 1.6 %', () => {
    expect(zeroUpper(191)).toBe(1.6);
    expect(zeroUpper(1)).toBe(95);
  });

  test('V9: the middle of ten waits is 8, nine of ten wait 21 days at most', () => {
    const days = each([0, 1, 3, 4, 7, 9, 12, 14, 21, 35]);
    expect(median(days)).toBe(8);
    expect(nearestRank(days, 90)).toBe(21);
  });

  test('V12: five loads of 1, 0.8, 1, 0.5, 0.5 are even to 0.92', () => {
    const loads = [
      { assigned: 3, opened: 3 },
      { assigned: 4, opened: 5 },
      { assigned: 2, opened: 2 },
      { assigned: 1, opened: 2 },
      { assigned: 3, opened: 6 },
    ];
    expect(jain(loads)).toBe(0.92);
    expect(jain(loads.slice(1))).toBeNull(); // four only
    expect(jain(loads.map(({ opened }) => ({ assigned: 0, opened })))).toBeNull();
    expect(jain([...loads, { assigned: 4, opened: 0 }])).toBe(0.92); // who opened nothing is left out
  });
});

test('a half is rounded up from the exact fraction, not from its binary neighbour', () => {
  expect(percent(1, 16)).toBe(6.3); // 6.25
  expect(halfUp(1005, 1000, 2)).toBe(1.01); // 1.005 is 1.00499… as a double
  expect(() => halfUp(1, 0, 1)).toThrow(RangeError);
});

test('quantiles of many equal values, of one and of none', () => {
  expect(median(new Map([[3, 4]]))).toBe(3);
  expect(median(new Map([[1, 2], [2, 2]]))).toBe(1.5); // biome-ignore format: one line
  expect(nearestRank(each([7]), 95)).toBe(7);
  expect(median(new Map())).toBeNull();
  expect(nearestRank(new Map(), 90)).toBeNull();
});

import { describe, expect, test } from 'vitest';
import { measureRoute, orderRoute, type Stop } from './route.ts';

const practice = { latitude: 50.74, longitude: 7.1 };
const at = (id: string, start: string, east: number | null, fixed = false): Stop => ({
  id,
  start: `2026-03-09T${start}`,
  fixed,
  point: east === null ? null : { latitude: 50.74, longitude: 7.1 + east / 100 },
});
const order = (stops: Stop[]) =>
  orderRoute(practice, stops)
    .map(({ id }) => id)
    .join(' ');

describe('the route of a day', () => {
  test.each([
    ['nothing planned', [], ''],
    ['always the nearest next', [at('far', '08:00', 9), at('near', '10:00', 1), at('middle', '09:00', 4)], 'near middle far'],
    ['the nearest from where one is, not from the practice', [at('a', '08:00', 2), at('b', '09:00', -3), at('c', '10:00', 5)], 'a c b'],
    [
      'a promised time is kept, and what was planned later stays after it',
      [at('far', '08:00', 9), at('promised', '09:00', 5, true), at('near', '10:00', 1)],
      'far promised near',
    ],
    [
      'between two promises the nearest',
      [at('p', '08:00', 0, true), at('x', '09:00', 8), at('y', '10:00', 1), at('q', '11:00', 9, true)],
      'p y x q',
    ],
    ['two at one place in the order of time', [at('b', '09:30', 2), at('a', '09:00', 2)], 'a b'],
    ['a place that nobody knows counts as near', [at('unknown', '12:00', null), at('near', '08:00', 1)], 'unknown near'],
  ])('%s', (_, stops, expected) => {
    expect(order(stops)).toBe(expected);
  });

  test('ways are straight lines from stop to stop, and nothing is said of a place that is not known', () => {
    const [one, two, three] = measureRoute(practice, [at('a', '08:00', 1), at('b', '09:00', null), at('c', '10:00', 2)]);
    expect(one?.kilometres).toBeCloseTo(0.704, 2);
    expect(two?.kilometres).toBeNull();
    expect(three?.kilometres).toBeCloseTo(0.704, 2);
    expect(measureRoute(null, [at('a', '08:00', 1)])).toEqual([{ id: 'a', kilometres: null }]);
  });

  test('every stop is there once, whatever the order of the list', () => {
    const stops = Array.from({ length: 12 }, (_, n) =>
      at(`s${n}`, `${String(8 + n).padStart(2, '0')}:00`, ((n * 7) % 11) - 5, n % 4 === 0),
    );
    expect(order(stops)).toBe(order(stops.toReversed()));
    expect(new Set(order(stops).split(' ')).size).toBe(12);
  });
});

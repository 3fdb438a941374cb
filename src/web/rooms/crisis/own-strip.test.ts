import { describe, expect, test } from 'vitest';
import type { Row } from './data.ts';
import { bookingAfter, mostUrgentFirst } from './own-strip.tsx';

const after = { requestId: 'r', drill: false, bookingMayContinue: false, highestLevel: 'YELLOW', opener: null } as const;

describe('What the desk is told when its emergency is over', () => {
  test.each([
    ['Orange, not released: booking waits', { highestLevel: 'ORANGE' as const }, 'waits'],
    ['Red, released by the duty psychologist: booking goes on', { highestLevel: 'RED' as const, bookingMayContinue: true }, 'goes-on'],
    ['Yellow by hand keeps nobody from booking, so nothing is said', {}, null],
    ['Yellow after an opener that was unclear: booking waits', { opener: 'unclear' as const }, 'waits'],
    ['an exercise touches no booking', { highestLevel: 'RED' as const, drill: true }, null],
    ['without a request nothing waits', { highestLevel: 'RED' as const, requestId: null }, null],
  ])('%s', (_name, part, expected) => {
    expect(bookingAfter({ ...after, ...part })).toBe(expected);
  });

  test('somebody in need stands before a drill, what nobody has taken over before what somebody has, red before orange', () => {
    const rows = [
      { id: 'drill', state: 'raised', level: 'RED', drill: true },
      { id: 'taken', state: 'acknowledged', level: 'RED', drill: false },
      { id: 'orange', state: 'raised', level: 'ORANGE', drill: false },
      { id: 'red', state: 'raised', level: 'RED', drill: false },
    ] as Row[];
    expect(mostUrgentFirst(rows).map(({ id }) => id)).toEqual(['red', 'orange', 'taken', 'drill']);
  });
});

import { describe, expect, test } from 'vitest';
import type { Row } from './data.ts';
import { bookingAfter, waitingFirst } from './own-strip.tsx';

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

  test('what nobody has taken over stands before what somebody has', () => {
    const rows = [
      { id: 'taken', state: 'acknowledged' },
      { id: 'waits', state: 'raised' },
    ] as Row[];
    expect(waitingFirst(rows).map(({ id }) => id)).toEqual(['waits', 'taken']);
  });
});

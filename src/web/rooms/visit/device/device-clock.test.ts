import { describe, expect, test } from 'vitest';
import { aheadBy, DeviceClock, localOf } from './device-clock.ts';

const NOON = Date.UTC(2026, 2, 5, 11, 0); // 12:00 in Berlin

describe('The clock of the device', () => {
  test('half of the way there and back is taken off', () => {
    expect(aheadBy(10_000, 12_000, 14_000)).toBe(3_000);
    expect(aheadBy(10_000, 9_900, 10_100)).toBe(0);
  });

  test.each([
    [7, true],
    [-7, true],
    [1, false],
  ])('%i minutes beside the server: told is %s, and the times are the server’s', (minutes, told) => {
    const wall = NOON + minutes * 60_000;
    const clock = new DeviceClock(
      () => wall,
      () => 0,
    );
    clock.ahead = minutes * 60_000;
    expect(clock.wrong).toBe(told);
    expect(clock.local()).toBe('2026-03-05T12:00');
  });

  test('put back by an hour while the page stands, it goes on as before', () => {
    let [wall, steady] = [NOON, 0];
    const clock = new DeviceClock(
      () => wall,
      () => steady,
    );
    [wall, steady] = [NOON - 3_600_000 + 600_000, 600_000]; // ten minutes later by the steady count
    expect(clock.local()).toBe('2026-03-05T12:10');
    expect(clock.wrong).toBe(true);
  });

  test('a phone that slept is no wrong clock: its steady count stood still', () => {
    let wall = NOON;
    const clock = new DeviceClock(
      () => wall,
      () => 0,
    );
    wall = NOON + 2_700_000;
    expect(clock.local()).toBe('2026-03-05T12:45');
    expect(clock.wrong).toBe(false);
  });

  test('the times are those of Berlin, in summer and in winter', () => {
    expect(localOf(Temporal.Instant.from('2026-07-01T10:00:30Z'))).toBe('2026-07-01T12:00');
    expect(localOf(Temporal.Instant.from('2026-12-01T23:30:00Z'))).toBe('2026-12-02T00:30');
  });
});

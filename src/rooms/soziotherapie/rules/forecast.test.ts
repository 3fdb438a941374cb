import { describe, expect, test } from 'vitest';
import { addDays } from './calendar.ts';
import { burnDown, type ForecastQuestion, forecast, type Pause } from './forecast.ts';

const TODAY = '2026-03-02';
/** Krankheitsfall of the mock-up: three years, 55 hours used. */
const WINDOW = { start: '2025-05-12', end: '2028-05-11', usedMinutes: 55 * 60 };
/** One session every `every` days, the last one yesterday. */
const visits = (count: number, every: number, minutes: number) =>
  Array.from({ length: count }, (_, index) => ({ day: addDays(TODAY, -1 - index * every), minutes }));
const ask = (more: Partial<ForecastQuestion> = {}) =>
  forecast({ today: TODAY, window: WINDOW, entries: visits(8, 7, 75), pauses: [], capMinutes: 7200, ...more });

describe('how long the hours last', () => {
  test('65 hours at 1.25 units a week are empty after 52 weeks, on 1 March 2027, and 14 months stay without', () => {
    expect(ask()).toMatchObject({
      remainingMinutes: 3900,
      paceHundredths: 125,
      paceDays: 56,
      emptyOn: '2027-03-01',
      daysWithout: 437,
      lapsingMinutes: 0,
    });
  });

  test('the pace that lasts to the last day is rounded down, so that it really lasts', () => {
    const { lastingHundredths } = ask();
    expect(lastingHundredths).toBe(56);
    const days = 801; // 2 March 2026 to 11 May 2028
    expect(((lastingHundredths ?? 0) * 60 * days) / 700).toBeLessThanOrEqual(3900);
    expect((((lastingHundredths ?? 0) + 1) * 60 * days) / 700).toBeGreaterThan(3900);
  });

  test.each<[name: string, more: Partial<ForecastQuestion>, expected: object]>([
    ['nothing took place for eight weeks: no pace, no day', { entries: [] }, { paceHundredths: null, emptyOn: null, lapsingMinutes: null }],
    [
      'a slow pace lasts to the end, and says what lapses',
      { entries: visits(2, 14, 60) },
      { paceHundredths: 25, emptyOn: null, lapsingMinutes: 2184 },
    ],
    [
      'units of a correction are no pace',
      { entries: [...visits(8, 7, 75), { day: addDays(TODAY, -8), minutes: -75 }] },
      { paceHundredths: 109 },
    ],
    ['older units are no pace', { entries: [...visits(8, 7, 75), { day: '2025-06-02', minutes: 600 }] }, { paceHundredths: 125 }],
    [
      'less than two weeks old: too early to say',
      { window: { start: '2026-02-20', end: '2029-02-19', usedMinutes: 120 }, entries: visits(2, 3, 60) },
      { paceHundredths: null, paceDays: 11, emptyOn: null },
    ],
    [
      'four weeks old: the pace of these four weeks',
      { window: { start: '2026-02-03', end: '2029-02-02', usedMinutes: 240 }, entries: visits(4, 7, 60) },
      { paceHundredths: 100, paceDays: 28 },
    ],
    [
      'all used: empty, nothing lasts and nothing lapses',
      { window: { ...WINDOW, usedMinutes: 7200 } },
      { remainingMinutes: 0, emptyOn: TODAY, lastingHundredths: null, lapsingMinutes: 0 },
    ],
    ['on the last day nothing is left to divide', { today: '2028-05-11', entries: [] }, { lastingHundredths: null, emptyOn: null }],
  ])('%s', (_, more, expected) => {
    expect(ask(more)).toMatchObject(expected);
  });

  test('a pause of four weeks is left out: the pace is that of the weeks before and after', () => {
    const pause: Pause = { from: addDays(TODAY, -35), to: addDays(TODAY, -8), reason: 'hospital' };
    const entries = [0, 1, 2, 3, 4, 5, 6, 7].map((week) => ({ day: addDays(TODAY, week < 1 ? -1 : -36 - (week - 1) * 7), minutes: 75 }));
    expect(ask({ entries, pauses: [pause] })).toMatchObject({ paceDays: 56, paceHundredths: 125, pausedNow: false });
    expect(ask({ entries, pauses: [] }).paceHundredths).toBeLessThan(125);
  });

  test('during a pause the forecast says so and goes on from the pace before', () => {
    const pauses: Pause[] = [{ from: addDays(TODAY, -10), to: null, reason: 'vacation' }];
    const entries = [0, 1, 2, 3, 4, 5, 6, 7].map((week) => ({ day: addDays(TODAY, -11 - week * 7), minutes: 75 }));
    expect(ask({ entries, pauses })).toMatchObject({ pausedNow: true, paceHundredths: 125, emptyOn: '2027-03-01' });
  });
});

describe('the burn-down', () => {
  test('begins with all hours, falls on each day by what was booked, corrections back up, and ends today', () => {
    const entries = [
      { day: '2025-05-12', minutes: 60 },
      { day: '2025-06-02', minutes: 90 },
      { day: '2025-06-02', minutes: -30 },
      { day: '2025-07-01', minutes: 45 },
      { day: '2025-07-01', minutes: -45 },
      { day: '2024-01-01', minutes: 600 },
    ];
    expect(burnDown(WINDOW, entries, 7200, TODAY)).toEqual([
      { day: '2025-05-12', leftMinutes: 7200 },
      { day: '2025-05-12', leftMinutes: 7140 },
      { day: '2025-06-02', leftMinutes: 7080 },
      { day: TODAY, leftMinutes: 7080 },
    ]);
  });

  test('of a window that is over it ends with the window', () => {
    expect(burnDown(WINDOW, [], 7200, '2029-01-01').at(-1)).toEqual({ day: '2028-05-11', leftMinutes: 7200 });
  });
});

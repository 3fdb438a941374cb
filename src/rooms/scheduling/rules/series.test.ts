import { describe, expect, test } from 'vitest';
import { inBerlin } from '#kernel/time.ts';
import { judgeSeries, judgeSession, maySave, planSeries, type SeriesPlan, type SeriesSurroundings, sessionOn } from './series.ts';

const plan = (firstDay: string, more: Partial<SeriesPlan> = {}): SeriesPlan => ({
  rhythm: 'weekly',
  firstDay: Temporal.PlainDate.from(firstDay),
  time: '17:30',
  minutes: 50,
  count: 4,
  ...more,
});
const walls = (sessions: readonly { start: Temporal.Instant }[]) =>
  sessions.map(({ start }) => inBerlin(start).toPlainDateTime().toString({ smallestUnit: 'minute' }));
const at = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime('Europe/Berlin').toInstant();

describe('the dates of a series', () => {
  const table: [string, SeriesPlan, string[]][] = [
    ['weekly', plan('2026-03-05', { count: 3 }), ['2026-03-05T17:30', '2026-03-12T17:30', '2026-03-19T17:30']],
    [
      'weekly over the spring change: the clock says the same',
      plan('2026-03-24', { count: 3 }),
      ['2026-03-24T17:30', '2026-03-31T17:30', '2026-04-07T17:30'],
    ],
    ['weekly over the autumn change', plan('2026-10-20', { count: 3 }), ['2026-10-20T17:30', '2026-10-27T17:30', '2026-11-03T17:30']],
    [
      'every second week over the end of a year with a week 53: two odd weeks in a row shift nothing',
      plan('2026-12-17', { rhythm: 'fortnightly' }),
      ['2026-12-17T17:30', '2026-12-31T17:30', '2027-01-14T17:30', '2027-01-28T17:30'],
    ],
    [
      'every second week over the end of a year with 52 weeks',
      plan('2025-12-18', { rhythm: 'fortnightly', count: 3 }),
      ['2025-12-18T17:30', '2026-01-01T17:30', '2026-01-15T17:30'],
    ],
    [
      'every four weeks, out of a leap February',
      plan('2028-02-03', { rhythm: 'four-weekly', count: 3 }),
      ['2028-02-03T17:30', '2028-03-02T17:30', '2028-03-30T17:30'],
    ],
    [
      'twice a week, each day with its own time',
      plan('2026-03-03', { rhythm: 'twice-weekly', second: { weekday: 5, time: '08:00' }, count: 5 }),
      ['2026-03-03T17:30', '2026-03-06T08:00', '2026-03-10T17:30', '2026-03-13T08:00', '2026-03-17T17:30'],
    ],
    [
      'twice a week, the other day earlier in the week: it follows in the next one',
      plan('2026-03-05', { rhythm: 'twice-weekly', second: { weekday: 1, time: '09:00' }, count: 3 }),
      ['2026-03-05T17:30', '2026-03-09T09:00', '2026-03-12T17:30'],
    ],
    [
      'twice on the same day of the week',
      plan('2026-03-05', { rhythm: 'twice-weekly', second: { weekday: 4, time: '09:00' }, count: 4 }),
      ['2026-03-05T09:00', '2026-03-05T17:30', '2026-03-12T09:00', '2026-03-12T17:30'],
    ],
  ];
  test.each(table)('%s', (_case, given, expected) => {
    expect(walls(planSeries(given))).toEqual(expected);
  });

  test('across both clock changes a session keeps its fifty real minutes and its time on the wall for two years', () => {
    const year = planSeries(plan('2026-01-08', { count: 60, rhythm: 'fortnightly' }));
    expect(year).toHaveLength(60);
    const offsets = new Set(year.map(({ start }) => inBerlin(start).offset));
    expect([...offsets].sort()).toEqual(['+01:00', '+02:00']);
    for (const { start, end, day, exists } of year) {
      expect(exists).toBe(true);
      expect(inBerlin(start).toPlainDate().equals(day)).toBe(true);
      expect(inBerlin(start).toPlainTime().toString({ smallestUnit: 'minute' })).toBe('17:30');
      expect(start.until(end).total('minutes')).toBe(50);
    }
    for (const [index, { day }] of year.entries())
      expect(day.equals(Temporal.PlainDate.from('2026-01-08').add({ days: 14 * index }))).toBe(true);
  });

  test('a time that the spring night leaves out is no time; the one that the autumn night has twice is its first', () => {
    expect(sessionOn(Temporal.PlainDate.from('2026-03-29'), '02:30', 50).exists).toBe(false);
    const twice = sessionOn(Temporal.PlainDate.from('2026-10-25'), '02:30', 50);
    expect(twice.exists).toBe(true);
    expect(inBerlin(twice.start).offset).toBe('+02:00');
  });

  test('no session, or a part of one, is no series', () => {
    expect(() => planSeries(plan('2026-03-05', { count: 0 }))).toThrow(RangeError);
    expect(() => planSeries(plan('2026-03-05', { count: 1.5 }))).toThrow(RangeError);
    expect(() => planSeries(plan('2026-03-05', { time: '25:00' }))).toThrow(RangeError);
  });
});

describe('looking before saving', () => {
  const span = (from: string, to: string) => ({ start: at(from), end: at(to) });
  const around: SeriesSurroundings = {
    now: at('2026-04-01T12:00'),
    holidayOn: (day) => (day.toString() === '2026-05-14' ? 'Christi Himmelfahrt' : undefined),
    absences: [span('2026-04-20T00:00', '2026-04-27T00:00')],
    own: [span('2026-04-30T17:00', '2026-04-30T17:31')],
    client: [span('2026-05-07T18:19', '2026-05-07T19:00')],
    free: [span('2026-04-16T17:30', '2026-04-16T18:20'), span('2026-04-16T18:20', '2026-04-16T19:10')],
    until: Temporal.PlainDate.from('2026-05-28'),
  };
  const judged = judgeSeries(planSeries(plan('2026-04-16', { count: 8 })), around);

  test('each date says what stands in the way: free, absent, overlap, holiday, outside', () => {
    expect(judged.map(({ day, verdict }) => `${day} ${verdict}`)).toEqual([
      '2026-04-16 free',
      '2026-04-23 absent',
      '2026-04-30 overlap',
      '2026-05-07 overlap',
      '2026-05-14 holiday',
      '2026-05-21 free',
      '2026-05-28 free',
      '2026-06-04 outside',
    ]);
    expect(judged.map(({ overlapOf }) => overlapOf)).toEqual([null, null, 'own', 'client', null, null, null, null]);
    expect(judged[4]?.holiday).toBe('Christi Himmelfahrt');
    expect(judged[0]?.usesFree).toBe(1); // the free time right after it only touches
  });

  test('only free dates and holidays that somebody chose may be saved', () => {
    expect(judged.filter(maySave).map(({ day }) => day.toString())).toEqual(['2026-04-16', '2026-05-14', '2026-05-21', '2026-05-28']);
  });

  test('what is not free comes with the nearest free day of its week, if there is one', () => {
    const suggested = judged.map(({ suggestion }) => suggestion?.day.toString() ?? null);
    expect(suggested).toEqual([null, null, '2026-05-01', '2026-05-08', '2026-05-15', null, null, null]);
  });

  test('what has begun is outside, and two dates of one series do not get the same suggestion’s hour', () => {
    const past = judgeSession(sessionOn(Temporal.PlainDate.from('2026-04-01'), '12:00', 50), around);
    expect(past.verdict).toBe('outside');
    const twice = plan('2026-04-30', { rhythm: 'twice-weekly', second: { weekday: 5, time: '17:30' }, count: 2 });
    expect(judgeSeries(planSeries(twice), around)[0]?.suggestion?.day.toString()).toBe('2026-04-29');
  });
});

const CASES = 40 * Number(process.env.GELEIT_DEPTH ?? 1);

test(`${CASES} random series: as many as asked, in order, on the same wall time, in the rhythm by calendar days, each its minutes long`, () => {
  let seed = 20260302;
  const upTo = (most: number) => {
    seed = (seed * 1103515245 + 12345) % 2147483648;
    return Math.floor((seed / 2147483648) * most);
  };
  const between = { weekly: 7, fortnightly: 14, 'four-weekly': 28 } as const;
  for (let index = 0; index < CASES; index += 1) {
    const rhythm = (['weekly', 'fortnightly', 'four-weekly'] as const)[upTo(3)] ?? 'weekly';
    const firstDay = Temporal.PlainDate.from('2026-01-01').add({ days: upTo(2200) });
    const time = `${String(4 + upTo(18)).padStart(2, '0')}:${String(upTo(12) * 5).padStart(2, '0')}`;
    const given: SeriesPlan = { rhythm, firstDay, time, minutes: 10 + upTo(231), count: 1 + upTo(60) };
    const sessions = planSeries(given);
    expect(sessions).toHaveLength(given.count);
    for (const [at, session] of sessions.entries()) {
      expect(session.day.equals(firstDay.add({ days: at * between[rhythm] })), JSON.stringify(given)).toBe(true);
      expect(inBerlin(session.start).toPlainTime().toString({ smallestUnit: 'minute' })).toBe(time);
      expect(session.start.until(session.end).total('minutes')).toBe(given.minutes);
    }
  }
});

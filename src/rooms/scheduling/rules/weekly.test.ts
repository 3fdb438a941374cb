import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BERLIN, type Weekday } from '#kernel/time.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { overlaps } from './overlap.ts';
import { planSlots, type Surroundings, type WeeklyRule } from './weekly.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
const isHoliday = holidaysIn('NW');
const rule: WeeklyRule = {
  id: 'r1',
  weekday: 4,
  from: '16:00',
  to: '18:00',
  slotMinutes: 50,
  rhythm: 'weekly',
  validFrom: day('2026-01-01'),
  validTo: null,
};
const keys = (change: Partial<WeeklyRule>, from: string, to: string, around: Surroundings = {}) =>
  planSlots({ ...rule, ...change }, day(from), day(to), around).map(({ key }) => key.replace('r1/', ''));
const days = (change: Partial<WeeklyRule>, from: string, to: string, around: Surroundings = {}) => [
  ...new Set(keys(change, from, to, around).map((key) => key.slice(0, 10))),
];

describe('weekly times become slots', () => {
  test('a Thursday afternoon holds two sessions of 50 minutes and leaves the rest', () => {
    const slots = planSlots(rule, day('2026-03-02'), day('2026-03-08'));
    expect(slots.map(({ key, start, end }) => [key, start.toString(), end.toString()])).toEqual([
      ['r1/2026-03-05T16:00', '2026-03-05T15:00:00Z', '2026-03-05T15:50:00Z'],
      ['r1/2026-03-05T16:50', '2026-03-05T15:50:00Z', '2026-03-05T16:40:00Z'],
    ]);
  });

  test('publishing twice, or in two overlapping ranges, gives the same keys', () => {
    const once = keys({}, '2026-01-01', '2026-12-31');
    const twice = [...keys({}, '2026-01-01', '2026-07-10'), ...keys({}, '2026-07-01', '2026-12-31')];
    expect([...new Set(twice)].sort()).toEqual([...once].sort());
    expect(new Set(once).size).toBe(once.length);
  });

  test('validity includes its first and its last day', () => {
    expect(days({ validFrom: day('2026-03-05'), validTo: day('2026-03-12') }, '2026-02-01', '2026-04-30')).toEqual([
      '2026-03-05',
      '2026-03-12',
    ]);
    expect(days({ validFrom: day('2026-03-06'), validTo: day('2026-03-11') }, '2026-02-01', '2026-04-30')).toEqual([]);
  });

  test('a skipped day and an extra day leave the rule alone; skipping wins', () => {
    const exceptions = [
      { kind: 'skip', day: day('2026-03-12') },
      { kind: 'extra', day: day('2026-03-14'), from: '10:00', to: '10:50' },
      { kind: 'extra', day: day('2026-03-16') },
    ] as const;
    expect(keys({}, '2026-03-05', '2026-03-19', { exceptions })).toEqual([
      '2026-03-05T16:00',
      '2026-03-05T16:50',
      '2026-03-14T10:00',
      '2026-03-16T16:00',
      '2026-03-16T16:50',
      '2026-03-19T16:00',
      '2026-03-19T16:50',
    ]);
    const both = [...exceptions, { kind: 'extra', day: day('2026-03-12') } as const];
    expect(days({}, '2026-03-12', '2026-03-12', { exceptions: both })).toEqual([]);
  });

  test('more hours on a day of the rule add to it and never overlap it', () => {
    const exceptions = [{ kind: 'extra', day: day('2026-03-05'), from: '15:10', to: '16:50' } as const];
    expect(keys({}, '2026-03-05', '2026-03-05', { exceptions })).toEqual(['2026-03-05T15:10', '2026-03-05T16:00', '2026-03-05T16:50']);
  });

  test('holidays of North Rhine-Westphalia are skipped, but an extra day may be one', () => {
    // Ascension and Corpus Christi are Thursdays; 1 January 2026 and 24 December 2026 are Thursdays, too
    const skipped = days({}, '2026-01-01', '2026-12-31').filter(
      (one) => !days({}, '2026-01-01', '2026-12-31', { isHoliday }).includes(one),
    );
    expect(skipped).toEqual(['2026-01-01', '2026-05-14', '2026-06-04']);
    const exceptions = [{ kind: 'extra', day: day('2026-05-14') } as const];
    expect(days({}, '2026-05-14', '2026-05-14', { isHoliday, exceptions })).toEqual(['2026-05-14']);
  });

  test('an absence takes away every slot that it touches, and only those', () => {
    const absences = [{ start: Temporal.Instant.from('2026-03-05T15:50:00Z'), end: Temporal.Instant.from('2026-03-12T15:00:01Z') }];
    expect(keys({}, '2026-03-05', '2026-03-12', { absences })).toEqual(['2026-03-05T16:00', '2026-03-12T16:50']);
  });

  test('windows until midnight, too short ones and empty ranges', () => {
    expect(keys({ from: '22:20', to: '24:00' }, '2026-03-05', '2026-03-05')).toEqual(['2026-03-05T22:20', '2026-03-05T23:10']);
    expect(keys({ from: '16:00', to: '16:49' }, '2026-03-05', '2026-03-05')).toEqual([]);
    expect(keys({}, '2026-03-05', '2026-03-04')).toEqual([]);
    expect(() => keys({ slotMinutes: 0 }, '2026-03-05', '2026-03-05')).toThrow(RangeError);
    expect(() => keys({ from: '7:00' }, '2026-03-05', '2026-03-05')).toThrow(RangeError);
    expect(() => keys({}, '2020-01-01', '2026-01-01')).toThrow(RangeError);
  });
});

describe('every second week', () => {
  test('2026 has a week 53: two odd weeks follow each other, and no even one is lost', () => {
    expect(days({ rhythm: 'odd', weekday: 2 }, '2026-12-14', '2027-01-20')).toEqual([
      '2026-12-15',
      '2026-12-29',
      '2027-01-05',
      '2027-01-19',
    ]);
    expect(days({ rhythm: 'even', weekday: 2 }, '2026-12-14', '2027-01-20')).toEqual(['2026-12-22', '2027-01-12']);
  });

  test.each([
    [2026, 1, 52, 26, 26],
    [2026, 4, 53, 26, 27],
    [2026, 5, 52, 26, 26],
    [2027, 1, 52, 26, 26],
    [2027, 5, 53, 26, 27],
    [2027, 7, 52, 25, 27], // 3 January is still week 53 of 2026
  ] as [number, Weekday, number, number, number][])('in %i weekday %i comes %i times, even %i, odd %i', (year, weekday, all, even, odd) => {
    const count = (rhythm: WeeklyRule['rhythm']) => days({ rhythm, weekday }, `${year}-01-01`, `${year}-12-31`).length;
    expect([count('weekly'), count('even'), count('odd')]).toEqual([all, even, odd]);
  });

  test('even and odd together are every week, each exactly once, in 2026 and 2027', () => {
    for (const weekday of [1, 2, 3, 4, 5, 6, 7] as const) {
      for (const year of [2026, 2027]) {
        const [from, to] = [`${year}-01-01`, `${year}-12-31`];
        const both = [...days({ rhythm: 'even', weekday }, from, to), ...days({ rhythm: 'odd', weekday }, from, to)];
        expect(both.sort()).toEqual(days({ weekday }, from, to));
      }
    }
  });

  test('the year 2026 with the holidays of North Rhine-Westphalia', () => {
    // Mondays: Easter 6 April (week 15) and Whit 25 May (week 22)
    const mondays = (rhythm: WeeklyRule['rhythm']) => days({ rhythm, weekday: 1 }, '2026-01-01', '2026-12-31', { isHoliday });
    expect([mondays('weekly').length, mondays('even').length, mondays('odd').length]).toEqual([50, 25, 25]);
    expect(mondays('odd')).not.toContain('2026-04-06');
    expect(mondays('even')).not.toContain('2026-05-25');
  });
});

describe('nights on which the clocks change', () => {
  const night = { weekday: 7, from: '01:00', to: '05:00', slotMinutes: 30 } as const;
  test('the spring night has no 02:00 and no 02:30', () => {
    expect(keys(night, '2026-03-29', '2026-03-29').map((key) => key.slice(11))).toEqual([
      '01:00',
      '01:30',
      '03:00',
      '03:30',
      '04:00',
      '04:30',
    ]);
    expect(keys(night, '2027-03-28', '2027-03-28').length).toBe(6);
  });
  test('the autumn night means the first 02:30, and the hour that comes twice is not given twice', () => {
    const slots = planSlots({ ...rule, ...night }, day('2026-10-25'), day('2026-10-25'));
    expect(slots.length).toBe(8);
    expect(slots[3]?.start.toString()).toBe('2026-10-25T00:30:00Z');
    expect(slots[4]?.start.toString()).toBe('2026-10-25T02:00:00Z');
  });
  test('a slot that runs into the missing hour keeps its length and pushes nobody', () => {
    const slots = planSlots({ ...rule, weekday: 7, from: '01:30', to: '05:00', slotMinutes: 50 }, day('2026-03-29'), day('2026-03-29'));
    // 01:30 ends at 03:20 by the clock; 03:10 would begin before that
    expect(slots.map(({ key }) => key.slice(-5))).toEqual(['01:30', '04:00']);
  });
  test('ordinary afternoons keep their clock time over both nights', () => {
    for (const { start } of planSlots(rule, day('2026-01-01'), day('2027-12-31'))) {
      expect(['16:00', '16:50']).toContain(start.toZonedDateTimeISO(BERLIN).toPlainTime().toString({ smallestUnit: 'minute' }));
    }
  });
});

const depth = Number(process.env.GELEIT_DEPTH ?? 1);

test(
  'random rules: slots are in order, apart, as long as asked, on the right days, and publishing is idempotent',
  () => {
    let slotsSeen = 0;
    const minutes = fc.integer({ min: 0, max: 1440 });
    const clock = (value: number) => `${String(Math.floor(value / 60)).padStart(2, '0')}:${String(value % 60).padStart(2, '0')}`;
    fc.assert(
      fc.property(
        fc.record({
          weekday: fc.constantFrom<Weekday>(1, 4, 7),
          times: fc.tuple(minutes, minutes),
          slotMinutes: fc.integer({ min: 5, max: 240 }),
          rhythm: fc.constantFrom('weekly' as const, 'even' as const, 'odd' as const),
          first: fc.integer({ min: 0, max: 700 }),
          length: fc.integer({ min: 0, max: 60 }),
        }),
        ({ weekday, times, slotMinutes, rhythm, first, length }) => {
          const [from, to] = [...times].sort((one, other) => one - other) as [number, number];
          const start = day('2026-01-01').add({ days: first });
          const own: WeeklyRule = { ...rule, weekday, rhythm, slotMinutes, from: clock(from), to: clock(to) };
          const slots = planSlots(own, start, start.add({ days: length }), { isHoliday });
          slots.forEach((slot, index) => {
            expect(slot.start.until(slot.end).total('minutes')).toBe(slotMinutes);
            expect(slot.day.dayOfWeek).toBe(weekday);
            expect(isHoliday(slot.day)).toBe(false);
            expect(slot.start.toZonedDateTimeISO(BERLIN).toPlainDate().equals(slot.day)).toBe(true);
            const next = slots[index + 1];
            if (next) {
              expect(overlaps(slot, next)).toBe(false);
              expect(Temporal.Instant.compare(slot.start, next.start)).toBe(-1);
            }
          });
          expect(new Set(slots.map(({ key }) => key)).size).toBe(slots.length);
          expect(planSlots(own, start, start.add({ days: length }), { isHoliday })).toEqual(slots);
          slotsSeen += slots.length;
        },
      ),
      { numRuns: 60 * depth },
    );
    console.log(`weekly rules: ${60 * depth} random rules, ${slotsSeen} slots`);
    expect(slotsSeen).toBeGreaterThan(0);
  },
  30_000 * depth,
);

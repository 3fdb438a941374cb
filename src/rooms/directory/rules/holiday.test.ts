import { describe, expect, test } from 'vitest';
import { STATES } from '#kernel/codes.ts';
import { findHoliday, holidaysIn, isHoliday } from './holiday.ts';

const day = (text: string) => Temporal.PlainDate.from(text);
function daysOf(state: (typeof STATES)[number], year: number): string[] {
  const first = day(`${year}-01-01`);
  return Array.from({ length: first.daysInYear }, (_, index) => first.add({ days: index }))
    .filter((one) => isHoliday(state, one))
    .map((one) => one.toString().slice(5));
}

describe('public holidays by federal state', () => {
  test('North Rhine-Westphalia 2026 and 2027', () => {
    expect(daysOf('NW', 2026).join(' ')).toBe('01-01 04-03 04-06 05-01 05-14 05-25 06-04 10-03 11-01 12-25 12-26');
    expect(daysOf('NW', 2027).join(' ')).toBe('01-01 03-26 03-29 05-01 05-06 05-17 05-27 10-03 11-01 12-25 12-26');
  });

  test('states differ: repentance day in Saxony only, women’s day in Berlin and Mecklenburg, Epiphany in the south', () => {
    expect(STATES.filter((state) => isHoliday(state, day('2026-11-18')))).toEqual(['SN']);
    expect(STATES.filter((state) => isHoliday(state, day('2026-03-08')))).toEqual(['BE', 'MV']);
    expect(STATES.filter((state) => isHoliday(state, day('2026-01-06')))).toEqual(['BW', 'BY', 'ST']);
    expect(STATES.filter((state) => isHoliday(state, day('2026-05-01')))).toEqual([...STATES]);
  });

  test('has German names and can be asked by day alone', () => {
    expect(findHoliday('NW', day('2026-06-04'))).toBe('Fronleichnam');
    expect(findHoliday('NW', day('2026-06-05'))).toBeUndefined();
    expect(holidaysIn('NW')(day('2026-12-24'))).toBe(false);
  });

  test('does not depend on the time zone of the computer', () => {
    const zone = process.env.TZ;
    process.env.TZ = 'Pacific/Auckland';
    try {
      expect(daysOf('HH', 2031)).toContain('10-31');
      expect(daysOf('HH', 2031)).not.toContain('11-01');
    } finally {
      if (zone === undefined) delete process.env.TZ;
      else process.env.TZ = zone;
    }
  });
});

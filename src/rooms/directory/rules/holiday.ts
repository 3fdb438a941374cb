/// <reference path="./feiertagejs.d.ts" />
import { getHolidays } from 'feiertagejs';
import type { FederalState } from '#kernel/codes.ts';

/** Names of public holidays by day ("2026-05-01") of a federal state and year. */
const known = new Map<string, ReadonlyMap<string, string>>();

function holidaysOf(state: FederalState, year: number): ReadonlyMap<string, string> {
  const key = `${state}${year}`;
  const before = known.get(key);
  if (before) return before;
  // the library's dates are noon in UTC: their UTC day is right in every time zone, its own texts of dates are not
  const days = getHolidays(year, state).map((holiday): [string, string] => [
    holiday.date.toISOString().slice(0, 10),
    holiday.translate('de') ?? holiday.name,
  ]);
  const found = new Map(days);
  known.set(key, found);
  return found;
}

/** True on a public holiday in the whole federal state. Sundays and holidays of single towns do not count. */
export function isHoliday(state: FederalState, day: Temporal.PlainDate): boolean {
  return holidaysOf(state, day.year).has(day.toString());
}

/** The holiday's German name, if the day is one. */
export function findHoliday(state: FederalState, day: Temporal.PlainDate): string | undefined {
  return holidaysOf(state, day.year).get(day.toString());
}

/** The same question with the state filled in, for the rules that only want to ask about days. */
export function holidaysIn(state: FederalState): (day: Temporal.PlainDate) => boolean {
  return (day) => isHoliday(state, day);
}

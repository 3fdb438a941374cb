/** A calendar day in Berlin, "2026-03-09". Texts of this form compare as days do. */
export type Day = string;

/**
 * Days since 1 March of year 0 (proleptic Gregorian). Whole-number arithmetic instead of Temporal: ten thousand cases are a million of these.
 */
export function dayNumber(day: Day): number {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8, 10))];
  const shifted = month > 2 ? year : year - 1; // years begin in March, so that the leap day is the last of its year
  return (
    365 * shifted +
    Math.floor(shifted / 4) -
    Math.floor(shifted / 100) +
    Math.floor(shifted / 400) +
    Math.floor((153 * ((month + 9) % 12) + 2) / 5) +
    date -
    1
  );
}

const two = (value: number) => (value < 10 ? `0${value}` : `${value}`);

/** The day of a number of `dayNumber`. */
export function dayOfNumber(number: number): Day {
  const era = Math.floor(number / 146_097);
  const rest = number - era * 146_097;
  const years = Math.floor((rest - Math.floor(rest / 1_460) + Math.floor(rest / 36_524) - Math.floor(rest / 146_096)) / 365);
  const dayOfYear = rest - (365 * years + Math.floor(years / 4) - Math.floor(years / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = years + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1)}`;
}

/** The day so many days later (earlier, when negative). */
export const plusDays = (day: Day, days: number): Day => dayOfNumber(dayNumber(day) + days);

/** Calendar days from one day to another; negative when `to` is earlier. */
export const daysFrom = (from: Day, to: Day): number => dayNumber(to) - dayNumber(from);

/** The latest of the days that are known; undefined where none is. */
export function latest(...days: (Day | null | undefined)[]): Day | undefined {
  let found: Day | undefined;
  for (const day of days) if (day != null && (found === undefined || day > found)) found = day;
  return found;
}

/** The earliest of the days that are known; undefined where none is. */
export function earliest(...days: (Day | null | undefined)[]): Day | undefined {
  let found: Day | undefined;
  for (const day of days) if (day != null && (found === undefined || day < found)) found = day;
  return found;
}

/** A calendar day in Germany, "2026-03-09". Texts of this form compare as days do. */
export type Day = string;
/** A wall-clock time in Germany, "2026-03-09T10:00". Compares as it reads. */
export type LocalTime = string;
/** Asks whether a day is a statutory holiday of the federal state meant. */
export type IsHoliday = (day: Day) => boolean;

const plain = (day: Day) => Temporal.PlainDate.from(day);

/** Throws RangeError where the text is no day of the calendar. */
export function getDay(text: string): Day {
  return plain(text).toString();
}

/** The day so many days later (earlier, when negative). */
export function addDays(day: Day, days: number): Day {
  return plain(day).add({ days }).toString();
}

/** The same day of a later month; where the month has no such day, its last one (§ 188 (3) BGB). */
export function addMonthsClip(day: Day, months: number): Day {
  return plain(day).add({ months }, { overflow: 'constrain' }).toString();
}

/** Calendar days from one day to another; negative when `to` is earlier. */
export function daysFrom(from: Day, to: Day): number {
  return plain(from).until(plain(to), { largestUnit: 'day' }).days;
}

/** Whole years of age. Who is born on 29 February is a year older on 1 March of common years (§§ 187 (2), 188 (2) BGB). */
export function ageAt(birthDate: Day, day: Day): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4));
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years;
}

/** Monday to Friday, no holiday. */
export function isWorkingDay(day: Day, isHoliday: IsHoliday): boolean {
  return plain(day).dayOfWeek <= 5 && !isHoliday(day);
}

/** The n-th working day after a day; the day itself is not counted. */
export function addWorkingDays(day: Day, count: number, isHoliday: IsHoliday): Day {
  let at = day;
  for (let left = count; left > 0; ) {
    at = addDays(at, 1);
    if (isWorkingDay(at, isHoliday)) left -= 1;
  }
  return at;
}

/** The day itself, or the next one that is no Saturday, Sunday or holiday (§ 26 (3) SGB X, § 64 (3) SGG). */
export function onWorkingDay(day: Day, isHoliday: IsHoliday): Day {
  let at = day;
  while (!isWorkingDay(at, isHoliday)) at = addDays(at, 1);
  return at;
}

/** The day of a wall-clock time. */
export const dayOf = (time: LocalTime): Day => time.slice(0, 10);

/** Minutes between two wall-clock times as the clock shows them; the night of a clock change counts as any other. */
export function wallMinutes(start: LocalTime, end: LocalTime): number {
  return Temporal.PlainDateTime.from(start).until(Temporal.PlainDateTime.from(end), { largestUnit: 'minute' }).minutes;
}

/** True where two half-open times share a moment; touching is none. */
export function overlaps(one: { start: LocalTime; end: LocalTime }, other: { start: LocalTime; end: LocalTime }): boolean {
  return one.start < other.end && other.start < one.end;
}

/** The zone of everything that people mean: office hours, weekly windows, deadlines in days. */
export const BERLIN = 'Europe/Berlin';

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/** An instant as seen on a clock in Berlin. */
export function inBerlin(instant: Temporal.Instant): Temporal.ZonedDateTime {
  return instant.toZonedDateTimeISO(BERLIN);
}

/** The calendar day in Berlin at an instant. */
export function dayInBerlin(instant: Temporal.Instant): Temporal.PlainDate {
  return inBerlin(instant).toPlainDate();
}

/**
 * The instant of a wall-clock time in Berlin. A time that the spring night skips moves forward by the gap; a time that the
 * autumn night has twice means the first of the two (Temporal's "compatible").
 */
export function berlinInstant(day: Temporal.PlainDate, time: Temporal.PlainTime): Temporal.Instant {
  return day.toZonedDateTime({ timeZone: BERLIN, plainTime: time }).toInstant();
}

/** Whole years from a birth date to a day. Somebody born on 29 February is a year older on 1 March of common years (§ 188 BGB). */
export function ageOn(birthDate: Temporal.PlainDate, day: Temporal.PlainDate): number {
  const years = day.year - birthDate.year;
  const before = day.month < birthDate.month || (day.month === birthDate.month && day.day < birthDate.day);
  return before ? years - 1 : years;
}

/** Calendar days from one day to another, negative when `to` is earlier. */
export function daysBetween(from: Temporal.PlainDate, to: Temporal.PlainDate): number {
  return from.until(to, { largestUnit: 'day' }).days;
}

/** Minutes since midnight of "HH:MM". Throws RangeError on anything else; "24:00" is the end of the day. */
export function minutesOfDay(time: string): number {
  const match = /^([01]\d|2[0-4]):([0-5]\d)$/.exec(time);
  const minutes = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!(minutes <= 24 * 60)) throw new RangeError(`not a time of day: ${time}`);
  return minutes;
}

/** "HH:MM" of minutes since midnight (0 to 1440). */
export function timeOfDay(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

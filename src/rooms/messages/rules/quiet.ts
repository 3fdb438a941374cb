import { BERLIN, inBerlin } from '#kernel/time.ts';

/** When nobody is written to by a timer: from one time of day until another, and on Sundays and public holidays. */
export interface QuietHours {
  /** "20:00" */
  from: string;
  /** "08:00" */
  until: string;
  /** Whether Sundays and public holidays are quiet all day. */
  restDays: boolean;
}

export const USUAL_QUIET: QuietHours = { from: '20:00', until: '08:00', restDays: true };

/** Whether a day is a public holiday where the appointment is. */
export type IsHoliday = (day: Temporal.PlainDate) => boolean;

const DAY_START = Temporal.PlainTime.from('00:00');

/** Whether a text may go out by itself at this instant. */
export function isAwake(at: Temporal.Instant, quiet: QuietHours, isHoliday: IsHoliday): boolean {
  const here = inBerlin(at);
  if (quiet.restDays && (here.dayOfWeek === 7 || isHoliday(here.toPlainDate()))) return false;
  const [from, until, time] = [Temporal.PlainTime.from(quiet.from), Temporal.PlainTime.from(quiet.until), here.toPlainTime()];
  const after = Temporal.PlainTime.compare(time, from) >= 0;
  const before = Temporal.PlainTime.compare(time, until) < 0;
  if (Temporal.PlainTime.compare(from, until) === 0) return true;
  // "20:00 until 08:00" goes over midnight, "12:00 until 14:00" does not.
  return Temporal.PlainTime.compare(from, until) > 0 ? !(after || before) : !(after && before);
}

// A quarter of an hour before the quiet begins: what then fails has one more try before it.
const BEFORE_QUIET = { minutes: 15 };
const DAYS_TO_LOOK = 14; // Christmas and a network's own Sundays together are never longer

/** The last good moment at or before an instant, or the first one after it; both are whole minutes. Undefined: none within two weeks. */
export function lastAwake(at: Temporal.Instant, quiet: QuietHours, isHoliday: IsHoliday): Temporal.Instant | undefined {
  if (isAwake(at, quiet, isHoliday)) return at;
  for (const day of daysFrom(at, -1)) {
    const ends = [
      day.with({ hour: 23, minute: 59 }),
      day.withPlainTime(Temporal.PlainTime.from(quiet.from)).subtract(BEFORE_QUIET),
      day.withPlainTime(DAY_START),
    ].map((one) => one.toInstant());
    const found = ends.find((one) => Temporal.Instant.compare(one, at) <= 0 && isAwake(one, quiet, isHoliday));
    if (found) return found;
  }
  return undefined;
}

export function nextAwake(at: Temporal.Instant, quiet: QuietHours, isHoliday: IsHoliday): Temporal.Instant | undefined {
  if (isAwake(at, quiet, isHoliday)) return at;
  for (const day of daysFrom(at, 1)) {
    const starts = [day.withPlainTime(DAY_START), day.withPlainTime(Temporal.PlainTime.from(quiet.until))].map((one) => one.toInstant());
    const found = starts.find((one) => Temporal.Instant.compare(one, at) >= 0 && isAwake(one, quiet, isHoliday));
    if (found) return found;
  }
  return undefined;
}

function daysFrom(at: Temporal.Instant, step: 1 | -1): Temporal.ZonedDateTime[] {
  const first = inBerlin(at).withPlainTime(DAY_START);
  return Array.from({ length: DAYS_TO_LOOK + 1 }, (_, index) => first.add({ days: index * step }));
}

/** A reminder, and how long before the appointment it is meant. */
export const REMINDERS = [
  { template: 'reminder-72', days: 3, atLeastHours: 48 },
  { template: 'reminder-24', days: 1, atLeastHours: 6 },
] as const;

/**
 * When the reminders of an appointment go (rule book AP1): three days and one day before, by the clock on the wall, so that the night
 * of the clock change moves nothing. In quiet hours earlier, for somebody who may want to cancel needs the time; later only where
 * earlier is already past, and never so late that it helps nobody. Booked later than that: only what is still ahead.
 */
export function remindersOf(
  start: Temporal.Instant,
  now: Temporal.Instant,
  quiet: QuietHours,
  isHoliday: IsHoliday,
): { template: 'reminder-72' | 'reminder-24'; dueAt: Temporal.Instant }[] {
  const ahead = (one: Temporal.Instant | undefined): one is Temporal.Instant => one !== undefined && Temporal.Instant.compare(one, now) > 0;
  return REMINDERS.flatMap(({ template, days, atLeastHours }) => {
    const meant = start.toZonedDateTimeISO(BERLIN).subtract({ days }).toInstant();
    if (!ahead(meant)) return [];
    const earlier = lastAwake(meant, quiet, isHoliday);
    if (ahead(earlier)) return [{ template, dueAt: earlier }];
    const later = nextAwake(meant, quiet, isHoliday);
    const inTime = later !== undefined && later.until(start).total('hours') >= atLeastHours;
    return inTime ? [{ template, dueAt: later }] : [];
  });
}

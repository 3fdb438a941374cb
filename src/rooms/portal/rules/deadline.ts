import { BERLIN, berlinInstant, dayInBerlin, inBerlin } from '#kernel/time.ts';

/** When somebody sits at the desk: working days, from and to on the clock in Berlin. */
export interface DeskHours {
  from: Temporal.PlainTime;
  to: Temporal.PlainTime;
}
export const DESK_HOURS: DeskHours = { from: Temporal.PlainTime.from('09:00'), to: Temporal.PlainTime.from('17:00') };

type IsHoliday = (day: Temporal.PlainDate) => boolean;

function isWorking(day: Temporal.PlainDate, isHoliday: IsHoliday): boolean {
  return day.dayOfWeek <= 5 && !isHoliday(day);
}

function nextWorking(after: Temporal.PlainDate, isHoliday: IsHoliday): Temporal.PlainDate {
  let day = after.add({ days: 1 });
  while (!isWorking(day, isHoliday)) day = day.add({ days: 1 });
  return day;
}

/**
 * Until when somebody calls back (rule book RQ1: within one working day). The day of the form does not count, and the period ends with
 * the next working day (§§ 187 (1), 188 (1) BGB), here with the desk's hours. What cannot wait: within an hour while the desk is there.
 */
export function callBackBy(sentAt: Temporal.Instant, urgent: boolean, hours: DeskHours, isHoliday: IsHoliday): Temporal.Instant {
  const day = dayInBerlin(sentAt);
  if (!urgent) return berlinInstant(nextWorking(day, isHoliday), hours.to);
  const time = inBerlin(sentAt).toPlainTime();
  const opensAt = (on: Temporal.PlainDate) => berlinInstant(on, hours.from).add({ hours: 1 });
  if (!isWorking(day, isHoliday) || Temporal.PlainTime.compare(time, hours.to) >= 0) return opensAt(nextWorking(day, isHoliday));
  if (Temporal.PlainTime.compare(time, hours.from) < 0) return opensAt(day);
  const inAnHour = sentAt.add({ hours: 1 });
  const closes = day.toZonedDateTime({ timeZone: BERLIN, plainTime: hours.to }).toInstant();
  return Temporal.Instant.compare(inAnHour, closes) <= 0 ? inAnHour : closes;
}

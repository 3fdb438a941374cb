import { BERLIN, minutesOfDay } from '#kernel/time.ts';

/** "2026-03-05T17:30" on a clock in Berlin as an instant for the wire. */
export const instantOfWall = (wall: string) => Temporal.PlainDateTime.from(wall).toZonedDateTime(BERLIN).toInstant().toString();

/** "9", "9:30", "0930", "09.30" as "09:30"; null where it is no time. "24:00" ends the day. */
export function readTime(text: string): string | null {
  const match = /^(\d{1,2})(?:[:.]?(\d{2}))?$/.exec(text.trim());
  if (!match) return null;
  const time = `${(match[1] ?? '').padStart(2, '0')}:${match[2] ?? '00'}`;
  try {
    minutesOfDay(time);
    return time;
  } catch {
    return null;
  }
}

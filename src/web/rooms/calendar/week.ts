import { inBerlin } from '#kernel/time.ts';
import type { Appointment, Slot } from '#rooms/scheduling/contract.ts';
import type { Absence, MyWeek } from './data.ts';

export type Tone = 'free' | 'held' | 'blocked' | 'new' | 'run' | 'missed';

interface Span {
  /** "2026-03-05" */
  day: string;
  /** Minutes since midnight on the wall clock in Berlin. */
  from: number;
  to: number;
}
export type WeekItem = Span & { key: string; tone: Tone } & (
    | { slot: Slot; appointment?: never }
    | { appointment: Appointment; slot?: never }
  );

export interface WeekCell {
  day: string;
  hour: number;
  items: WeekItem[];
  /** The absence that covers this hour. */
  absence: Absence | null;
  /** The hour in which the absence is named. */
  absenceBegins: boolean;
  /** From which minute a new slot would fit here; null where none does. */
  gap: number | null;
}

export interface WeekLayout {
  hours: { hour: number; quiet: boolean }[];
  cells: Map<string, WeekCell>;
}

const FIRST_HOUR = 8;
const LAST_HOUR = 18;
const NOON = 12;
export const cellKey = (day: string, hour: number) => `${day}@${hour}`;

const minuteOf = (moment: Temporal.ZonedDateTime) => moment.hour * 60 + moment.minute;

/** The part of a stretch of time that lies on one day of the wall clock. */
function spanOn(day: string, startsAt: string, endsAt: string): Span | null {
  const [start, end] = [inBerlin(Temporal.Instant.from(startsAt)), inBerlin(Temporal.Instant.from(endsAt))];
  const from = `${start.toPlainDate()}` < day ? 0 : `${start.toPlainDate()}` === day ? minuteOf(start) : 1440;
  const to = `${end.toPlainDate()}` > day ? 1440 : `${end.toPlainDate()}` === day ? minuteOf(end) : 0;
  return to > from ? { day, from, to } : null;
}

export function toneOf(appointment: Appointment): Tone {
  if (appointment.state === 'no_show') return 'missed';
  return appointment.isFirst && appointment.state === 'booked' ? 'new' : 'run';
}

function itemsOn(day: string, week: MyWeek): WeekItem[] {
  const live = week.appointments.filter(({ state }) => state !== 'cancelled' && state !== 'rebooked');
  const taken = new Set(live.map(({ slotId }) => slotId));
  const appointments = live.flatMap((appointment): WeekItem[] => {
    const span = spanOn(day, appointment.startsAt, appointment.endsAt);
    return span ? [{ ...span, key: appointment.id, tone: toneOf(appointment), appointment }] : [];
  });
  const slots = week.slots.flatMap((slot): WeekItem[] => {
    if (slot.state === 'withdrawn' || slot.state === 'expired' || taken.has(slot.id)) return [];
    const span = spanOn(day, slot.startsAt, slot.endsAt);
    const tone = slot.state === 'booked' ? 'run' : slot.state;
    return span ? [{ ...span, key: slot.id, tone, slot }] : [];
  });
  return [...appointments, ...slots].sort((one, other) => one.from - other.from);
}

/**
 * The week as a table: days are columns, hours are rows, each thing stands in the hour in which it begins.
 * @param minutes how long a slot offered by a click would be
 */
export function layWeek(week: MyWeek, days: readonly string[], now: Temporal.Instant, minutes: number): WeekLayout {
  const byDay = new Map(days.map((day) => [day, itemsOn(day, week)]));
  const all = [...byDay.values()].flat();
  const first = Math.min(FIRST_HOUR, ...all.map(({ from }) => Math.floor(from / 60)));
  const last = Math.max(LAST_HOUR, ...all.map(({ from }) => Math.floor(from / 60)));
  const hours = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  const today = inBerlin(now);
  const cells = new Map<string, WeekCell>();
  for (const day of days) {
    const items = byDay.get(day) ?? [];
    const away = week.absences.flatMap((absence) => {
      const span = spanOn(day, absence.startsAt, absence.endsAt);
      return span ? [{ ...span, absence }] : [];
    });
    const past = day < `${today.toPlainDate()}` ? 1440 : day === `${today.toPlainDate()}` ? minuteOf(today) : 0;
    for (const hour of hours) {
      const [from, to] = [hour * 60, hour * 60 + 60];
      const absent = away.find((one) => one.from < to && one.to > from);
      const begun = items.filter((item) => item.from >= from && item.from < to);
      const busy = [...items, ...away];
      cells.set(cellKey(day, hour), {
        day,
        hour,
        items: begun,
        absence: absent?.absence ?? null,
        absenceBegins: absent !== undefined && (hour === first || absent.from >= from),
        gap: begun.length > 0 ? null : gapIn(from, to, Math.max(from, past), minutes, busy),
      });
    }
  }
  return {
    hours: hours.map((hour) => ({ hour, quiet: hour === NOON && !all.some(({ from }) => Math.floor(from / 60) === NOON) })),
    cells,
  };
}

/** The first five-minute mark in this hour from which so many minutes stay free. */
function gapIn(from: number, to: number, earliest: number, minutes: number, busy: readonly Span[]): number | null {
  for (let start = Math.ceil(Math.max(from, earliest) / 5) * 5; start < to && start + minutes <= 1440; start += 5)
    if (!busy.some((one) => one.from < start + minutes && one.to > start)) return start;
  return null;
}

/** Monday of the week of a day. */
export const mondayOf = (day: Temporal.PlainDate) => day.subtract({ days: day.dayOfWeek - 1 });

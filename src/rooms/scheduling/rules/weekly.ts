import { BERLIN, berlinInstant, minutesOfDay, timeOfDay, type Weekday } from '#kernel/time.ts';
import { findOverlap, type Interval, overlaps } from './overlap.ts';

/** A time that returns every week: the rule from which slots are published. Times are those of a clock in Berlin. */
export interface WeeklyRule {
  id: string;
  weekday: Weekday;
  /** "HH:MM"; `to` may be "24:00". A rule never crosses midnight. */
  from: string;
  to: string;
  slotMinutes: number;
  /** Every week, or only in even or odd ISO weeks. After a week 53 two odd weeks follow each other. */
  rhythm: 'weekly' | 'even' | 'odd';
  validFrom: Temporal.PlainDate;
  /** Last day, or null for no end. */
  validTo: Temporal.PlainDate | null;
}

/** One day that differs from the rule, without touching it: left out, or extra, with its own times if it has some. */
export type WeeklyException =
  | { kind: 'skip'; day: Temporal.PlainDate }
  | { kind: 'extra'; day: Temporal.PlainDate; from?: string; to?: string };

/** A slot to publish. */
export interface PlannedSlot extends Interval {
  /** "rule/2026-03-05T17:30": the same for every publication of the same slot, so that publishing twice adds nothing. */
  key: string;
  day: Temporal.PlainDate;
}

/** What a publication looks at besides the rule. */
export interface Surroundings {
  exceptions?: readonly WeeklyException[];
  /** A public holiday at the practice's location; an extra day may be one. */
  isHoliday?: (day: Temporal.PlainDate) => boolean;
  /** Absences of the therapist; a slot that touches one is not planned. */
  absences?: readonly Interval[];
}

/** The longest range that is planned at once, in days. */
export const MAX_RANGE_DAYS = 800;

/**
 * The slots of a rule from a first to a last day, both included, in order and never overlapping.
 * A slot lasts its minutes of real time; one whose beginning a clock change leaves out, or that would not end in its window, is not planned.
 * @throws RangeError for a range over 800 days, times that are none and lengths under a minute
 */
export function planSlots(rule: WeeklyRule, from: Temporal.PlainDate, to: Temporal.PlainDate, around: Surroundings = {}): PlannedSlot[] {
  const length = from.until(to).days + 1;
  if (length > MAX_RANGE_DAYS) throw new RangeError(`more than ${MAX_RANGE_DAYS} days: ${length}`);
  const days = Array.from({ length: Math.max(0, length) }, (_, index) => from.add({ days: index }));
  const planned: PlannedSlot[] = [];
  for (const day of days) {
    const today: PlannedSlot[] = [];
    for (const { start, end } of windowsOn(rule, day, around)) {
      for (const slot of cut(rule, day, start, end)) {
        const away = around.absences?.some((absence) => overlaps(slot, absence)) ?? false;
        if (!away && findOverlap(slot, today) === undefined) today.push(slot);
      }
    }
    planned.push(...today.sort((one, other) => Temporal.Instant.compare(one.start, other.start)));
  }
  return planned;
}

/** True if the rule itself means this day: weekday, validity and rhythm. */
export function means(rule: WeeklyRule, day: Temporal.PlainDate): boolean {
  if (day.dayOfWeek !== rule.weekday) return false;
  if (Temporal.PlainDate.compare(day, rule.validFrom) < 0) return false;
  if (rule.validTo !== null && Temporal.PlainDate.compare(day, rule.validTo) > 0) return false;
  if (rule.rhythm === 'weekly') return true;
  return ((day.weekOfYear ?? 0) % 2 === 0) === (rule.rhythm === 'even');
}

/** The rule's own window first, so that it wins where an extra one overlaps it. A skipped day is skipped altogether. */
function windowsOn(
  rule: WeeklyRule,
  day: Temporal.PlainDate,
  { exceptions = [], isHoliday }: Surroundings,
): { start: number; end: number }[] {
  const today = exceptions.filter((exception) => exception.day.equals(day));
  if (today.some(({ kind }) => kind === 'skip')) return [];
  const own = { start: minutesOfDay(rule.from), end: minutesOfDay(rule.to) };
  const windows = means(rule, day) && !isHoliday?.(day) ? [own] : [];
  for (const exception of today) {
    if (exception.kind !== 'extra') continue;
    const start = exception.from === undefined ? own.start : minutesOfDay(exception.from);
    windows.push({ start, end: exception.to === undefined ? own.end : minutesOfDay(exception.to) });
  }
  return windows;
}

function cut(rule: WeeklyRule, day: Temporal.PlainDate, from: number, to: number): PlannedSlot[] {
  if (!(rule.slotMinutes >= 1)) throw new RangeError(`a slot lasts at least a minute: ${rule.slotMinutes}`);
  const windowEnd = to === 1440 ? day.add({ days: 1 }).toZonedDateTime(BERLIN).toInstant() : berlinInstant(day, timeAt(to));
  const slots: PlannedSlot[] = [];
  for (let minute = from; minute + rule.slotMinutes <= to; minute += rule.slotMinutes) {
    const start = berlinInstant(day, timeAt(minute));
    const exists = start.toZonedDateTimeISO(BERLIN).toPlainTime().equals(timeAt(minute));
    const end = start.add({ minutes: rule.slotMinutes });
    if (!exists || Temporal.Instant.compare(end, windowEnd) > 0) continue;
    slots.push({ key: `${rule.id}/${day}T${timeOfDay(minute)}`, day, start, end });
  }
  return slots;
}

function timeAt(minutes: number): Temporal.PlainTime {
  return Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
}

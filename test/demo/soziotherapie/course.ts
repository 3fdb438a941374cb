import { dayInBerlin } from '#kernel/time.ts';
import type { Day } from '#rooms/soziotherapie/rules/calendar.ts';
import { chance } from '../../../bench/lib/random.ts';
import type { Told } from './told.ts';

/** A visit as it will be written: wall-clock times of a day, and whether it took place. */
export interface Visit {
  day: Day;
  start: string;
  end: string;
  minutes: number;
  state: 'done' | 'no-show' | 'cancelled' | 'planned';
  late: boolean;
  undone: boolean;
  group: boolean;
  /** Sessions of one group meeting share it. */
  meeting?: string;
}

/** Times of a helper's day; who comes once a week has a time of her own, extra visits take the last two. */
const TIMES = ['08:30', '10:15', '13:00'] as const;
const EXTRA = ['14:45', '16:30'] as const;
export const GROUP_TIME = '18:00';

export interface Calendar {
  today: Day;
  weekday: number;
}
export const calendarOf = (now: Temporal.Instant): Calendar => {
  const today = dayInBerlin(now);
  return { today: today.toString(), weekday: today.dayOfWeek };
};

export const dayAt = ({ today }: Calendar, offset: number): Day => Temporal.PlainDate.from(today).add({ days: offset }).toString();
/** Letters and forms are written from Monday to Friday. */
export function workdayAt(calendar: Calendar, offset: number): Day {
  const date = Temporal.PlainDate.from(dayAt(calendar, offset));
  return (date.dayOfWeek > 5 ? date.subtract({ days: date.dayOfWeek - 5 }) : date).toString();
}

const endOf = (start: string, minutes: number) => Temporal.PlainTime.from(start).add({ minutes }).toString({ smallestUnit: 'minute' });
const visit = (day: Day, start: string, minutes: number, state: Visit['state'], more: Partial<Visit> = {}): Visit => ({
  day,
  start: `${day}T${start}`,
  end: `${day}T${endOf(start, minutes)}`,
  minutes,
  state,
  late: false,
  undone: false,
  group: false,
  ...more,
});

/** Weekday and time of the client who is the n-th of her helper. */
const slotOf = (nth: number) => ({ weekday: 1 + (nth % 5), start: TIMES[Math.floor(nth / 5) % TIMES.length] ?? TIMES[0] });

/** All visits of a client until today, and the planned ones of the next four weeks. */
export function visitsOf(told: Told, nth: number, calendar: Calendar): Visit[] {
  const { next } = chance(1000 + nth * 31 + told.family.length);
  const { weekday, start } = slotOf(nth);
  const shift = (weekday - calendar.weekday + 7) % 7;
  const done = told.visits.flatMap(({ from, to, every, minutes, count = Number.POSITIVE_INFINITY }) => {
    const list: Visit[] = [];
    let first = Math.ceil((from - shift) / 7) * 7 + shift;
    for (; first <= to && list.length < count; first += every) {
      const missed = count === Number.POSITIVE_INFINITY ? next() : 1;
      const state = missed < 0.05 ? 'no-show' : missed < 0.08 ? 'cancelled' : 'done';
      list.push(visit(dayAt(calendar, first), start, minutes[list.length % minutes.length] ?? 60, state));
    }
    return list;
  });
  const single = (told.single ?? []).map(({ day, start: at, minutes, late, undone }) =>
    visit(dayAt(calendar, day), at, minutes, 'done', { late: late ?? false, undone: undone ?? false }),
  );
  return [...done, ...single].sort((one, other) => (one.start < other.start ? -1 : 1));
}

/** Visits that are agreed for the next four weeks, at the client's own time. */
export function plannedOf(told: Told, nth: number, calendar: Calendar): Visit[] {
  if (!['ACTIVE', 'TRIAL', 'REFERRED'].includes(told.state) || told.helper === null || told.visits.length === 0) return [];
  const { weekday, start } = slotOf(nth);
  const shift = (weekday - calendar.weekday + 7) % 7;
  const every = told.visits.at(-1)?.every ?? 7;
  return [0, every, 2 * every, 3 * every]
    .filter((add) => shift + add < 28)
    .map((add) => visit(dayAt(calendar, shift + add), start, 60, 'planned'));
}

/** So that every helper has somebody to see today, also on a Sunday: visits at the times that are nobody's own. */
export const extraToday = (calendar: Calendar, at: 0 | 1): Visit => visit(calendar.today, EXTRA[at], 60, 'planned');
export { visit };

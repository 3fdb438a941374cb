import { addDays, type Day, daysFrom } from './calendar.ts';
import type { Window } from './ledger.ts';

/** A time in which no session took place for a reason that is known, both days inclusive; null: goes on. */
export interface Pause {
  from: Day;
  to: Day | null;
  reason: 'hospital' | 'vacation' | 'unreachable' | 'other';
}

export interface ForecastQuestion {
  today: Day;
  /** The Krankheitsfall of today. */
  window: Window;
  /** Own minutes by day, corrections among them; units of other practices are no pace of ours. */
  entries: readonly { day: Day; minutes: number }[];
  pauses: readonly Pause[];
  capMinutes: number;
}

export interface Forecast {
  remainingMinutes: number;
  /** Minutes of the days below, without pauses. */
  paceMinutes: number;
  /** Days that the pace is taken from: 56, or fewer where the accompaniment is younger. */
  paceDays: number;
  /** Hundredths of a unit a week, rounded half up; null: too early to say, or nothing took place. */
  paceHundredths: number | null;
  /** The day on which the contingent is empty at this pace; null: it lasts to the end, or no pace is known. */
  emptyOn: Day | null;
  /** Days without hours between that day and the end. */
  daysWithout: number;
  /** Minutes that lapse at the end at this pace; null: no pace is known. */
  lapsingMinutes: number | null;
  /** Hundredths of a unit a week that last to the last day, rounded down so that they really do; null: nothing is left. */
  lastingHundredths: number | null;
  pausedNow: boolean;
}

const PACE_DAYS = 56;
/** Below it one visit more or less turns the forecast upside down. */
const LEAST_DAYS = 14;

const rests = (pauses: readonly Pause[], day: Day) => pauses.some(({ from, to }) => from <= day && (to === null || day <= to));

/** The last 56 days that were no pause, latest first; never before the window. */
function paceDaysOf({ today, window, pauses }: ForecastQuestion): Set<Day> {
  const days = new Set<Day>();
  for (let day = today; day >= window.start && days.size < PACE_DAYS; day = addDays(day, -1)) if (!rests(pauses, day)) days.add(day);
  return days;
}

/**
 * How long the contingent lasts: the pace is what was delivered in the last 8 weeks, pauses left out; it goes on as it was. A
 * reckoning for planning and no rule of law; the end of the window is R2.
 */
export function forecast(question: ForecastQuestion): Forecast {
  const { today, window, entries, capMinutes } = question;
  const remainingMinutes = Math.max(0, capMinutes - window.usedMinutes);
  const days = paceDaysOf(question);
  const paceDays = days.size;
  const paceMinutes = entries.filter(({ day }) => days.has(day)).reduce((sum, { minutes }) => sum + minutes, 0);
  const known = paceDays >= LEAST_DAYS && paceMinutes > 0;
  const daysLeft = Math.max(0, daysFrom(today, window.end));
  const needed = known ? Math.ceil((remainingMinutes * paceDays) / paceMinutes) : null;
  const early = needed !== null && needed < daysLeft;
  return {
    remainingMinutes,
    paceMinutes,
    paceDays,
    paceHundredths: known ? Math.floor((paceMinutes * 7 * 100 * 2 + paceDays * 60) / (2 * paceDays * 60)) : null,
    emptyOn: early ? addDays(today, needed) : null,
    daysWithout: early ? daysLeft - needed : 0,
    lapsingMinutes: known ? Math.max(0, remainingMinutes - Math.floor((daysLeft * paceMinutes) / paceDays)) : null,
    lastingHundredths: remainingMinutes > 0 && daysLeft > 0 ? Math.floor((remainingMinutes * 7 * 100) / (60 * daysLeft)) : null,
    pausedNow: rests(question.pauses, today),
  };
}

/**
 * What was left at the end of each day on which something changed, from the full contingent on the first day to today. What counts into
 * the window from before its first day is taken off on that day.
 */
export function burnDown(
  window: Window & { countsFrom?: Day | null },
  entries: readonly { day: Day; minutes: number }[],
  capMinutes: number,
  today: Day,
): { day: Day; leftMinutes: number }[] {
  const byDay = new Map<Day, number>();
  const from = window.countsFrom ?? window.start;
  for (const one of entries) {
    if (one.day < from || one.day > window.end) continue;
    const day = one.day < window.start ? window.start : one.day;
    byDay.set(day, (byDay.get(day) ?? 0) + one.minutes);
  }
  const points = [{ day: window.start, leftMinutes: capMinutes }];
  let left = capMinutes;
  for (const day of [...byDay.keys()].sort()) {
    const minutes = byDay.get(day) ?? 0;
    if (minutes === 0) continue;
    left -= minutes;
    points.push({ day, leftMinutes: left });
  }
  const end = today < window.end ? today : window.end;
  return (points.at(-1)?.day ?? end) < end ? [...points, { day: end, leftMinutes: left }] : points;
}

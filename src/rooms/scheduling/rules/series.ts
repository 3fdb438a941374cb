import { BERLIN, berlinInstant, minutesOfDay } from '#kernel/time.ts';
import { findOverlap, type Interval } from './overlap.ts';

export const SERIES_RHYTHMS = ['weekly', 'fortnightly', 'twice-weekly', 'four-weekly'] as const;
export type SeriesRhythm = (typeof SERIES_RHYTHMS)[number];
export const SERIES_KINDS = ['TRIAL', 'THERAPY', 'GROUP'] as const;
export type SeriesKind = (typeof SERIES_KINDS)[number];
/** What stands in the way of one date of a series; `outside`: begun already, after the end of the place, further than can be planned, or a time that the spring night leaves out. */
export const SERIES_VERDICTS = ['free', 'holiday', 'absent', 'overlap', 'outside'] as const;
export type SeriesVerdict = (typeof SERIES_VERDICTS)[number];

/** As many sessions as one approval usually covers, and as far ahead as weekly times can be planned. */
export const SERIES_LIMITS = { most: 60, daysAhead: 800 } as const;

const DAYS_BETWEEN = { weekly: 7, fortnightly: 14, 'twice-weekly': 7, 'four-weekly': 28 } as const satisfies Record<SeriesRhythm, number>;

/** Several sessions as a therapist says them: "from Thursday, 5 March, 17:30, every second week, ten times". Times are those of a clock in Berlin. */
export interface SeriesPlan {
  rhythm: SeriesRhythm;
  firstDay: Temporal.PlainDate;
  /** "HH:MM" */
  time: string;
  minutes: number;
  count: number;
  /** The other day of the week where there are two: 1 = Monday … 7 = Sunday. */
  second?: { weekday: number; time: string } | null;
}

/** One date of a series before anybody has looked at the calendar. */
export interface PlannedSession extends Interval {
  day: Temporal.PlainDate;
  /** False where the spring night leaves this time out. */
  exists: boolean;
}

/**
 * The dates of a series in order. The rhythm counts calendar days from the first one, never week numbers, so that a week 53 shifts
 * nothing; the time on the clock stays when the clocks change, and each session lasts its minutes of real time.
 * @throws RangeError for a count that is none and times that are none
 */
export function planSeries(plan: SeriesPlan): PlannedSession[] {
  if (!(Number.isInteger(plan.count) && plan.count >= 1)) throw new RangeError(`not a number of sessions: ${plan.count}`);
  const step = DAYS_BETWEEN[plan.rhythm];
  const other = plan.rhythm === 'twice-weekly' ? plan.second : null;
  const sessions: PlannedSession[] = [];
  for (let round = 0; sessions.length < plan.count; round += 1) {
    const day = plan.firstDay.add({ days: round * step });
    sessions.push(sessionOn(day, plan.time, plan.minutes));
    if (other) {
      const after = (other.weekday - day.dayOfWeek + 7) % 7;
      sessions.push(sessionOn(day.add({ days: after }), other.time, plan.minutes));
    }
  }
  return sessions.sort(byStart).slice(0, plan.count);
}

const byStart = (one: Interval, other: Interval) => Temporal.Instant.compare(one.start, other.start);

/** A session of so many minutes at a time on a Berlin clock. */
export function sessionOn(day: Temporal.PlainDate, time: string, minutes: number): PlannedSession {
  const minute = minutesOfDay(time);
  const clock = Temporal.PlainTime.from({ hour: Math.floor(minute / 60) % 24, minute: minute % 60 });
  const start = berlinInstant(day, clock);
  const exists = start.toZonedDateTimeISO(BERLIN).toPlainTime().equals(clock);
  return { day, start, end: start.add({ minutes }), exists };
}

/** What is known of the calendars when dates are judged. */
export interface SeriesSurroundings {
  now: Temporal.Instant;
  /** The name of the public holiday at the practice's location. */
  holidayOn: (day: Temporal.PlainDate) => string | undefined;
  absences: readonly Interval[];
  /** Own promises, and own times that are held, booked or given elsewhere. */
  own: readonly Interval[];
  /** Other appointments of the client. */
  client: readonly Interval[];
  /** Own free times that the series would use up. */
  free: readonly Interval[];
  /** Last day of the place behind the sessions; null: no end. */
  until: Temporal.PlainDate | null;
}

/** One date with what was found. */
export interface JudgedSession extends PlannedSession {
  verdict: SeriesVerdict;
  holiday: string | null;
  /** Whose other appointment stands there. */
  overlapOf: 'own' | 'client' | null;
  /** So many own free times go, because they share a moment with it. */
  usesFree: number;
  /** The nearest other day of the same week at the same time that is free; null where there is none or none is needed. */
  suggestion: PlannedSession | null;
}

/** Looks at every date before anything is saved: the first of outside, absent, overlap and holiday that holds. */
export function judgeSeries(sessions: readonly PlannedSession[], around: SeriesSurroundings): JudgedSession[] {
  const wanted = sessions.map(({ start, end }) => ({ start, end }));
  return sessions.map((session, index) => {
    const judged = judgeSession(session, around);
    const others = wanted.filter((_, other) => other !== index);
    return { ...judged, suggestion: judged.verdict === 'free' ? null : suggest(session, around, others) };
  });
}

/** One date alone, also one that was moved by hand. */
export function judgeSession(session: PlannedSession, around: SeriesSurroundings): JudgedSession {
  const holiday = around.holidayOn(session.day) ?? null;
  const overlapOf = findOverlap(session, around.own) ? 'own' : findOverlap(session, around.client) ? 'client' : null;
  const usesFree = around.free.filter((free) => findOverlap(session, [free])).length;
  const found = { ...session, holiday, overlapOf, usesFree, suggestion: null } as const;
  if (isOutside(session, around)) return { ...found, verdict: 'outside' };
  if (findOverlap(session, around.absences)) return { ...found, verdict: 'absent' };
  if (overlapOf) return { ...found, verdict: 'overlap' };
  return { ...found, verdict: holiday === null ? 'free' : 'holiday' };
}

function isOutside({ start, day, exists }: PlannedSession, { now, until }: SeriesSurroundings): boolean {
  if (!exists || Temporal.Instant.compare(start, now) <= 0) return true;
  if (until !== null && Temporal.PlainDate.compare(day, until) > 0) return true;
  return now.toZonedDateTimeISO(BERLIN).toPlainDate().until(day).days > SERIES_LIMITS.daysAhead;
}

/** Monday to Friday of the same week, the nearest day first, later before earlier. */
function suggest(session: PlannedSession, around: SeriesSurroundings, others: readonly Interval[]): PlannedSession | null {
  const monday = session.day.subtract({ days: session.day.dayOfWeek - 1 });
  const start = session.start.toZonedDateTimeISO(BERLIN);
  const time = start.toPlainTime().toString({ smallestUnit: 'minute' });
  const minutes = session.start.until(session.end).total('minutes');
  const distance = (day: Temporal.PlainDate) => session.day.until(day).days;
  const near = (one: Temporal.PlainDate, other: Temporal.PlainDate) =>
    Math.abs(distance(one)) - Math.abs(distance(other)) || distance(other) - distance(one);
  const days = [0, 1, 2, 3, 4].map((days) => monday.add({ days })).filter((day) => !day.equals(session.day));
  const busy = { ...around, own: [...around.own, ...others] };
  const found = days.sort(near).map((day) => sessionOn(day, time, minutes));
  return found.find((one) => judgeSession(one, busy).verdict === 'free') ?? null;
}

/** Whether chosen dates may be saved: a holiday may be worked on where somebody chose it knowingly, nothing else is set aside. */
export function maySave({ verdict }: JudgedSession): boolean {
  return verdict === 'free' || verdict === 'holiday';
}

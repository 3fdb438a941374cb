import { type Decision, no, yes } from './decision.ts';

export type TypedDateFault = 'date-empty' | 'date-unreadable' | 'date-impossible' | 'time-unreadable';

export interface TypedDate {
  date: Temporal.PlainDate;
  /** Null where only a day was said. */
  time: Temporal.PlainTime | null;
}

/** Weekdays as people begin them, German and English; the position is the ISO weekday minus one. */
const WEEKDAYS = [
  /^(mo|mon|montag|monday)$/,
  /^(di|die|dienstag|tue|tues|tuesday)$/,
  /^(mi|mit|mittwoch|wed|wednesday)$/,
  /^(do|don|donnerstag|thu|thur|thurs|thursday)$/,
  /^(fr|fre|fri|freitag|friday)$/,
  /^(sa|sam|sat|samstag|sonnabend|saturday)$/,
  /^(so|son|sun|sonntag|sunday)$/,
];

const DAYS_AHEAD: Record<string, number> = {
  heute: 0,
  today: 0,
  morgen: 1,
  tomorrow: 1,
  übermorgen: 2,
  uebermorgen: 2,
  gestern: -1,
  yesterday: -1,
  vorgestern: -2,
};

const MONTHS = [
  /^(jan|januar|jänner|january)$/,
  /^(feb|februar|february)$/,
  /^(mär|mrz|märz|maerz|mar|march)$/,
  /^(apr|april)$/,
  /^(mai|may)$/,
  /^(jun|juni|june)$/,
  /^(jul|juli|july)$/,
  /^(aug|august)$/,
  /^(sep|sept|september)$/,
  /^(okt|oct|oktober|october)$/,
  /^(nov|november)$/,
  /^(dez|dec|dezember|december)$/,
];

/**
 * Reads a day, and a time if there is one, as people say it: "3.4.", "3.4.27", "03.04.2027", "030427", "2027-04-03", "morgen",
 * "Mo 14:30", "in 2 Wochen", "+3", "5. März um 9 Uhr".
 * A day without a year is the nearest one that fits `lean`; a year of two digits is the nearest century that fits.
 * A weekday alone is the next one to come (today counts), or with `lean: 'past'` the last one.
 * @param today the day in Berlin on which it is said
 */
export function readTypedDate(
  text: string,
  today: Temporal.PlainDate,
  lean: 'future' | 'past' = 'future',
): Decision<TypedDate, TypedDateFault> {
  const said = text.trim().toLowerCase().replace(/\s+/g, ' ');
  if (said === '') return no('date-empty');
  const clock = takeTime(said);
  if (clock === 'wrong') return no('time-unreadable');
  const day = readDay(clock.rest, today, lean);
  if (day === 'unreadable') return no('date-unreadable');
  if (day === 'impossible') return no('date-impossible');
  return yes({ date: day, time: clock.time });
}

/** Takes "14:30", "14.30 uhr", "um 9 uhr", "9h" off the end of what was said. */
function takeTime(said: string): { rest: string; time: Temporal.PlainTime | null } | 'wrong' {
  const match =
    /^(.*?)[, ]*(?:\b(?:um|ab|at) )?\b(\d{1,2}):(\d{2})(?: ?(?:uhr|h))?$/.exec(said) ??
    /^(.*?)[, ]*(?:\b(?:um|ab|at) )?\b(\d{1,2})(?:[.](\d{2}))? ?(?:uhr|h)$/.exec(said) ??
    /^(.*?)[, ]*\b(?:um|ab|at) (\d{1,2})()$/.exec(said);
  if (!match) return { rest: said, time: null };
  const [hour, minute] = [Number(match[2]), Number(match[3] ?? 0)];
  if (hour > 23 || minute > 59) return 'wrong';
  return { rest: (match[1] ?? '').trim(), time: Temporal.PlainTime.from({ hour, minute }) };
}

function readDay(said: string, today: Temporal.PlainDate, lean: 'future' | 'past'): Temporal.PlainDate | 'unreadable' | 'impossible' {
  if (said === '') return today;
  const ahead = DAYS_AHEAD[said];
  if (ahead !== undefined) return today.add({ days: ahead });
  const counted = /^(?:in )?([+-]?)(\d{1,3}) ?(|t|tage?n?|days?|w|wochen?|weeks?|monate?n?|months?)$/.exec(said);
  if (counted && (counted[1] || counted[3])) return today.add(spanOf(counted[1] ?? '', Number(counted[2]), counted[3] ?? ''));
  const weekday = /^(?:(?:am|nächsten?|kommenden?|next|on) )?([a-zä]+)\.?,?(?: (.+))?$/.exec(said);
  const index = weekday ? WEEKDAYS.findIndex((pattern) => pattern.test(weekday[1] ?? '')) : -1;
  // "Mi 03.04.2027": the date counts, the weekday is only how one says it.
  if (index >= 0 && weekday?.[2]) return readDay(weekday[2], today, lean);
  if (index >= 0) return nearestWeekday(index + 1, today, lean);
  return readNumbers(said, today, lean);
}

function spanOf(sign: string, count: number, unit: string): Temporal.DurationLike {
  const amount = sign === '-' ? -count : count;
  if (unit.startsWith('w')) return { weeks: amount };
  if (unit.startsWith('m')) return { months: amount };
  return { days: amount };
}

function nearestWeekday(weekday: number, today: Temporal.PlainDate, lean: 'future' | 'past'): Temporal.PlainDate {
  const forward = (weekday - today.dayOfWeek + 7) % 7;
  return today.add({ days: lean === 'future' ? forward : forward === 0 ? 0 : forward - 7 });
}

function readNumbers(said: string, today: Temporal.PlainDate, lean: 'future' | 'past'): Temporal.PlainDate | 'unreadable' | 'impossible' {
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(said);
  if (iso) return dateOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const named = /^(\d{1,2})\.? ?([a-zä]+)\.?(?: (\d{4}|\d{2}))?$/.exec(said);
  const month = named ? MONTHS.findIndex((pattern) => pattern.test(named[2] ?? '')) + 1 : 0;
  const numbered = /^(\d{1,2})[./ -]+(\d{1,2})(?:[./ -]+(\d{4}|\d{2})?)?$/.exec(said) ?? /^(\d{2})(\d{2})(\d{4}|\d{2})?$/.exec(said);
  const parts = named && month > 0 ? [named[1], String(month), named[3]] : numbered ? numbered.slice(1) : null;
  if (!parts) return 'unreadable';
  const [day, monthNumber, year] = [Number(parts[0]), Number(parts[1]), parts[2]];
  if (year?.length === 4) return dateOf(Number(year), monthNumber, day);
  if (year !== undefined) return ofShortYear(Number(year), monthNumber, day, today, lean);
  return withoutYear(monthNumber, day, today, lean);
}

function dateOf(year: number, month: number, day: number): Temporal.PlainDate | 'impossible' {
  try {
    return Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  } catch {
    return 'impossible';
  }
}

/** "93" is 1993 where the past is meant, "27" is 2027 where the future is. Planning never reaches back a century, births never ahead. */
function ofShortYear(year: number, month: number, day: number, today: Temporal.PlainDate, lean: 'future' | 'past') {
  const century = today.year - (today.year % 100);
  const near = dateOf(century + year, month, day);
  if (lean === 'past' && (near === 'impossible' || Temporal.PlainDate.compare(near, today) > 0)) {
    const before = dateOf(century - 100 + year, month, day);
    return before === 'impossible' ? near : before;
  }
  return near;
}

/** The nearest such day; 29 February looks up to eight years far (1896 to 1904 had none between). */
function withoutYear(month: number, day: number, today: Temporal.PlainDate, lean: 'future' | 'past'): Temporal.PlainDate | 'impossible' {
  for (let step = 0; step <= 8; step += 1) {
    const found = dateOf(today.year + (lean === 'future' ? step : -step), month, day);
    if (found === 'impossible') continue;
    const order = Temporal.PlainDate.compare(found, today);
    if (order === 0 || (lean === 'future' ? order > 0 : order < 0)) return found;
  }
  return 'impossible';
}

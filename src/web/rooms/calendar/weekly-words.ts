import { minutesOfDay, timeOfDay, type Weekday } from '#kernel/time.ts';
import { means } from '#rooms/scheduling/rules/weekly.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import type { WeeklyTime } from './data.ts';

export type WeeklyFields = Omit<WeeklyTime, 'id' | 'version' | 'exceptions'>;

/** A weekly time in words. */
export function useRuleWords() {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  return {
    /** "Mi 14:00 bis 18:00" */
    when: (rule: WeeklyFields) => `${format.weekdayShort(rule.weekday)} ${rule.from} ${w.to} ${rule.to}`,
    /** "jede Woche, 50 Min, Probesitzung" */
    what: (rule: WeeklyFields) =>
      [
        w.rhythms[rule.rhythm],
        w.minutes(rule.slotMinutes) + (rule.breakMinutes > 0 ? ` + ${rule.breakMinutes}` : ''),
        rule.kinds.map((kind) => c.slotKind[kind]).join(', '),
        c.modality[rule.modality],
      ].join(' · '),
  };
}

/** The beginnings of the slots on one day: a slot, its break, the next slot, as long as they fit. */
export function timesOf({ from, to, slotMinutes, breakMinutes }: WeeklyFields): string[] {
  if (!(slotMinutes >= 10) || !(breakMinutes >= 0)) return [];
  const [start, end] = [minutesOfDay(from), minutesOfDay(to)];
  const times: string[] = [];
  for (let minute = start; minute + slotMinutes <= end; minute += slotMinutes + breakMinutes) times.push(timeOfDay(minute));
  return times;
}

/** The next days that a rule means, holidays not yet looked at. */
export function nextDaysOf(rule: WeeklyFields, today: Temporal.PlainDate, count: number): Temporal.PlainDate[] {
  const asRule = {
    ...rule,
    id: '',
    weekday: rule.weekday as Weekday,
    validFrom: Temporal.PlainDate.from(rule.validFrom),
    validTo: rule.validTo ? Temporal.PlainDate.from(rule.validTo) : null,
  };
  const begin = Temporal.PlainDate.compare(today, asRule.validFrom) > 0 ? today : asRule.validFrom;
  const found: Temporal.PlainDate[] = [];
  // An odd-week rule may skip two weeks around a week 53, hence the margin.
  for (
    let day = begin;
    found.length < count && Temporal.PlainDate.compare(day, begin.add({ weeks: 3 * count })) < 0;
    day = day.add({ days: 1 })
  )
    if (means(asRule, day)) found.push(day);
  return found;
}

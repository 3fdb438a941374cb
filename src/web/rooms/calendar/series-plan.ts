import type { z } from 'zod';
import type * as scheduling from '#rooms/scheduling/contract.ts';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import type { SeriesKind, SeriesRhythm } from '#rooms/scheduling/rules/series.ts';
import { instantOfWall } from './wall.ts';

/** What stands in the form of a series, as it is typed. */
export interface PlanForm {
  kind: SeriesKind;
  rhythm: SeriesRhythm;
  firstDay: string | null;
  time: string | null;
  secondDay: string;
  secondTime: string | null;
  minutes: string;
  count: string;
}

export type Judged = z.output<typeof scheduling.previewSeries.answer>['dates'][number];
/** What happens with one date: it is made, left out, or made at another time, the suggested one or one that was typed. */
export type Choice = 'take' | 'skip' | { movedTo: string } | { typed: { day: string | null; time: string | null } };

/** The instant that was typed for a date; null while it is not whole. */
export const typedInstant = (choice: Choice | undefined): string | null =>
  typeof choice === 'object' && 'typed' in choice && choice.typed.day && choice.typed.time
    ? instantOfWall(`${choice.typed.day}T${choice.typed.time}`)
    : null;

/** Every instant that was typed, for the server to judge. */
export const typedDates = (choices: ReadonlyMap<string, Choice>): string[] =>
  [...new Set([...choices.values()].map(typedInstant).filter((at) => at !== null))].sort();

const whole = (text: string, low: number, high: number) => {
  const value = Number(text);
  return Number.isInteger(value) && value >= low && value <= high ? value : null;
};
export const countOf = (form: PlanForm) => whole(form.count, 1, 60);
export const minutesOf = (form: PlanForm) => whole(form.minutes, 10, 240);

/** The wish for the wire; null while something is missing. */
export function planOf(form: PlanForm) {
  const [count, minutes] = [countOf(form), minutesOf(form)];
  const { kind, rhythm, firstDay, time } = form;
  if (!firstDay || !time || !count || !minutes) return null;
  const second = rhythm === 'twice-weekly' ? form.secondTime && { weekday: Number(form.secondDay), time: form.secondTime } : null;
  if (rhythm === 'twice-weekly' && !second) return null;
  return { kind, rhythm, firstDay, time, count, minutes, ...(second ? { second } : {}) };
}

/** What is proposed for each date: the free ones are made, the others left out until somebody says otherwise. */
export const proposed = (date: Judged): Choice => (date.verdict === 'free' ? 'take' : 'skip');

/** The instants that are to be made, in order; a typed one only where nothing stands in its way. */
export function chosenDates(dates: readonly Judged[], choices: ReadonlyMap<string, Choice>, moved: readonly Judged[] = []): string[] {
  const chosen = dates.flatMap((date) => {
    const choice = choices.get(date.startsAt) ?? proposed(date);
    if (choice === 'skip') return [];
    if (choice === 'take') return [date.startsAt];
    if ('movedTo' in choice) return [choice.movedTo];
    const at = typedInstant(choice);
    const verdict = moved.find(({ startsAt }) => startsAt === at)?.verdict;
    return at && (verdict === 'free' || verdict === 'holiday') ? [at] : [];
  });
  return [...new Set(chosen)].sort();
}

/** How a series begins where somebody asks for one: the same day and time a week after the appointment she looks at. */
export function firstForm(appointment: Appointment, format: { clock: (at: string) => string }, zone: string): PlanForm {
  const start = Temporal.Instant.from(appointment.startsAt).toZonedDateTimeISO(zone);
  const kind = appointment.kind === 'THERAPY' || appointment.kind === 'GROUP' ? appointment.kind : 'TRIAL';
  const today = Temporal.Now.zonedDateTimeISO(zone).toPlainDate();
  let day = start.toPlainDate().add({ days: 7 });
  while (Temporal.PlainDate.compare(day, today) <= 0) day = day.add({ days: 7 });
  const minutes = Temporal.Instant.from(appointment.startsAt).until(Temporal.Instant.from(appointment.endsAt)).total('minutes');
  return {
    kind,
    rhythm: 'weekly',
    firstDay: day.toString(),
    time: format.clock(appointment.startsAt),
    secondDay: String(day.dayOfWeek === 4 ? 1 : Math.min(day.dayOfWeek + 2, 5)),
    secondTime: format.clock(appointment.startsAt),
    minutes: String(minutes),
    count: kind === 'TRIAL' ? '3' : '10',
  };
}

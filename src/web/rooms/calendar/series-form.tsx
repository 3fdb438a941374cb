import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { SERIES_KINDS, SERIES_RHYTHMS } from '#rooms/scheduling/rules/series.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { DateField, Segments, SelectField, TextField } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { Fault } from './fault.tsx';
import { SeriesDates } from './series-dates.tsx';
import { type Choice, chosenDates, countOf, firstForm, minutesOf, type PlanForm, planOf, typedDates } from './series-plan.ts';
import { TimeField } from './time-field.tsx';

export interface SeriesWish {
  plan: NonNullable<ReturnType<typeof planOf>>;
  dates: string[];
}

/** The plan of a series with its preview; used to make one, and to change the rest of one. */
export function useSeriesForm(
  appointment: Appointment,
  start: Partial<PlanForm>,
  replaces?: { seriesId: string; fromAppointmentId: string },
) {
  const format = useFormat();
  const [form, setForm] = useState<PlanForm>(() => ({ ...firstForm(appointment, format, format.zone), ...start }));
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const plan = planOf(form);
  const typed = typedDates(choices);
  const preview = useQuery({
    queryKey: ['scheduling', 'series-preview', appointment.id, plan, replaces, typed],
    queryFn: ({ signal }) => {
      if (!plan) throw new Error('no plan');
      return call(scheduling.previewSeries, {
        params: { id: appointment.id },
        body: { ...plan, ...(replaces ? { replaces } : {}), dates: typed },
        signal,
      });
    },
    enabled: plan !== null,
    placeholderData: keepPreviousData,
  });
  const dates = plan && preview.data ? preview.data.dates : [];
  const moved = plan && preview.data ? preview.data.moved : [];
  const chosen = chosenDates(dates, choices, moved);
  const wish: SeriesWish | null = plan && chosen.length > 0 && !preview.isPlaceholderData ? { plan, dates: chosen } : null;
  return {
    form,
    set: (part: Partial<PlanForm>) => setForm((before) => ({ ...before, ...part })),
    dates,
    moved,
    choices,
    choose: (startsAt: string, choice: Choice) => setChoices((before) => new Map([...before, [startsAt, choice]])),
    chosen,
    wish,
    error: plan ? preview.error : null,
  };
}
type SeriesFormState = ReturnType<typeof useSeriesForm>;

export function SeriesFields({ state, count = true }: { state: SeriesFormState; count?: boolean }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const p = useWords(problems);
  const format = useFormat();
  const { form, set, error } = state;
  const wrong = error ? problemOf(error) : null;
  return (
    <>
      <Fault text={wrong && !wrong.body.errors?.length ? wrong.sentence(p) : null} />
      <Segments
        label={w.series.kind}
        choices={SERIES_KINDS.map((value) => ({ value, label: c.slotKind[value] }))}
        value={form.kind}
        onChange={(kind) => set({ kind })}
      />
      <SelectField
        label={w.series.rhythm}
        choices={SERIES_RHYTHMS.map((value) => ({ value, label: w.series.rhythms[value] }))}
        value={form.rhythm}
        onChange={(rhythm) => rhythm && set({ rhythm })}
      />
      <div className="two">
        <DateField
          label={w.series.firstDay}
          value={form.firstDay}
          onChange={(firstDay) => set({ firstDay })}
          error={wrong?.at('/firstDay', p)}
        />
        <TimeField label={w.series.time} value={form.time} onChange={(time) => set({ time })} error={wrong?.at('/time', p)} />
      </div>
      {form.rhythm === 'twice-weekly' && (
        <div className="two">
          <SelectField
            label={w.series.secondDay}
            choices={[1, 2, 3, 4, 5, 6, 7].map((day) => ({ value: String(day), label: format.weekdayName(day) }))}
            value={form.secondDay}
            onChange={(secondDay) => secondDay && set({ secondDay })}
          />
          <TimeField label={w.series.secondTime} value={form.secondTime} onChange={(secondTime) => set({ secondTime })} />
        </div>
      )}
      <div className="two">
        {count && (
          <TextField
            label={w.series.count}
            inputMode="numeric"
            figures
            value={form.count}
            onChange={(text) => set({ count: text })}
            error={form.count !== '' && countOf(form) === null ? w.series.countFault : undefined}
          />
        )}
        <TextField
          label={w.series.minutes}
          inputMode="numeric"
          figures
          value={form.minutes}
          onChange={(minutes) => set({ minutes })}
          error={minutesOf(form) === null ? w.lengthFault : undefined}
        />
      </div>
      <SeriesDates dates={state.dates} moved={state.moved} choices={state.choices} chosen={state.chosen.length} onChoose={state.choose} />
    </>
  );
}

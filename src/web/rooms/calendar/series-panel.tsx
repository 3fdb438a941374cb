import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { Appointment, Series } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { MOVED_BY, type MovedBy } from '#rooms/scheduling/rules/outcome.ts';
import { call } from '../../call.ts';
import { announce, Button, Dialog, Segments, SidePanel, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { useAct } from './data.ts';
import { Fault } from './fault.tsx';
import { useNow } from './now.ts';
import { OUTCOME_TONES, outcomeNow } from './outcome.ts';
import { usePanel } from './panel.tsx';
import { SeriesFields, useSeriesForm } from './series-form.tsx';
import { useItemWords } from './week-words.ts';

const toPlan = (what: string) => [
  { what, go: () => [...document.querySelectorAll<HTMLInputElement>('.panel input.input')].find((one) => !one.value)?.focus() },
];

/** Several appointments at once for somebody who has one here. */
export function NewSeries({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const say = useItemWords();
  const panel = usePanel();
  const { act, fault } = useAct();
  const state = useSeriesForm(appointment, {});
  const make = async () => {
    const { wish } = state;
    if (!wish) return;
    const body = { ...wish.plan, dates: wish.dates };
    const done = await act(() => call(scheduling.makeSeries, { params: { id: appointment.id }, body }));
    if (!done) return;
    announce(w.series.made(done.made));
    panel.close();
  };
  return (
    <SidePanel
      title={w.series.title}
      onClose={panel.close}
      footer={
        <Button kind="main" missing={state.wish ? [] : toPlan(w.series.missingPlan)} onPress={make}>
          {w.series.make(state.chosen.length)}
        </Button>
      }
    >
      <p className="q">{w.series.lead(say.who(appointment))}</p>
      <Fault text={fault} />
      <SeriesFields state={state} />
    </SidePanel>
  );
}

const seriesQuery = (id: string) => ({
  queryKey: ['scheduling', 'series', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => call(scheduling.getSeries, { params: { id }, signal }),
});

const restOf = (series: Series, from: Appointment, now: Temporal.Instant) =>
  series.members.filter(
    ({ state, startsAt }) =>
      state === 'booked' && startsAt >= from.startsAt && Temporal.Instant.compare(Temporal.Instant.from(startsAt), now) > 0,
  );

/** A series as one: its members, and from one of them on another rhythm or its end. */
export function SeriesPanel({ appointment, onOpen }: { appointment: Appointment; onOpen: (member: Appointment) => void }) {
  const w = useWords(calendar);
  const format = useFormat();
  const now = useNow();
  const panel = usePanel();
  const say = useItemWords();
  const { data: series } = useQuery(seriesQuery(appointment.seriesId ?? ''));
  if (!series)
    return (
      <SidePanel title={w.series.show} onClose={panel.close}>
        {null}
      </SidePanel>
    );
  const rest = restOf(series, appointment, now);
  const kept = series.members.filter(({ state }) => state !== 'rebooked');
  return (
    <SidePanel title={w.appointmentTitle(say.who(appointment))} onClose={panel.close}>
      <p className="b">{w.series.members(w.series.rhythms[series.rhythm], kept.length)}</p>
      {series.endedAt && <p className="q">{w.series.ended(format.date(dayInBerlin(Temporal.Instant.from(series.endedAt))))}</p>}
      <ol className="plain series-members">
        {kept.map((member) => {
          const outcome = outcomeNow(member, now);
          return (
            <li key={member.id} aria-current={member.id === appointment.id || undefined}>
              <button type="button" className="link num" onClick={() => onOpen(member)}>
                {format.when(member.startsAt)}
              </button>
              <State tone={OUTCOME_TONES[outcome]}>{w.outcome[outcome]}</State>
            </li>
          );
        })}
      </ol>
      {rest.length > 0 && (
        <>
          <p className="b">{w.series.remaining(rest.length)}</p>
          <ChangeRest series={series} first={rest[0] ?? appointment} remaining={rest.length} />
          <EndRest series={series} first={rest[0] ?? appointment} remaining={rest.length} />
        </>
      )}
    </SidePanel>
  );
}

interface Rest {
  series: Series;
  first: Appointment;
  remaining: number;
}

function ChangeRest({ series, first, remaining }: Rest) {
  const w = useWords(calendar);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const [by, setBy] = useState<MovedBy>('client');
  const firstDay = dayInBerlin(Temporal.Instant.from(first.startsAt)).toString();
  const state = useSeriesForm(
    first,
    { rhythm: series.rhythm, firstDay, time: format.clock(first.startsAt), count: String(remaining) },
    { seriesId: series.id, fromAppointmentId: first.id },
  );
  const change = async () => {
    const { wish } = state;
    if (!wish) return;
    const body = { ...wish.plan, dates: wish.dates, fromAppointmentId: first.id, remaining, by };
    const done = await act(() => call(scheduling.changeSeries, { params: { id: series.id }, body }));
    if (!done) return;
    announce(w.series.changed);
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.series.changeRest}</summary>
      <div className="stack">
        <p className="q">{w.series.changeLead(remaining)}</p>
        <Segments
          label={w.movedByWhom}
          choices={MOVED_BY.map((value) => ({ value, label: w.movedBy[value] }))}
          value={by}
          onChange={setBy}
        />
        <SeriesFields state={state} />
        <Fault text={fault} />
        <div>
          <Button missing={state.wish ? [] : toPlan(w.series.missingPlan)} onPress={change}>
            {w.series.changeNow(state.chosen.length)}
          </Button>
        </div>
      </div>
    </details>
  );
}

const ENDERS = ['client', 'therapist'] as const;

function EndRest({ series, first, remaining }: Rest) {
  const w = useWords(calendar);
  const panel = usePanel();
  const { act, fault } = useAct();
  const [by, setBy] = useState<(typeof ENDERS)[number]>('client');
  const [asking, setAsking] = useState(false);
  const end = async () => {
    const body = { fromAppointmentId: first.id, remaining, by };
    const done = await act(() => call(scheduling.endSeries, { params: { id: series.id }, body }));
    setAsking(false);
    if (!done) return;
    announce(w.series.endDone(done.cancelled));
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.series.end}</summary>
      <div className="stack">
        <p className="q">{w.series.endLead(remaining)}</p>
        <Segments
          label={w.series.endBy}
          choices={ENDERS.map((value) => ({ value, label: w.series.endByWhom[value] }))}
          value={by}
          onChange={setBy}
        />
        <Fault text={fault} />
        <div>
          <Button onPress={() => setAsking(true)}>{w.series.endNow}</Button>
        </div>
      </div>
      {asking && (
        <Dialog
          question={w.series.endQuestion(remaining)}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.series.keep}</Button>
              <Button kind="main" onPress={end}>
                {w.series.endNow}
              </Button>
            </>
          }
        >
          <p>{w.series.endLead(remaining)}</p>
        </Dialog>
      )}
    </details>
  );
}

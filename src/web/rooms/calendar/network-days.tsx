import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { dayInBerlin } from '#kernel/time.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { problemOf } from '../../problem.ts';
import { Banner, Button, SelectField, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { DayListPaper, DayListTable } from './day-list.tsx';
import { useNarrow } from './narrow.ts';
import { NetworkAppointment } from './network-appointment.tsx';
import { useNow } from './now.ts';
import { OUTCOME_TONES, outcomeNow } from './outcome.ts';
import { usePanel } from './panel.tsx';
import { mondayOf } from './week.ts';

export type NetworkDays = z.output<typeof scheduling.networkDays.answer>;
export type NetworkAppointmentView = NetworkDays['appointments'][number];

const WORKING_DAYS = 5;
const MOST_FREE = 8; // free times named on a day; the rest is a number

/** First appointments and free times of the whole network, by day: to look, and from there to the request. */
export function NetworkWeek() {
  const w = useWords(calendar);
  const p = useWords(problems);
  const format = useFormat();
  const now = useNow();
  const narrow = useNarrow();
  const today = dayInBerlin(now);
  const home = today.dayOfWeek > WORKING_DAYS ? mondayOf(today).add({ weeks: 1 }) : today;
  const [day, setDay] = useState(home);
  const [view, setView] = useState<'week' | 'list'>('week');
  const [practitionerId, setPractitionerId] = useState<string | null>(null);
  const monday = mondayOf(day);
  const { data, error } = useQuery({
    queryKey: ['scheduling', 'network-days', monday.toString(), practitionerId],
    queryFn: ({ signal }) =>
      call(scheduling.networkDays, { query: { from: monday.toString(), days: 7, ...(practitionerId ? { practitionerId } : {}) }, signal }),
    placeholderData: keepPreviousData,
  });
  const single = narrow || view === 'list';
  const days = single
    ? [day]
    : Array.from({ length: data && busyOnWeekend(data, monday) ? 7 : WORKING_DAYS }, (_, index) => monday.add({ days: index }));
  const step = (forward: 1 | -1) => setDay(day.add(single ? { days: forward } : { weeks: forward }));
  return (
    <section className="card week-card network-card" aria-labelledby="h-network">
      <div className="head wrap">
        <h2 id="h-network">{single ? format.dayLong(day) : w.week(monday.weekOfYear ?? 0)}</h2>
        <span className="q s">{w.network.lead}</span>
        <span className="row end wrap week-tools">
          <Button small icon={ChevronLeft} label={single ? w.dayBack : w.back} onPress={() => step(-1)} />
          <Button small onPress={() => setDay(home)}>
            {w.today}
          </Button>
          <Button small icon={ChevronRight} label={single ? w.dayForward : w.forward} onPress={() => step(1)} />
          <Button small pressed={view === 'list'} onPress={() => setView(view === 'list' ? 'week' : 'list')}>
            {w.list.show}
          </Button>
          <DayListPaper whose="network" from={(single ? day : monday).toString()} days={single ? 1 : 7} />
        </span>
      </div>
      {error && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
      {view === 'list' ? (
        <DayListTable whose="network" day={day.toString()} />
      ) : (
        <>
          <div className="whose no-print" data-labels="left">
            <SelectField
              label={w.network.whose}
              empty={w.network.all}
              choices={(data?.practitioners ?? []).map(({ id, name, title }) => ({
                value: id,
                label: [title, name].filter(Boolean).join(' '),
              }))}
              value={practitionerId}
              onChange={setPractitionerId}
            />
          </div>
          {data && (
            <ol className="plain net-days" aria-label={w.network.grid}>
              {days.map((one) => (
                <Day key={one.toString()} day={one} data={data} today={one.equals(today)} />
              ))}
            </ol>
          )}
        </>
      )}
    </section>
  );
}

const dayOf = ({ startsAt }: { startsAt: string }) => dayInBerlin(Temporal.Instant.from(startsAt));

function busyOnWeekend({ appointments, slots }: NetworkDays, monday: Temporal.PlainDate): boolean {
  const saturday = monday.add({ days: WORKING_DAYS });
  return [...appointments, ...slots].some((one) => Temporal.PlainDate.compare(dayOf(one), saturday) >= 0);
}

function Day({ day, data, today }: { day: Temporal.PlainDate; data: NetworkDays; today: boolean }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const now = useNow();
  const panel = usePanel();
  const names = new Map(data.practitioners.map(({ id, name, title }) => [id, [title, name].filter(Boolean).join(' ')]));
  const appointments = data.appointments.filter((one) => dayOf(one).equals(day));
  const slots = data.slots.filter((one) => dayOf(one).equals(day));
  const free = slots.filter(({ state }) => state === 'free');
  const held = slots.filter(({ state }) => state === 'held');
  return (
    <li className={today ? 'today' : undefined}>
      <h3>
        {format.weekday(day)} <small className="num">{format.dayMonth(day)}</small>
      </h3>
      {appointments.length + slots.length === 0 && <p className="q s">{w.network.nothing}</p>}
      <ul className="plain">
        {appointments.map((one) => {
          const outcome = outcomeNow(one, now);
          const who = one.client?.initials ?? w.someone;
          const whom = names.get(one.practitionerId) ?? '';
          return (
            <li key={one.id} className="net-first">
              <button type="button" onClick={() => panel.show(<NetworkAppointment appointment={one} whom={whom} />)}>
                <b className="num">{format.clock(one.startsAt)}</b> <span className="b">{who}</span>
                <span className="s whom">{whom}</span>
                <span className="s q">{c.slotKind[one.kind]}</span>
                {outcome !== 'ahead' && <State tone={OUTCOME_TONES[outcome]}>{w.outcome[outcome]}</State>}
              </button>
            </li>
          );
        })}
        {held.map((one) => (
          <li key={one.id} className="net-held s">
            <b className="num">{format.clock(one.startsAt)}</b> {names.get(one.practitionerId)}
            <span className="q">{w.network.held(one.heldUntil ? format.clock(one.heldUntil) : '')}</span>
          </li>
        ))}
      </ul>
      {free.length > 0 && <FreeTimes slots={free} names={names} />}
    </li>
  );
}

/** Free times of a day: who and when; for what stands in the request's fit. */
function FreeTimes({ slots, names }: { slots: NetworkDays['slots']; names: ReadonlyMap<string, string> }) {
  const w = useWords(calendar);
  const format = useFormat();
  const line = (one: NetworkDays['slots'][number]) => (
    <li key={one.id}>
      <span className="num">{format.clock(one.startsAt)}</span> {names.get(one.practitionerId)}
    </li>
  );
  return (
    <div className="net-free s">
      <p className="b">{w.network.moreFree(slots.length)}</p>
      <ul className="plain">{slots.slice(0, MOST_FREE).map(line)}</ul>
      {slots.length > MOST_FREE && (
        <details>
          <summary>{w.network.furtherFree(slots.length - MOST_FREE)}</summary>
          <ul className="plain">{slots.slice(MOST_FREE).map(line)}</ul>
        </details>
      )}
    </div>
  );
}

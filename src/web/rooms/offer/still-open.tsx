import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Clock } from 'lucide-react';
import type { z } from 'zod';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import type { OwnPlace } from '#rooms/directory/contract.ts';
import * as directory from '#rooms/directory/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import type { Appointment } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import * as tasks from '#rooms/tasks/contract.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { announce, State } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type Allocation, type MyOffer, useAct, weekQuery } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { FeeDecision, FeeText } from '../calendar/fee-suggestion.tsx';
import { useNow } from '../calendar/now.ts';

/** Tasks that stand on this page already, as a question of their own. */
const SHOWN_ELSEWHERE = ['mark-appointment', 'fit-decision'];

/** "Noch offen": what only the therapist can answer, oldest first. */
export function StillOpen({ offer, allocations }: { offer: MyOffer; allocations: readonly Allocation[] }) {
  const w = useWords(offerWords).openThings;
  const now = useNow();
  const { data: week } = useQuery(weekQuery(dayInBerlin(now).toString(), 1));
  const { data: list } = useQuery({
    queryKey: ['tasks', 'open'],
    queryFn: ({ signal }) => call(tasks.listTasks, { query: { show: 'open' }, signal }),
  });
  const { data: owed } = useQuery({
    queryKey: ['placement', 'my-fees'],
    queryFn: ({ signal }) => call(placement.myFees, { signal }),
  });
  const toMark = week?.toMark ?? [];
  const fees = owed?.fees ?? [];
  const others = (list?.tasks ?? []).filter(({ kind }) => !SHOWN_ELSEWHERE.includes(kind));
  const asked = offer.questions.flatMap(({ kind, placeId }) => {
    const place = offer.places.find(({ id }) => id === placeId);
    return place && (kind === 'end-reached' || kind === 'interruption') ? [{ kind, place }] : [];
  });
  return (
    <section className="card" aria-labelledby="h-open">
      <h2 id="h-open">{w.title}</h2>
      {toMark.length + others.length + asked.length + fees.length === 0 && <p className="q s">{w.none}</p>}
      <ul className="plain open-things">
        {toMark.map((appointment) => (
          <MarkLine key={appointment.id} appointment={appointment} allocations={allocations} now={now} />
        ))}
        {fees.map((fee) => (
          <FeeLine key={fee.appointmentId} fee={fee} />
        ))}
        {asked.map(({ kind, place }) => (
          <PlaceLine key={`${kind} ${place.id}`} kind={kind} place={place} />
        ))}
        {others.map((task) => (
          <li key={task.id}>
            <Due at={task.dueAt} now={now} />
            <p>
              {w.tasks[task.kind] ?? w.task}
              {task.person && `: ${task.person}`}. <Link to={to.tasks()}>{w.toTasks}</Link>
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Due({ at, now }: { at: string; now: Temporal.Instant }) {
  const w = useWords(offerWords).openThings;
  const format = useFormat();
  const day = dayInBerlin(Temporal.Instant.from(at));
  const late = daysBetween(day, dayInBerlin(now));
  return late > 0 ? (
    <State tone="no">{w.since(late)}</State>
  ) : (
    <State tone="partly" icon={Clock}>
      {w.until(format.day(day))}
    </State>
  );
}

function MarkLine(props: { appointment: Appointment; allocations: readonly Allocation[]; now: Temporal.Instant }) {
  const { appointment, allocations, now } = props;
  const w = useWords(offerWords).openThings;
  const format = useFormat();
  const { act, fault } = useAct();
  const day = dayInBerlin(Temporal.Instant.from(appointment.startsAt));
  const known = allocations.find(({ requestId }) => requestId === appointment.requestId)?.person;
  const who = known || (appointment.client?.initials ?? '…');
  const mark = async (came: boolean) => {
    const step = came ? scheduling.markAttended : scheduling.markNoShow;
    const done = await act(() => call(step, { params: { id: appointment.id }, ifMatch: appointment.version }));
    if (done) announce(came ? w.markedCame : w.markedMissed);
  };
  return (
    <li>
      {appointment.mark === 'with-coordinator' ? (
        <State tone="no">{w.withCoordinator}</State>
      ) : (
        <State tone={appointment.mark === 'overdue' ? 'no' : 'partly'}>{w.since(daysBetween(day, dayInBerlin(now)))}</State>
      )}
      <p>{w.wasThere(who, format.day(day))}</p>
      <p className="row yes-no">
        <button type="button" className="link" onClick={() => void mark(true)}>
          {w.yes}
          <span className="vh">: {w.wasThere(who, format.day(day))}</span>
        </button>
        <span aria-hidden="true">·</span>
        <button type="button" className="link" onClick={() => void mark(false)}>
          {w.no}
          <span className="vh">: {w.wasThere(who, format.day(day))}</span>
        </button>
      </p>
      <Fault text={fault} />
    </li>
  );
}

type FeeOf = z.output<typeof placement.myFees.answer>['fees'][number];

function FeeLine({ fee }: { fee: FeeOf }) {
  const w = useWords(offerWords).openThings;
  const format = useFormat();
  const day = format.day(dayInBerlin(Temporal.Instant.from(fee.startsAt)));
  const about = fee.state === 'no_show' ? w.missedOn(fee.person, day) : w.lateOn(fee.person, day);
  return (
    <li>
      <p>{about}</p>
      <p className="s">
        <FeeText fee={fee} />
      </p>
      <FeeDecision appointmentId={fee.appointmentId} fee={fee} about={about} />
    </li>
  );
}

function PlaceLine({ kind, place }: { kind: 'end-reached' | 'interruption'; place: OwnPlace }) {
  const words = useWords(offerWords);
  const w = words.openThings;
  const { act, fault } = useAct();
  const who = place.client?.initials ?? '…';
  const at = { params: { id: place.id }, ifMatch: place.version };
  const ended = kind === 'end-reached';
  return (
    <li>
      <State tone="partly" icon={Clock}>
        {words.state[place.state]}
      </State>
      <p>{ended ? w.ended(who) : w.interrupted(who)}</p>
      <p className="row yes-no">
        <button
          type="button"
          className="link"
          onClick={() => void act(() => call(ended ? directory.confirmEnd : directory.endInterruption, at))}
        >
          {ended ? words.act.confirmEnd : words.act.endInterruption}
        </button>
        {ended && (
          <button type="button" className="link" onClick={() => void act(() => call(directory.extendTherapy, at))}>
            {words.act.extend}
          </button>
        )}
      </p>
      <Fault text={fault} />
    </li>
  );
}

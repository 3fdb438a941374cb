import { useQuery } from '@tanstack/react-query';
import { Repeat } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { type Appointment, CANCEL_REASONS } from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, Chips, Empty, Segments, SidePanel } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { AppointmentHead } from './appointment-head.tsx';
import { ClientCancelled } from './client-cancelled.tsx';
import { allocationsQuery, useAct, weekQuery } from './data.ts';
import { CameLate, NoteExcuse } from './excuse.tsx';
import { Fault } from './fault.tsx';
import { FeeSuggestion } from './fee-suggestion.tsx';
import { useNow } from './now.ts';
import { usePanel } from './panel.tsx';
import { receivedFault } from './received.ts';
import { ReceivedField } from './received-field.tsx';
import { NewSeries, SeriesPanel } from './series-panel.tsx';
import { MoveAppointment, NextAppointment } from './successor.tsx';
import { instantOfWall } from './wall.ts';
import { mondayOf } from './week.ts';
import { useItemWords } from './week-words.ts';

/** A mark of "missing" counts from 20 minutes after the start (rule book AP3). */
const MISSING_AFTER = { minutes: 20 };

/** One appointment: what it is, and what can happen to it now. */
export function AppointmentPanel({ id, from }: { id: string; from: string }) {
  const w = useWords(calendar);
  const panel = usePanel();
  const say = useItemWords();
  const { data: week } = useQuery(weekQuery(from));
  const { data: mine } = useQuery(allocationsQuery);
  const appointment = [...(week?.appointments ?? []), ...(week?.toMark ?? [])].find((one) => one.id === id);
  if (!appointment)
    return (
      <SidePanel title={w.stateOf.cancelled} onClose={panel.close}>
        <Empty>{w.stateOf.cancelled}</Empty>
      </SidePanel>
    );
  const allocation = mine?.allocations.find(({ requestId }) => requestId === appointment.requestId);
  return (
    <SidePanel title={w.appointmentTitle(allocation?.person || say.who(appointment))} onClose={panel.close}>
      <AppointmentHead appointment={appointment}>{appointment.isFirst && <span className="q">{w.firstAppointment}</span>}</AppointmentHead>
      {allocation?.phone && (
        <p className="num">
          {w.phone} <a href={`tel:${allocation.phone.replaceAll(/[^\d+]/g, '')}`}>{allocation.phone}</a>
        </p>
      )}
      {appointment.seriesId && (
        <p>
          <button
            type="button"
            className="link"
            onClick={() =>
              panel.show(<SeriesPanel appointment={appointment} onOpen={(member) => panel.show(<MemberPanel member={member} />)} />)
            }
          >
            {w.series.show}
          </button>
        </p>
      )}
      <Steps appointment={appointment} />
      {mayHaveSeries(appointment) && (
        <div>
          <Button icon={Repeat} onPress={() => panel.show(<NewSeries appointment={appointment} />)}>
            {w.series.give}
          </Button>
        </div>
      )}
    </SidePanel>
  );
}

/** A client whom one still sees, from the first appointment on. */
const mayHaveSeries = ({ client, state }: Appointment) => client !== null && state !== 'cancelled' && state !== 'rebooked';

/** A member of a series, in the week in which it stands. */
function MemberPanel({ member }: { member: Appointment }) {
  return <AppointmentPanel id={member.id} from={mondayOf(dayInBerlin(Temporal.Instant.from(member.startsAt))).toString()} />;
}

function Steps({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const now = useNow();
  const start = Temporal.Instant.from(appointment.startsAt);
  const begun = Temporal.Instant.compare(now, start) >= 0;
  if (appointment.state === 'attended' || appointment.state === 'no_show')
    return (
      <>
        {appointment.state === 'no_show' && <FeeSuggestion appointment={appointment} />}
        {appointment.state === 'no_show' && <NoteExcuse key={appointment.version} appointment={appointment} />}
        {appointment.state === 'attended' && <CameLate appointment={appointment} />}
        <NextAppointment appointment={appointment} />
        <Correct appointment={appointment} />
      </>
    );
  if (appointment.state === 'cancelled' && appointment.cancelledHow?.startsWith('patient'))
    return (
      <>
        <FeeSuggestion appointment={appointment} />
        <NoteExcuse key={appointment.version} appointment={appointment} />
      </>
    );
  if (appointment.state !== 'booked') return null;
  return begun ? (
    <>
      <Mark appointment={appointment} mayMiss={Temporal.Instant.compare(now, start.add(MISSING_AFTER)) >= 0} />
      <NextAppointment appointment={appointment} />
    </>
  ) : (
    <>
      <h3>{w.whatElse}</h3>
      <NextAppointment appointment={appointment} />
      <MoveAppointment appointment={appointment} />
      <CancelledByClient appointment={appointment} />
      <CancelMyself appointment={appointment} />
    </>
  );
}

function Mark({ appointment, mayMiss }: { appointment: Appointment; mayMiss: boolean }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const mark = async (as: 'attended' | 'no_show') => {
    const step = as === 'attended' ? scheduling.markAttended : scheduling.markNoShow;
    const done = await act(() => call(step, { params: { id: appointment.id }, ifMatch: appointment.version }));
    if (done) announce(w.marked[as]);
  };
  return (
    <section className="stack">
      <h3>{w.wasThere}</h3>
      <Fault text={fault} />
      <div className="row wrap">
        <Button kind="main" onPress={() => mark('attended')}>
          {w.markCame}
        </Button>
        {mayMiss && <Button onPress={() => mark('no_show')}>{w.markMissed}</Button>}
      </div>
      <CameLate appointment={appointment} />
      <CancelledByClient appointment={appointment} />
    </section>
  );
}

/** What a mark can be corrected to, with the reasons that fit; that somebody had cancelled is one of its own. */
const CORRECTIONS = {
  attended: { to: ['no_show'], because: ['marked-wrongly', 'other-day'] },
  no_show: { to: ['attended', 'cancelled'], because: ['marked-wrongly', 'other-day'] },
} as const;
type Because = (typeof CORRECTIONS)['no_show']['because'][number];

function Correct({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const { to: choices, because } = CORRECTIONS[appointment.state === 'attended' ? 'attended' : 'no_show'];
  const [to, setTo] = useState<'attended' | 'no_show' | 'cancelled'>(choices[0]);
  const [reason, setReason] = useState<Because>('marked-wrongly');
  const [received, setReceived] = useState<string | null>(null);
  const cancelled = to === 'cancelled';
  const wrong = receivedFault(received, appointment.startsAt, useNow());
  const correct = async () => {
    if (cancelled && wrong) return;
    const body = cancelled
      ? { to, reason: 'cancellation-received' as const, receivedAt: received && instantOfWall(received) }
      : { to, reason };
    const done = await act(() => call(scheduling.correctMark, { params: { id: appointment.id }, ifMatch: appointment.version, body }));
    if (done) announce(w.corrected);
  };
  return (
    <details className="more">
      <summary>{w.correct}</summary>
      <div className="stack corrected">
        {choices.length > 1 && (
          <Segments
            label={w.correctWhat}
            choices={choices.map((value) => ({ value, label: w.correctTo[value] }))}
            value={to}
            onChange={setTo}
          />
        )}
        {cancelled ? (
          <ReceivedField value={received} onChange={setReceived} wrong={wrong} />
        ) : (
          <Chips
            label={w.correctWhy}
            choices={because.map((value) => ({ value, label: w.correctReasons[value] }))}
            value={[reason]}
            onChange={(chosen) => setReason(chosen.at(-1) ?? reason)}
          />
        )}
        <Fault text={fault} />
        <div>
          <Button
            missing={
              cancelled && (!received || wrong)
                ? [{ what: w.receivedAt, go: () => document.querySelector<HTMLElement>('.corrected input:not([type])')?.focus() }]
                : []
            }
            onPress={correct}
          >
            {choices.length > 1 ? w.correctNow : w.correctTo[to]}
          </Button>
        </div>
      </div>
    </details>
  );
}

function CancelledByClient({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  return (
    <ClientCancelled
      startsAt={appointment.startsAt}
      cancel={(body) => call(scheduling.cancelByPatient, { params: { id: appointment.id }, ifMatch: appointment.version, body })}
      onDone={() => announce(w.stateOf.cancelled)}
    />
  );
}

function CancelMyself({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const panel = usePanel();
  const { act, fault } = useAct();
  const [reason, setReason] = useState<(typeof CANCEL_REASONS)[number]>('illness');
  const cancel = async () => {
    const done = await act(() =>
      call(scheduling.cancelByProvider, { params: { id: appointment.id }, ifMatch: appointment.version, body: { reason } }),
    );
    if (!done) return;
    announce(w.stateOf.cancelled);
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.iCancel}</summary>
      <div className="stack">
        <p className="q">{appointment.isFirst ? w.iCancelFirstText : w.iCancelText}</p>
        <Chips
          label={w.iCancelWhy}
          choices={CANCEL_REASONS.map((value) => ({ value, label: w.cancelReasons[value] }))}
          value={[reason]}
          onChange={(chosen) => setReason(chosen.at(-1) ?? reason)}
        />
        <Fault text={fault} />
        <div>
          <Button onPress={cancel}>{w.cancelNow}</Button>
        </div>
      </div>
    </details>
  );
}

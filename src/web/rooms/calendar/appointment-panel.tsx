import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { type Appointment, CANCEL_REASONS } from '#rooms/scheduling/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, Chips, DateField, Empty, Segments, SidePanel, State } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { allocationsQuery, useAct, weekQuery } from './data.ts';
import { Fault } from './fault.tsx';
import { FeeSuggestion } from './fee-suggestion.tsx';
import { useNow } from './now.ts';
import { usePanel } from './panel.tsx';
import { receivedFault } from './received.ts';
import { MoveAppointment, NextAppointment } from './successor.tsx';
import { instantOfWall } from './wall.ts';
import { useItemWords } from './week-words.ts';

/** A mark of "missing" counts from 20 minutes after the start (rule book AP3). */
const MISSING_AFTER = { minutes: 20 };

/** One appointment: what it is, and what can happen to it now. */
export function AppointmentPanel({ id, from }: { id: string; from: string }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
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
      <p className="b">
        {format.whenLong(appointment.startsAt)} – {format.clock(appointment.endsAt)}
      </p>
      <p className="row wrap">
        <span>
          {c.slotKind[appointment.kind]}, {c.modality[appointment.modality]}
        </span>
        <State tone={appointment.state === 'no_show' ? 'partly' : appointment.state === 'attended' ? 'yes' : 'act'}>
          {w.stateOf[appointment.state]}
        </State>
        {appointment.cancelledHow && <span className="q">{w.cancelledHow[appointment.cancelledHow]}</span>}
        {appointment.isFirst && <span className="q">{w.firstAppointment}</span>}
      </p>
      {allocation?.phone && (
        <p className="num">
          {w.phone} <a href={`tel:${allocation.phone.replaceAll(/[^\d+]/g, '')}`}>{allocation.phone}</a>
        </p>
      )}
      <Steps appointment={appointment} />
    </SidePanel>
  );
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
        <NextAppointment appointment={appointment} />
        <Correct appointment={appointment} />
      </>
    );
  if (appointment.state === 'cancelled' && appointment.cancelledHow?.startsWith('patient'))
    return <FeeSuggestion appointment={appointment} />;
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
          <DateField
            label={w.receivedAt}
            hint={w.receivedHint}
            withTime
            lean="past"
            value={received}
            onChange={setReceived}
            error={wrong ? w.receivedFaults[wrong] : undefined}
          />
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
  const { act, fault } = useAct();
  const [received, setReceived] = useState<string | null>(null);
  const wrong = receivedFault(received, appointment.startsAt, useNow());
  const enter = async () => {
    if (!received || wrong) return;
    const body = { receivedAt: instantOfWall(received) };
    const done = await act(() => call(scheduling.cancelByPatient, { params: { id: appointment.id }, ifMatch: appointment.version, body }));
    if (done) announce(w.stateOf.cancelled);
  };
  return (
    <details className="more">
      <summary>{w.patientCancelled}</summary>
      <div className="stack received">
        <DateField
          label={w.receivedAt}
          hint={w.receivedHint}
          withTime
          lean="past"
          value={received}
          onChange={setReceived}
          error={wrong ? w.receivedFaults[wrong] : undefined}
        />
        <Fault text={fault} />
        <div>
          <Button
            missing={
              received && !wrong ? [] : [{ what: w.receivedAt, go: () => document.querySelector<HTMLElement>('.received input')?.focus() }]
            }
            onPress={enter}
          >
            {w.enterCancellation}
          </Button>
        </div>
      </div>
    </details>
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

import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ArrowRight } from 'lucide-react';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { MOVED_BY, type MovedBy } from '#rooms/scheduling/rules/outcome.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { announce, Button, Segments, SidePanel } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { AppointmentHead } from './appointment-head.tsx';
import { ClientCancelled } from './client-cancelled.tsx';
import { useAct } from './data.ts';
import { NoteExcuse } from './excuse.tsx';
import { Fault } from './fault.tsx';
import type { NetworkAppointmentView } from './network-days.tsx';
import { useNow } from './now.ts';
import { outcomeNow } from './outcome.ts';
import { usePanel } from './panel.tsx';
import { SlotChoice, useBusy } from './successor.tsx';

const AHEAD_DAYS = 28;

interface One {
  appointment: NetworkAppointmentView;
}

/** A first appointment as the desk sees it: to its request, a cancellation that came by telephone, another time. */
export function NetworkAppointment({ appointment, whom }: One & { whom: string }) {
  const w = useWords(calendar);
  const now = useNow();
  const panel = usePanel();
  const navigate = useNavigate();
  const outcome = outcomeNow(appointment, now);
  const ahead = appointment.state === 'booked' && outcome === 'ahead';
  return (
    <SidePanel
      title={w.network.appointment(appointment.client?.initials ?? w.someone, whom)}
      onClose={panel.close}
      footer={
        appointment.client && (
          <Button kind="main" icon={ArrowRight} onPress={() => void navigate({ to: to.request(appointment.requestId) })}>
            {w.network.open}
          </Button>
        )
      }
    >
      <AppointmentHead appointment={appointment} />
      {appointment.client && ahead && (
        <>
          <Cancelled appointment={appointment} />
          <Moved appointment={appointment} />
        </>
      )}
      {appointment.client && appointment.state === 'no_show' && <NoteExcuse appointment={appointment} atDesk />}
    </SidePanel>
  );
}

function Cancelled({ appointment }: One) {
  const w = useWords(calendar);
  const panel = usePanel();
  return (
    <ClientCancelled
      startsAt={appointment.startsAt}
      cancel={(body) => call(scheduling.deskCancelByPatient, { params: { id: appointment.id }, ifMatch: appointment.version, body })}
      onDone={() => {
        announce(w.network.cancelled);
        panel.close();
      }}
    />
  );
}

function Moved({ appointment }: One) {
  const w = useWords(calendar);
  const format = useFormat();
  const now = useNow();
  const panel = usePanel();
  const { act, fault } = useAct();
  const [chosen, setChosen] = useState<string | null>(null);
  const [by, setBy] = useState<MovedBy>('client');
  const { data } = useQuery({
    queryKey: ['scheduling', 'practitioner-slots', appointment.practitionerId, dayInBerlin(now).toString()],
    queryFn: ({ signal }) =>
      call(scheduling.practitionerSlots, {
        params: { id: appointment.practitionerId },
        query: { from: dayInBerlin(now).toString(), days: AHEAD_DAYS },
        signal,
      }),
  });
  const slots = data?.slots.filter(
    (slot) =>
      slot.state === 'free' &&
      slot.kinds.includes(appointment.kind) &&
      (slot.placeId === null || slot.placeId === appointment.placeId) &&
      Temporal.Instant.compare(Temporal.Instant.from(slot.startsAt), now) > 0,
  );
  const slot = slots?.find(({ id }) => id === chosen);
  const isBusy = useBusy(appointment.client?.personId);
  const move = async () => {
    if (!slot) return;
    const body = { slotId: slot.id, slotVersion: slot.version, by, ...(isBusy(slot) ? { despiteBusy: true } : {}) };
    const done = await act(() =>
      call(scheduling.deskMoveAppointment, { params: { id: appointment.id }, ifMatch: appointment.version, body }),
    );
    if (!done) return;
    announce(w.moved(format.when(slot.startsAt)));
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.network.move}</summary>
      <div className="stack move">
        {slots?.length === 0 && <p className="q">{w.network.noFree}</p>}
        {slots && slots.length > 0 && (
          <>
            <SlotChoice label={w.moveTo} slots={slots} isBusy={isBusy} value={chosen} onChange={setChosen} />
            <Segments
              label={w.movedByWhom}
              choices={MOVED_BY.map((value) => ({ value, label: w.movedByDesk[value] }))}
              value={by}
              onChange={setBy}
            />
            <Fault text={fault} />
            <div>
              <Button
                missing={slot ? [] : [{ what: w.moveTo, go: () => document.querySelector<HTMLElement>('.move select')?.focus() }]}
                onPress={move}
              >
                {w.moveNow}
              </Button>
            </div>
          </>
        )}
      </div>
    </details>
  );
}

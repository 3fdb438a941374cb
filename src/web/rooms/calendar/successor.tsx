import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { SlotKind } from '#kernel/codes.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { getBusyTimes } from '#rooms/consent/contract/busy-times.ts';
import type { Appointment, Slot } from '#rooms/scheduling/contract.ts';
import * as scheduling from '#rooms/scheduling/contract.ts';
import { MOVED_BY, type MovedBy } from '#rooms/scheduling/rules/outcome.ts';
import { call } from '../../call.ts';
import { announce, Banner, Button, Segments, SelectField } from '../../ui/index.ts';
import { busyTimes } from '../../words/busy-times.ts';
import { calendar } from '../../words/calendar.ts';
import { codes } from '../../words/codes.ts';
import { currentLanguage, useFormat, useWords } from '../../words/language.tsx';
import { useAct, weekQuery } from './data.ts';
import { Fault } from './fault.tsx';
import { useNow } from './now.ts';
import { usePanel } from './panel.tsx';

await busyTimes.load(currentLanguage());

/** As far as one question to the server reaches. */
const AHEAD_DAYS = 42;
const LATER_KINDS = ['TRIAL', 'THERAPY', 'GROUP'] as const;

/** Own free slots that are open for this kind and not kept for another place. */
function useOwnFree(kind: SlotKind, placeId: string | null): Slot[] | undefined {
  const now = useNow();
  const { data } = useQuery(weekQuery(dayInBerlin(now).toString(), AHEAD_DAYS));
  return data?.slots.filter(
    (slot) =>
      slot.state === 'free' &&
      slot.kinds.includes(kind) &&
      (slot.placeId === null || slot.placeId === placeId) &&
      Temporal.Instant.compare(Temporal.Instant.from(slot.startsAt), now) > 0,
  );
}

type Times = Pick<Slot, 'id' | 'startsAt' | 'endsAt'>;

/** Which of these times the client has promised elsewhere; none without her agreement (rule book C.1 rule 5). */
export function useBusy(personId: string | undefined): (slot: Times) => boolean {
  const { data } = useQuery({
    queryKey: ['consent', 'busy-times', personId, AHEAD_DAYS],
    queryFn: ({ signal }) => call(getBusyTimes, { params: { id: personId ?? '' }, query: { days: String(AHEAD_DAYS) }, signal }),
    enabled: personId !== undefined,
  });
  const at = (text: string) => Temporal.Instant.from(text).epochMilliseconds;
  return (slot) => data?.busy.some((one) => at(one.startsAt) < at(slot.endsAt) && at(one.endsAt) > at(slot.startsAt)) === true;
}

export function SlotChoice(props: {
  isBusy: (slot: Times) => boolean;
  label: string;
  slots: readonly Times[];
  value: string | null;
  onChange: (id: string | null) => void;
  error?: string | undefined;
}) {
  const format = useFormat();
  const b = useWords(busyTimes);
  const chosen = props.slots.find(({ id }) => id === props.value);
  return (
    <>
      <SelectField
        label={props.label}
        empty="–"
        choices={props.slots.map((slot) => ({
          value: slot.id,
          label: props.isBusy(slot) ? `${format.when(slot.startsAt)} · ${b.busy}` : format.when(slot.startsAt),
        }))}
        value={props.value}
        onChange={props.onChange}
        error={props.error}
      />
      {chosen && props.isBusy(chosen) && <Banner tone="partly">{b.atThatTime}</Banner>}
    </>
  );
}

export function MoveAppointment({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const slots = useOwnFree(appointment.kind, appointment.placeId);
  const isBusy = useBusy(appointment.client?.personId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const [by, setBy] = useState<MovedBy>('client');
  const slot = slots?.find(({ id }) => id === chosen);
  const move = async () => {
    setTried(true);
    if (!slot) return document.querySelector<HTMLElement>('.move select')?.focus();
    const body = { slotId: slot.id, slotVersion: slot.version, by, ...(isBusy(slot) ? { despiteBusy: true } : {}) };
    const done = await act(() => call(scheduling.moveAppointment, { params: { id: appointment.id }, ifMatch: appointment.version, body }));
    if (!done) return;
    announce(w.moved(format.when(slot.startsAt)));
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.move}</summary>
      <div className="stack move">
        <p className="q">{slots?.length === 0 ? w.noFreeSlots : w.moveText}</p>
        {slots && slots.length > 0 && (
          <SlotChoice
            isBusy={isBusy}
            label={w.moveTo}
            slots={slots}
            value={chosen}
            onChange={setChosen}
            error={tried && !slot ? w.chooseSlot : undefined}
          />
        )}
        {slots && slots.length > 0 && (
          <Segments
            label={w.movedByWhom}
            choices={MOVED_BY.map((value) => ({ value, label: w.movedBy[value] }))}
            value={by}
            onChange={setBy}
          />
        )}
        <Fault text={fault} />
        {slots && slots.length > 0 && (
          <div>
            <Button onPress={move}>{w.moveNow}</Button>
          </div>
        )}
      </div>
    </details>
  );
}

export function NextAppointment({ appointment }: { appointment: Appointment }) {
  const w = useWords(calendar);
  const c = useWords(codes);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const first = appointment.kind === 'CONSULT' || appointment.kind === 'ACUTE' ? 'TRIAL' : appointment.kind;
  const [kind, setKind] = useState<(typeof LATER_KINDS)[number]>(first);
  const slots = useOwnFree(kind, appointment.placeId);
  const isBusy = useBusy(appointment.client?.personId);
  const [chosen, setChosen] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const slot = slots?.find(({ id }) => id === chosen);
  const give = async () => {
    setTried(true);
    if (!slot) return document.querySelector<HTMLElement>('.next select')?.focus();
    const body = { slotId: slot.id, slotVersion: slot.version, kind, ...(isBusy(slot) ? { despiteBusy: true } : {}) };
    const done = await act(() => call(scheduling.addSession, { params: { id: appointment.id }, body }));
    if (!done) return;
    announce(w.nextDone(format.when(slot.startsAt)));
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.next}</summary>
      <div className="stack next">
        <Segments
          label={w.nextKind}
          choices={LATER_KINDS.map((value) => ({ value, label: c.slotKind[value] }))}
          value={kind}
          onChange={setKind}
        />
        {slots?.length === 0 && <p className="q">{w.noFreeSlots}</p>}
        {slots && slots.length > 0 && (
          <SlotChoice
            isBusy={isBusy}
            label={w.moveTo}
            slots={slots}
            value={chosen}
            onChange={setChosen}
            error={tried && !slot ? w.chooseSlot : undefined}
          />
        )}
        <Fault text={fault} />
        {slots && slots.length > 0 && (
          <div>
            <Button onPress={give}>{w.nextNow}</Button>
          </div>
        )}
      </div>
    </details>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import * as directory from '#rooms/directory/contract.ts';
import { EARLY_END_REASONS, type OwnPlace } from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { announce, Button, Chips, DateField, Dialog, offerUndo, SidePanel } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { allocationsQuery, offerQuery, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { useNow } from '../calendar/now.ts';
import { usePanel } from '../calendar/panel.tsx';
import { Release } from './fit-card.tsx';
import { PlaceState } from './place-card.tsx';
import { usePlaceWords } from './place-words.ts';

const INTERRUPTIBLE: readonly OwnPlace['state'][] = ['reserved', 'trial', 'occupied', 'ending'];

/** What a place can go through that is rarer than pausing: its end, an interruption, deleting it. */
export function PlacePanel({ placeId }: { placeId: string }) {
  const { data } = useQuery(offerQuery);
  const { data: mine } = useQuery(allocationsQuery);
  const w = useWords(offerWords);
  const say = usePlaceWords();
  const panel = usePanel();
  const place = data?.places.find(({ id }) => id === placeId);
  if (!place) return null;
  const who = say.who(place);
  const allocation = mine?.allocations.find((one) => one.placeId === placeId);
  const failed = place.state === 'reserved' && ['no_show', 'cancelled'].includes(allocation?.firstAppointment?.state ?? '');
  return (
    <SidePanel title={who ? `${say.title(place)}, ${who}` : say.title(place)} onClose={panel.close}>
      <p>
        <PlaceState place={place} />
      </p>
      {failed && allocation && (
        <section className="stack">
          <h3>{w.freeTitle}</h3>
          <p className="q">{w.freeText}</p>
          <Release allocation={allocation} onBack={null} />
        </section>
      )}
      {place.state === 'occupied' && <AnnounceEnd place={place} />}
      {place.state === 'ending' && <Ending place={place} />}
      {INTERRUPTIBLE.includes(place.state) && <Interruption place={place} />}
      {(place.state === 'occupied' || place.state === 'ending') && <EndEarly place={place} />}
      {(place.state === 'open' || place.state === 'paused' || place.state === 'draft') && <Delete place={place} />}
    </SidePanel>
  );
}

const at = ({ id, version }: OwnPlace) => ({ params: { id }, ifMatch: version });

function AnnounceEnd({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const [day, setDay] = useState<string | null>(null);
  const announceIt = async () => {
    if (!day) return;
    const done = await act(() => call(directory.announceEnd, { ...at(place), body: { endsOn: day } }));
    if (!done) return;
    panel.close();
    offerUndo(w.told.announced(format.day(day)), () =>
      act(() => call(directory.extendTherapy, { params: { id: place.id }, ifMatch: done.version })),
    );
  };
  return (
    <section className="stack announce">
      <h3>{w.act.announceEnd}</h3>
      <DateField label={w.endDay} hint={w.endDayHint} strict value={day} onChange={setDay} />
      <Fault text={fault} />
      <div>
        <Button
          missing={day ? [] : [{ what: w.endDay, go: () => document.querySelector<HTMLElement>('.announce input')?.focus() }]}
          onPress={announceIt}
        >
          {w.announce}
        </Button>
      </div>
    </section>
  );
}

function Ending({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const format = useFormat();
  const panel = usePanel();
  const { act, fault } = useAct();
  const today = dayInBerlin(useNow()).toString();
  const reached = place.endsOn !== null && place.endsOn <= today;
  const go = async (step: typeof directory.confirmEnd, told: string) => {
    if (!(await act(() => call(step, at(place))))) return;
    announce(told);
    panel.close();
  };
  return (
    <section className="stack">
      {place.endsOn && <h3>{w.endsOn(format.dayLong(place.endsOn))}</h3>}
      <Fault text={fault} />
      <div className="row wrap">
        {reached && <Button onPress={() => go(directory.confirmEnd, w.told.ended)}>{w.act.confirmEnd}</Button>}
        <Button onPress={() => go(directory.extendTherapy, w.told.extended)}>{w.act.extend}</Button>
      </div>
    </section>
  );
}

function Interruption({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const panel = usePanel();
  const { act, fault } = useAct();
  const running = place.interruptedSince === null;
  const turn = async () => {
    const done = await act(() => call(running ? directory.interruptPlace : directory.endInterruption, at(place)));
    if (!done) return;
    panel.close();
    const back = running ? directory.endInterruption : directory.interruptPlace;
    offerUndo(running ? w.told.interrupted : w.told.continued, () =>
      act(() => call(back, { params: { id: place.id }, ifMatch: done.version })),
    );
  };
  return (
    <section className="stack">
      <h3>{running ? w.act.interrupt : w.act.endInterruption}</h3>
      {running && <p className="q">{w.interruptText}</p>}
      <Fault text={fault} />
      <div>
        <Button onPress={turn}>{running ? w.act.interrupt : w.act.endInterruption}</Button>
      </div>
    </section>
  );
}

function EndEarly({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const panel = usePanel();
  const { act, fault } = useAct();
  const [reason, setReason] = useState<(typeof EARLY_END_REASONS)[number] | null>(null);
  const end = async () => {
    if (!reason || !(await act(() => call(directory.endEarly, { ...at(place), body: { reason } })))) return;
    announce(w.told.ended);
    panel.close();
  };
  return (
    <details className="more">
      <summary>{w.act.endEarly}</summary>
      <div className="stack early">
        <Chips
          label={w.earlyWhy}
          choices={EARLY_END_REASONS.map((value) => ({ value, label: w.earlyReasons[value] }))}
          value={reason ? [reason] : []}
          onChange={(chosen) => setReason(chosen.at(-1) ?? null)}
        />
        <p className="q">{w.earlyText}</p>
        <Fault text={fault} />
        <div>
          <Button
            missing={reason ? [] : [{ what: w.earlyWhy, go: () => document.querySelector<HTMLElement>('.early input')?.focus() }]}
            onPress={end}
          >
            {w.endNow}
          </Button>
        </div>
      </div>
    </details>
  );
}

function Delete({ place }: { place: OwnPlace }) {
  const w = useWords(offerWords);
  const panel = usePanel();
  const { act, fault } = useAct();
  const [asking, setAsking] = useState(false);
  const close = async () => {
    const done = await act(() => call(directory.closePlace, at(place)));
    setAsking(false);
    if (!done) return;
    announce(w.told.closed);
    panel.close();
  };
  return (
    <section className="stack">
      <p className="q">{w.closeText}</p>
      <Fault text={fault} />
      <div>
        <Button onPress={() => setAsking(true)}>{w.act.close}</Button>
      </div>
      {asking && (
        <Dialog
          question={w.closeQuestion}
          onClose={() => setAsking(false)}
          answers={
            <>
              <Button onPress={() => setAsking(false)}>{w.closeKeep}</Button>
              <Button kind="main" onPress={close}>
                {w.act.close}
              </Button>
            </>
          }
        >
          <p>{w.closeText}</p>
        </Dialog>
      )}
    </section>
  );
}

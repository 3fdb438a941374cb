import { Contrast, Plus } from 'lucide-react';
import { useState } from 'react';
import type { OwnPlace } from '#rooms/directory/contract.ts';
import * as directory from '#rooms/directory/contract.ts';
import { call } from '../../call.ts';
import { Button, Empty, offerUndo, State } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type Allocation, type MyOffer, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { usePanel } from '../calendar/panel.tsx';
import { singlePlaces } from './order.ts';
import { PlaceCard, PlaceState } from './place-card.tsx';
import { PlaceForm } from './place-form.tsx';
import { usePlaceWords } from './place-words.ts';

interface PlacesProps {
  offer: MyOffer;
  allocations: readonly Allocation[];
  onDecide: (allocationId: string) => void;
}

export function Places({ offer, allocations, onDecide }: PlacesProps) {
  const w = useWords(offerWords);
  const { above, below } = singlePlaces(offer.places);
  const free = offer.places.filter(({ state }) => state === 'open').length;
  const card = (place: OwnPlace) => (
    <PlaceCard key={place.id} place={place} allocation={allocations.find(({ placeId }) => placeId === place.id)} onDecide={onDecide} />
  );
  return (
    <section className="card" aria-labelledby="h-places">
      <div className="head">
        <h2 id="h-places">{w.places}</h2>
        {offer.places.length > 0 && <span className="q s end num">{w.freeOf(free, offer.places.length)}</span>}
      </div>
      {offer.places.length === 0 && <Empty>{w.noPlaces}</Empty>}
      <ul className="places plain">
        {above.map(card)}
        {offer.groups.map((group) => (
          <Group key={group.groupId} group={group} places={offer.places.filter(({ groupId }) => groupId === group.groupId)} card={card} />
        ))}
        {below.map(card)}
      </ul>
      <OpenPlace offer={offer} />
    </section>
  );
}

function Group(props: { group: MyOffer['groups'][number]; places: OwnPlace[]; card: (place: OwnPlace) => React.ReactNode }) {
  const { group, places, card } = props;
  const w = useWords(offerWords);
  const say = usePlaceWords();
  const [first] = places;
  if (!first) return null;
  return (
    <li className="place">
      <div className="row top">
        <h3>{say.title(first)}</h3>
        <State tone={group.free > 0 ? 'partly' : 'open'} icon={Contrast}>
          {w.seats(group.taken, group.seats)}
        </State>
      </div>
      <p className="s q">{[say.times(first), w.seatsFree(group.free)].filter((part) => part !== null).join(', ')}</p>
      <details className="seats">
        <summary>{w.groupSeats}</summary>
        <p className="row wrap seat-states">
          {places.map((place) => (
            <PlaceState key={place.id} place={place} />
          ))}
        </p>
        <ul className="places plain">{places.map(card)}</ul>
      </details>
    </li>
  );
}

/** Two taps: "Platz öffnen", then "Wie der letzte"; or the whole form. */
function OpenPlace({ offer }: { offer: MyOffer }) {
  const w = useWords(offerWords);
  const say = usePlaceWords();
  const panel = usePanel();
  const { act, fault } = useAct();
  const [choosing, setChoosing] = useState(false);
  const last = offer.places.find(({ id }) => id === offer.likeLast);
  const form = () => {
    setChoosing(false);
    panel.show(<PlaceForm place={null} />);
  };
  const like = async (id: string) => {
    const done = await act(() => call(directory.openLike, { params: { id } }));
    if (!done) return;
    setChoosing(false);
    offerUndo(w.opened, () => act(() => call(directory.closePlace, { params: { id: done.id }, ifMatch: done.version })));
  };
  return (
    <div className="open-place">
      <Button
        kind={choosing ? 'plain' : 'main'}
        wide
        icon={Plus}
        expanded={choosing}
        onPress={() => (last ? setChoosing(!choosing) : form())}
      >
        {w.open}
      </Button>
      {last && !choosing && (
        <p className="h s">
          {w.likeLast}: {say.whole(last)}
        </p>
      )}
      {choosing && last && (
        <div className="choose stack">
          <Button kind="main" wide className="tall" onPress={() => like(last.id)}>
            <span>
              {w.likeLast}
              <small>{say.whole(last)}</small>
            </span>
          </Button>
          <Button wide onPress={form}>
            {w.anotherNew}
          </Button>
        </div>
      )}
      <Fault text={fault} />
    </div>
  );
}

import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { problemOf } from '../../problem.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { allocationsQuery, offerQuery, useOfferNews } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { PanelProvider } from '../calendar/panel.tsx';
import { WeekCard } from '../calendar/week-card.tsx';
import { BookingCard } from './booking-card.tsx';
import { DetailsCard } from './details-card.tsx';
import { FitCard } from './fit-card.tsx';
import { peopleCards } from './order.ts';
import { Places } from './places.tsx';
import { StillOpen } from './still-open.tsx';
import { StillTrue } from './still-true.tsx';
import { isWaiting, waitForNext } from './waits.ts';
import './offer.css';

/** Mein Angebot: what a therapist keeps right between two sessions. */
export default function Offer() {
  return (
    <PanelProvider>
      <Columns />
    </PanelProvider>
  );
}

function Columns() {
  useOfferNews();
  const p = useWords(problems);
  const { data: offer, error } = useQuery(offerQuery);
  const { data: mine } = useQuery(allocationsQuery);
  const [asked, setAsked] = useState<string | null>(null);
  const [, setWaits] = useState(0);
  const allocations = mine?.allocations ?? [];
  if (error && !offer)
    return (
      <div className="page">
        <Fault text={problemOf(error).sentence(p)} />
      </div>
    );
  if (!offer) return null;
  const { deciding, fresh } = peopleCards(allocations, asked, isWaiting);
  const decide = (id: string) => {
    setAsked(id);
    setTimeout(() => document.getElementById(`fit-card-${id}`)?.focus(), 0);
  };
  const wait = (id: string, sessions: number) => {
    waitForNext(id, sessions);
    setAsked(null);
    setWaits((count) => count + 1);
  };
  return (
    <div className="page offer">
      <StillTrue freshness={offer.freshness} />
      <div className="col col-places">
        <Places offer={offer} allocations={allocations} onDecide={decide} />
        <DetailsCard offer={offer} />
      </div>
      <WeekCard />
      <div className="col col-people">
        {deciding.map((allocation) => (
          <FitCard
            key={allocation.id}
            allocation={allocation}
            since={offer.places.find(({ id }) => id === allocation.placeId)?.trialSince ?? null}
            onWait={() => wait(allocation.id, allocation.sessions)}
          />
        ))}
        {fresh.map((allocation) => (
          <BookingCard key={allocation.id} allocation={allocation} />
        ))}
        <StillOpen offer={offer} allocations={allocations} />
      </div>
    </div>
  );
}

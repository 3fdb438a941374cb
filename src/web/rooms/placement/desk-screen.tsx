import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { setWaiting } from '../../shell/emergency.tsx';
import { useCommands } from '../../shell/palette.tsx';
import { useChord } from '../../ui/keys.tsx';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { focusField } from './flow.ts';
import type { Form } from './form.ts';
import { RequestColumn } from './request-column.tsx';
import { useBooking } from './use-booking.ts';
import { DeskContext, useDesk } from './use-desk.ts';

// The number can be taken while these two are still on their way.
const FitColumn = lazy(() => import('./fit-column.tsx'));
const offerColumn = () => import('./offer-column.tsx');
const OfferColumn = lazy(offerColumn);

/** The three columns of a call: the request, the fit, the offer. */
export function DeskScreen(props: {
  id: string | null;
  draftKey: string;
  start: Form;
  onBegun: (id: string) => void;
  onNext: () => void;
  onOpen: (id: string) => void;
  onSettled: () => void;
}) {
  const w = useWords(placementWords);
  const desk = useDesk(props.id, props.draftKey, props.start, props.onBegun);
  const booking = useBooking(desk);
  const [why, setWhy] = useState(false);
  const { onNext, onSettled, id } = props;
  const next = useCallback(async () => {
    // What was typed last is saved before the page forgets it; a fault there is shown and keeps the call.
    if (desk.id) await desk.saveNow();
    onNext();
  }, [desk.id, desk.saveNow, onNext]);

  // Neuer Anruf: the first thing is the number.
  useEffect(() => {
    if (id === null) focusField('phone');
  }, [id]);
  // The offer is at hand before the first place is chosen.
  useEffect(() => {
    const timer = setTimeout(() => void offerColumn().catch(() => undefined), 1000);
    return () => clearTimeout(timer);
  }, []);
  const state = desk.view?.state;
  useEffect(() => {
    if (state === 'placed' || state === 'closed' || state === 'waiting') onSettled();
  }, [state, onSettled]);
  const waits = booking.hold ? w.waits(desk.form.familyName, booking.heldAt ?? '') : null;
  useEffect(() => {
    setWaiting(waits);
    return () => setWaiting(null);
  }, [waits]);

  const goFit = () => void document.querySelector<HTMLElement>('[data-card][tabindex="0"]')?.focus();
  const goOffer = () => void document.querySelector<HTMLElement>('.desk .offer .slot[tabindex="0"], .desk .offer .must input')?.focus();
  const goWhatIf = () => void document.querySelector<HTMLElement>('.desk .whatif button')?.focus();
  useChord('Alt+n', w.keys.next, () => void next().catch(() => focusField('phone')));
  useChord('Alt+a', w.keys.request, () => void focusField('phone'));
  useChord('Alt+p', w.keys.fit, goFit);
  useChord('Alt+o', w.keys.offer, goOffer);
  useChord('Alt+w', w.keys.whatIf, goWhatIf);
  useChord('Alt+q', w.keys.why, () => setWhy(true));
  useChord('Ctrl+Enter', w.keys.book, () => void booking.book(), booking.hold !== null);
  useCommands([
    { key: 'next-call', label: w.keys.next, chord: 'Alt+N', act: () => void next().catch(() => focusField('phone')) },
    { key: 'go-request', label: w.keys.request, chord: 'Alt+A', act: () => void focusField('phone') },
    { key: 'go-fit', label: w.keys.fit, chord: 'Alt+P', act: goFit },
    { key: 'go-offer', label: w.keys.offer, chord: 'Alt+O', act: goOffer },
    { key: 'go-what-if', label: w.keys.whatIf, chord: 'Alt+W', act: goWhatIf },
    { key: 'go-why', label: w.keys.why, chord: 'Alt+Q', act: () => setWhy(true) },
    { key: 'book', label: w.keys.book, chord: 'Ctrl+Enter', act: () => void booking.book() },
  ]);
  return (
    <DeskContext value={desk}>
      <div className="desk" data-density="dicht">
        <RequestColumn onOpen={props.onOpen} onNext={next} booking={booking} toFit={goFit} />
        <Suspense fallback={<section className="col fits" />}>
          <FitColumn toOffer={goOffer} why={why} onWhy={setWhy} />
        </Suspense>
        {desk.chosen || desk.view?.booking || state === 'closed' ? (
          <Suspense fallback={<section className="col offer" />}>
            <OfferColumn booking={booking} onNext={next} />
          </Suspense>
        ) : (
          <section className="col offer" aria-labelledby="h-offer">
            <h2 id="h-offer">{w.offer.title}</h2>
            <p className="q">{w.offer.empty}</p>
          </section>
        )}
      </div>
    </DeskContext>
  );
}

import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import * as wire from '#rooms/cases/contract/linking.ts';
import type { RequestView } from '#rooms/placement/contract/request.ts';
import { call } from '../../../call.ts';
import { to } from '../../../paths.ts';
import { problemOf } from '../../../problem.ts';
import { Banner, Button, Empty, Saved, useChord } from '../../../ui/index.ts';
import { access } from '../../../words/access.ts';
import { codes } from '../../../words/codes.ts';
import { currentLanguage, useWords } from '../../../words/language.tsx';
import { linking } from '../../../words/linking.ts';
import { placement } from '../../../words/placement.ts';
import { problems } from '../../../words/problems.ts';
import { goOnWithEnter, toMissing } from '../../placement/flow.ts';
import { type Form, formOf } from '../../placement/form.ts';
import { Phone, Privacy, Safety } from '../../placement/opening.tsx';
import { useBooking } from '../../placement/use-booking.ts';
import { DeskContext, requestQuery, useDesk } from '../../placement/use-desk.ts';
import { Who } from '../../placement/who.tsx';
import { CASES } from '../data.ts';
import '../../placement/telefon.css';
import './linking.css';

await Promise.all([placement, codes, access, linking].map((book) => book.load(currentLanguage())));

const FitColumn = lazy(() => import('../../placement/fit-column.tsx'));
const OfferColumn = lazy(() => import('../../placement/offer-column.tsx'));
const Wants = lazy(() => import('../../placement/wants.tsx'));
const Contact = lazy(() => import('../../placement/contact.tsx'));

/** The desk's own search from a case: the same questions, cards and reasons, hold, cancellation rule and booking (rule book C.1 rule 1). */
export default function PlaceSearch() {
  const w = useWords(linking);
  const p = useWords(problems);
  const { requestId = '' } = useParams({ strict: false });
  const { data: where, error } = useQuery({
    queryKey: [CASES, 'place-search', requestId],
    queryFn: ({ signal }) => call(wire.getPlaceSearch, { params: { requestId }, signal }),
  });
  const { data: view } = useQuery({ ...requestQuery(requestId), enabled: where !== undefined });
  if (error) {
    const problem = problemOf(error);
    return (
      <div className="page">
        {problem.status === 404 ? (
          <Empty action={<Link to={to.cases()}>{w.search.back}</Link>}>{w.search.notThere}</Empty>
        ) : (
          <Banner tone="no">{problem.sentence(p)}</Banner>
        )}
      </div>
    );
  }
  return where && view ? <Screen key={requestId} view={view} caseId={where.caseId} /> : null;
}

const nothing = () => undefined;

function Screen({ view, caseId }: { view: RequestView; caseId: string }) {
  const w = useWords(linking);
  const d = useWords(placement);
  const p = useWords(problems);
  const navigate = useNavigate();
  const [start] = useState<Form>(() => formOf(view));
  const desk = useDesk(view.id, `place.${view.id}`, start, nothing);
  const booking = useBooking(desk);
  const [why, setWhy] = useState(false);
  const back = async () => {
    await desk.saveNow();
    await navigate({ to: to.caseFile(caseId, 'linking') });
  };
  const goFit = () => void document.querySelector<HTMLElement>('[data-card][tabindex="0"]')?.focus();
  const goOffer = () => void document.querySelector<HTMLElement>('.desk .offer .slot[tabindex="0"], .desk .offer .must input')?.focus();
  useChord('Ctrl+Enter', w.search.keys.book, () => void booking.book(), booking.hold !== null);
  useChord('Alt+n', w.search.keys.back, () => void back().catch(nothing));
  const state = desk.view?.state;
  return (
    <DeskContext value={desk}>
      <div className="case-search">
        <div className="row wrap">
          <h1>{w.search.title}</h1>
          <span className="s q">{w.search.only}</span>
          <span className="end">
            <Button small chord="Alt+N" onPress={() => void back().catch(nothing)}>
              {w.search.back}
            </Button>
          </span>
        </div>
        <div className="desk" data-density="dicht">
          <section
            className="col req"
            aria-labelledby="h-req"
            data-labels="left"
            onKeyDown={(event) => goOnWithEnter(event, goFit, () => toMissing(booking))}
          >
            <div className="row">
              <h2 id="h-req">{d.request}</h2>
              <Saved state={desk.state} />
            </div>
            {desk.unsaved && (
              <Banner
                tone="no"
                live="polite"
                action={
                  <Button small onPress={() => desk.saveNow().catch(nothing)}>
                    {d.saveAgain}
                  </Button>
                }
              >
                {desk.unsaved.sentence(p)}
              </Banner>
            )}
            <Phone />
            <Privacy />
            <Safety />
            <Who />
            <Suspense fallback={null}>
              <Wants />
              <Contact />
            </Suspense>
          </section>
          <Suspense fallback={<section className="col fits" />}>
            <FitColumn toOffer={goOffer} why={why} onWhy={setWhy} />
          </Suspense>
          {desk.chosen || desk.view?.booking || state === 'closed' ? (
            <Suspense fallback={<section className="col offer" />}>
              <OfferColumn booking={booking} onNext={back} />
            </Suspense>
          ) : (
            <section className="col offer" aria-labelledby="h-offer">
              <h2 id="h-offer">{d.offer.title}</h2>
              <p className="q">{d.offer.empty}</p>
            </section>
          )}
        </div>
      </div>
    </DeskContext>
  );
}

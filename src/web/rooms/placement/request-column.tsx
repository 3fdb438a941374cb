import { lazy, Suspense } from 'react';
import { Banner, Button, Saved } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { placement as placementWords } from '../../words/placement.ts';
import { problems } from '../../words/problems.ts';
import { goOnWithEnter, toMissing } from './flow.ts';
import { Opening } from './opening.tsx';
import { RunningCall } from './running-call.tsx';
import type { Booking } from './use-booking.ts';
import { useDeskState } from './use-desk.ts';
import { Who } from './who.tsx';

const Wants = lazy(() => import('./wants.tsx'));
const Contact = lazy(() => import('./contact.tsx'));
const WebFormFacts = lazy(() => import('../portal/web-form.tsx'));

/** The request, in the order in which a call goes (rule book A.1.2). */
export function RequestColumn(props: { booking: Booking; onOpen: (id: string) => void; onNext: () => void; toFit: () => void }) {
  const w = useWords(placementWords);
  const p = useWords(problems);
  const desk = useDeskState();
  const settled = desk.view?.state === 'placed' || desk.view?.state === 'closed' || desk.view?.state === 'waiting';
  return (
    <section
      className="col req"
      aria-labelledby="h-req"
      data-labels="left"
      onKeyDown={(event) => goOnWithEnter(event, props.toFit, () => toMissing(props.booking))}
    >
      <div className="row">
        <h2 id="h-req">{w.request}</h2>
        <Saved state={desk.state} />
        <span className="end">
          {desk.id && !settled ? <RunningCall requestId={desk.id} /> : null}
          {settled && (
            <Button small chord="Alt+N" onPress={props.onNext}>
              {w.nextCall}
            </Button>
          )}
        </span>
      </div>
      {desk.unsaved && (
        <Banner
          tone="no"
          live="polite"
          action={
            <Button small onPress={() => desk.saveNow().catch(() => undefined)}>
              {w.saveAgain}
            </Button>
          }
        >
          {desk.unsaved.sentence(p)}
        </Banner>
      )}
      {desk.view && (desk.view.origin === 'web' || desk.view.origin === 'partner') && (
        <Suspense fallback={null}>
          <WebFormFacts requestId={desk.view.id} />
        </Suspense>
      )}
      <Opening onOpen={props.onOpen} />
      <Who />
      <Suspense fallback={null}>
        <Wants />
        <Contact />
      </Suspense>
    </section>
  );
}

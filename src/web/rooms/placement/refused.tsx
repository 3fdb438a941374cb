import { lazy, Suspense } from 'react';
import { loadTwoAtOnce } from '../../pages.ts';
import { Banner, Button } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import type { Booking } from './use-booking.ts';
import { useDeskState } from './use-desk.ts';
import { useWording } from './wording.ts';

/** The time ran out, or the practice took the place back while it was held: what happened, and that nothing typed is lost. */
export function LostHold({ booking: { lost, take } }: { booking: Booking }) {
  const { w, f } = useWording();
  if (!lost) return null;
  const { placeId, slotId, startsAt, name } = lost;
  const what = [name, startsAt ? f.when(startsAt) : ''].filter(Boolean).join(', ');
  return (
    <Banner
      tone="partly"
      live="assertive"
      action={
        lost.because === 'expired' && placeId ? (
          <Button small onPress={() => take(placeId, slotId, startsAt, name)}>
            {w.lost.again}
          </Button>
        ) : undefined
      }
    >
      <b>{lost.because === 'expired' ? w.lost.expired : w.lost.withdrawn}</b> {what && `${what}. `}
      {lost.because === 'expired' ? w.lost.expiredNext : w.lost.withdrawnNext}
    </Banner>
  );
}

const TwoAtOnce = lazy(loadTwoAtOnce);

/** Why the server did not do it, and what can be done where somebody would have two appointments at once. */
export function Refused({ booking: { problem, book } }: { booking: Booking }) {
  const p = useWords(problems);
  const { form } = useDeskState();
  if (!problem) return null;
  const busy = problem.code === 'client-busy';
  return (
    <>
      <Banner tone="no" live="assertive">
        {problem.body.title && <b>{problem.body.title}</b>} {problem.sentence(p)}
      </Banner>
      {(busy || problem.code === 'client-overlap') && (
        <Suspense>
          <TwoAtOnce busy={busy} name={form.givenName.trim()} book={book} />
        </Suspense>
      )}
    </>
  );
}

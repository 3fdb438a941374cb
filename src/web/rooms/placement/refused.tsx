import { useState } from 'react';
import { useMay } from '../../me.ts';
import { Banner, Button, TextField } from '../../ui/index.ts';
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

/** Why the server did not do it. Two appointments at once are a coordinator's to allow, with a reason. */
export function Refused({ booking }: { booking: Booking }) {
  const { w } = useWording();
  const p = useWords(problems);
  const coordinator = useMay('placement.override');
  const { problem } = booking;
  if (!problem) return null;
  const overlap = problem.code === 'client-overlap';
  return (
    <>
      <Banner tone="no" live="assertive">
        {problem.body.title && <b>{problem.body.title}</b>} {problem.sentence(p)} {overlap && !coordinator && w.overlap.ask}
      </Banner>
      {overlap && coordinator && <Overlap booking={booking} />}
    </>
  );
}

const REASON_LEAST = 10;

function Overlap({ booking }: { booking: Booking }) {
  const { w } = useWording();
  const { form } = useDeskState();
  const [reason, setReason] = useState('');
  const enough = reason.trim().length >= REASON_LEAST;
  return (
    <div className="stack tight" data-field="overlap">
      <TextField
        label={w.overlap.reason(form.givenName.trim())}
        hint={w.overlap.hint}
        value={reason}
        onChange={setReason}
        maxLength={300}
      />
      <Button
        missing={
          enough
            ? []
            : [{ what: w.whyNot.reasonShort, go: () => document.querySelector<HTMLElement>('[data-field="overlap"] input')?.focus() }]
        }
        onPress={() => booking.book(reason.trim())}
      >
        {w.overlap.book}
      </Button>
    </div>
  );
}

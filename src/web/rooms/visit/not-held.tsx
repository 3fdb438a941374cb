import { useState } from 'react';
import type { DayVisit } from '#rooms/soziotherapie/contract/day-plan.ts';
import { announce, Button, Segments, TextField } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { visit as visitWords } from '../../words/visit.ts';
import { useRoom } from './context.ts';

const EVENTS = ['mark-no-show', 'cancel-by-client', 'cancel-by-provider'] as const;
export type OffEvent = (typeof EVENTS)[number];

/** Nobody opened, or it was cancelled (T7): three taps, also without network. */
export function NotHeld({ visit, onDone }: { visit: Pick<DayVisit, 'sessionId' | 'version'>; onDone: () => void }) {
  const w = useWords(visitWords);
  const { putAway, goTo } = useRoom();
  const [event, setEvent] = useState<OffEvent>('mark-no-show');
  const [reason, setReason] = useState('');
  const [error, setError] = useState<string | undefined>();
  const done = async () => {
    if (reason.trim().length < 3) return setError(w.signReasonMissing);
    await putAway({ kind: 'off', sessionId: visit.sessionId, version: visit.version, event, reason: reason.trim() });
    onDone();
    announce(navigator.onLine ? w.saved : w.savedWaits);
    goTo(null);
  };
  return (
    <details className="fold">
      <summary>{w.off}</summary>
      <Segments
        label={w.off}
        hideLabel
        value={event}
        onChange={setEvent}
        choices={EVENTS.map((value) => ({ value, label: w.offOf[value] }))}
      />
      <TextField label={w.offReason} value={reason} onChange={setReason} maxLength={60} error={error} />
      <div className="tags small">
        {w.offReasons.map((one) => (
          <button key={one} type="button" className="chip more" onClick={() => setReason(one)}>
            {one}
          </button>
        ))}
      </div>
      <Button onPress={done}>{w.offDone}</Button>
    </details>
  );
}

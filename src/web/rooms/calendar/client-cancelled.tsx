import { useState } from 'react';
import type { Excuse } from '#rooms/scheduling/rules/outcome.ts';
import { Button } from '../../ui/index.ts';
import { calendar } from '../../words/calendar.ts';
import { useWords } from '../../words/language.tsx';
import { useAct } from './data.ts';
import { ExcuseField } from './excuse.tsx';
import { Fault } from './fault.tsx';
import { useNow } from './now.ts';
import { receivedFault } from './received.ts';
import { ReceivedField } from './received-field.tsx';
import { instantOfWall } from './wall.ts';

interface Cancellation {
  receivedAt: string;
  excuse?: Excuse;
}

/** The client has cancelled: when it reached us decides between in time and late, so it is asked first; then why. */
export function ClientCancelled(props: { startsAt: string; cancel: (said: Cancellation) => Promise<unknown>; onDone: () => void }) {
  const w = useWords(calendar);
  const { act, fault } = useAct();
  const [received, setReceived] = useState<string | null>(null);
  const [excuse, setExcuse] = useState<Excuse | null>(null);
  const wrong = receivedFault(received, props.startsAt, useNow());
  const enter = async () => {
    if (!received || wrong) return;
    const said = { receivedAt: instantOfWall(received), ...(excuse ? { excuse } : {}) };
    if (await act(() => props.cancel(said))) props.onDone();
  };
  return (
    <details className="more">
      <summary>{w.patientCancelled}</summary>
      <div className="stack received">
        <ReceivedField value={received} onChange={setReceived} wrong={wrong} />
        <ExcuseField value={excuse} onChange={setExcuse} />
        <Fault text={fault} />
        <div>
          <Button
            missing={
              received && !wrong ? [] : [{ what: w.receivedAt, go: () => document.querySelector<HTMLElement>('.received input')?.focus() }]
            }
            onPress={enter}
          >
            {w.enterCancellation}
          </Button>
        </div>
      </div>
    </details>
  );
}

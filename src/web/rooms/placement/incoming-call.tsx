import { PhoneIncoming } from 'lucide-react';
import { useCallback, useEffect, useState } from 'react';
import * as phone from '#rooms/placement/contract/phone-call.ts';
import * as placement from '#rooms/placement/contract/request.ts';
import { callerNumber } from '#rooms/placement/rules/caller-number.ts';
import { call } from '../../call.ts';
import { type Incoming, onIncoming, takeIncoming } from '../../incoming.ts';
import { type Problem, problemOf } from '../../problem.ts';
import { announce, Banner, Button, Dialog } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { phone as phoneWords } from '../../words/phone.ts';
import { problems } from '../../words/problems.ts';
import { phoneReadable } from './form.ts';
import { takeCall, useCalls } from './use-calls.ts';
import './incoming-call.css';

/** Opens the open request of a number, or begins one with it. Answers its id. */
async function beginWith(given: string | null): Promise<string> {
  const number = callerNumber(given);
  const readable = number && phoneReadable(number) ? number : null;
  const { id } = await call(placement.beginRequest, { body: readable ? { phone: readable } : {} });
  if (!readable) return id;
  const { known } = await call(placement.recogniseCaller, { body: { requestId: id, phone: readable } });
  const open = known.filter((one) => one.requestId !== id && one.closedAt === null);
  const [only] = open;
  if (!only || open.length > 1) return id;
  await call(placement.continueRequest, { params: { id: only.requestId }, body: { insteadOf: id } });
  return continueCall(only.requestId);
}

async function continueCall(requestId: string): Promise<string> {
  await call(phone.beginCall, { body: { requestId } });
  return requestId;
}

/** What rings at the desk, and links that telephone software opens. A call in progress is never lost: it asks first. */
export function IncomingCalls({ onOpen }: { onOpen: (requestId: string) => void }) {
  const w = useWords(phoneWords);
  const p = useWords(problems);
  const { running, ringing, loaded, again } = useCalls();
  const [asked, setAsked] = useState<(() => Promise<string>) | null>(null);
  // A link that rings: under the row that the server made of it, or under none.
  const [linked, setLinked] = useState<{ link: Incoming; row: string | null } | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);

  const go = useCallback(
    async (work: () => Promise<string>) => {
      setAsked(null);
      setLinked(null);
      setProblem(null);
      try {
        onOpen(await work());
      } catch (fault) {
        setProblem(problemOf(fault));
      }
      await again();
    },
    [onOpen, again],
  );
  /** With somebody on the line already, it asks whether to park. */
  const wish = (work: () => Promise<string>) => {
    if (running?.requestId) setAsked(() => work);
    else return go(work);
    return undefined;
  };
  const take = async (id: string): Promise<string> => {
    const { number, knownRequestId } = await takeCall(id);
    return knownRequestId ? continueCall(knownRequestId) : beginWith(number);
  };
  const openLink = async ({ number, call: foreign }: Incoming): Promise<string> => {
    if (foreign) await call(phone.linkCall, { body: { call: foreign, state: 'answered' } });
    if (!callerNumber(number)) announce(w.withheld);
    return beginWith(number);
  };

  const hear = async () => {
    const link = loaded ? takeIncoming() : null;
    if (!link) return;
    if (link.state === 'answered') return wish(() => openLink(link));
    const { id } = link.call
      ? await call(phone.linkCall, { body: { call: link.call, state: link.state } }).catch(() => ({ id: null }))
      : { id: null };
    setLinked(link.state === 'ringing' ? { link, row: id } : null);
    await again();
  };
  useEffect(() => {
    void hear();
    return onIncoming(() => void hear());
  });

  const rows = linked && linked.row === null ? [{ id: 'link', knownRequestId: null, answeredAt: null }, ...ringing] : ringing;
  const workOf = (id: string) => (linked && (id === 'link' || id === linked.row) ? () => openLink(linked.link) : () => take(id));
  return (
    <>
      <section className="ringing" aria-label={w.calls} aria-live="polite">
        {rows.map((one) => (
          <Banner
            key={one.id}
            tone="yes"
            icon={PhoneIncoming}
            action={
              <Button small kind="main" onPress={() => wish(workOf(one.id))}>
                {w.take}
              </Button>
            }
          >
            <b>{one.knownRequestId ? w.ringsKnown : one.answeredAt ? w.waiting : w.rings}</b>
          </Banner>
        ))}
        {problem && <Banner tone="no">{problem.sentence(p)}</Banner>}
      </section>
      {asked && (
        <Dialog
          question={w.parkQuestion}
          onClose={() => setAsked(null)}
          answers={
            <>
              <Button kind="main" onPress={() => go(asked)}>
                {w.park}
              </Button>
              <Button onPress={() => setAsked(null)}>{w.stay}</Button>
            </>
          }
        >
          <p>{w.parkText}</p>
        </Dialog>
      )}
    </>
  );
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Check, Phone } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { WaitingOfferView } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { REQUEST_LIMITS } from '#rooms/placement/rules/request.ts';
import { BEFORE_OTHERS, type BeforeOthers } from '#rooms/placement/rules/waiting-line.ts';
import { type AttemptResult, CALLBACK, DECLINE_REASONS, type DeclineReason } from '#rooms/placement/rules/waiting-offer.ts';
import { call } from '../../call.ts';
import { to } from '../../paths.ts';
import { problemOf } from '../../problem.ts';
import { useSubmit } from '../../submit.ts';
import { useSecondsLeft } from '../../ui/countdown.tsx';
import { announce, Banner, Button, Icon, Reason, SelectField, SidePanel } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { problems } from '../../words/problems.ts';
import { waiting } from '../../words/waiting.ts';
import { serverNow } from './clock.ts';
import { reasonsOf } from './note.ts';
import { useRequestWording } from './request-wording.ts';
import { Contacts } from './waiting-contact.tsx';
import { type Answers, NOTHING_ASKED, Questions, sentAnswers, useMissingAnswers } from './waiting-questions.tsx';
import './waiting.css';

/** One call for a free place: the number, what is offered and why, and how the call went (rule book RQ7, RQ8). */
export function CallPanel({ offerId, onClose }: { offerId: string; onClose: () => void }) {
  const w = useWords(waiting).callback;
  const p = useWords(problems);
  const { data: offer, error } = useQuery({
    queryKey: ['placement', 'queue', 'proposal', offerId],
    queryFn: ({ signal }) => call(placement.getProposal, { params: { id: offerId }, signal }),
  });
  return (
    <SidePanel title={w.title(offer?.person ?? w.unnamed)} onClose={onClose}>
      {error && !offer && <Banner tone="no">{problemOf(error).sentence(p)}</Banner>}
      {offer && <Call offer={offer} onClose={onClose} />}
    </SidePanel>
  );
}

function Call({ offer, onClose }: { offer: WaitingOfferView; onClose: () => void }) {
  const w = useWords(waiting).callback;
  const { state } = offer;
  return (
    <div className="stack callback">
      <BigNumber phone={offer.phone} />
      {state === 'held' && <Left until={offer.until} />}
      <Offered offer={offer} />
      {state === 'proposed' && <Take offer={offer} />}
      {state === 'held' && <Outcome offer={offer} onClose={onClose} />}
      {state !== 'proposed' && state !== 'held' && (
        <Banner tone="open">
          {w.over} {w.overBecause[state]}
        </Banner>
      )}
      {offer.attempts.length > 0 && (
        <section aria-labelledby="h-attempts">
          <h3 id="h-attempts">{w.attempts}</h3>
          <Contacts contacts={offer.attempts} />
        </section>
      )}
    </div>
  );
}

function BigNumber({ phone }: { phone: string | null }) {
  const w = useWords(waiting).callback;
  if (!phone) return <Banner tone="partly">{w.noPhone}</Banner>;
  return (
    <a className="big-number num" href={`tel:${phone.replace(/[^+\d]/g, '')}`} aria-label={w.dial(phone)}>
      <Icon of={Phone} /> {phone}
    </a>
  );
}

/** How long the place is kept, as words and as a bar: 48 hours are too long for a ring of minutes. */
function Left({ until }: { until: string | null }) {
  const w = useWords(waiting).callback;
  const { w: desk, f } = useRequestWording();
  const end = until ? Temporal.Instant.from(until).epochMilliseconds : 0;
  const seconds = useSecondsLeft(end, serverNow);
  if (!until) return null;
  return (
    <div className="left progress">
      <div className="row wrap">
        <b>{desk.hold.forCallback(f.when(until))}</b>
        <span className="end num q" role="timer">
          {w.left(Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60))}
        </span>
      </div>
      <progress max={CALLBACK.holdHours * 3_600} value={seconds} aria-label={desk.hold.forCallback(f.when(until))} />
    </div>
  );
}

/** Two days of calls are needed: which ones there are, and that a weekend may leave only one working day (RQ7). */
function CallDays({ offer: { callDays, attempts, state } }: { offer: WaitingOfferView }) {
  const w = useWords(waiting).callback;
  const { f } = useRequestWording();
  const called = new Set(attempts.map(({ at }) => dayInBerlin(Temporal.Instant.from(at)).toString()));
  const today = dayInBerlin(Temporal.Now.instant()).toString();
  const left = callDays.filter(({ day }) => state === 'proposed' || (day >= today && !called.has(day)));
  const working = left.filter((one) => one.working).map(({ day }) => f.day(day));
  const free = left.filter((one) => !one.working).map(({ day }) => f.day(day));
  const needed = Math.max(0, REQUEST_LIMITS.callAttempts - called.size);
  if (needed === 0) return null;
  if (working.length >= needed) return <p className="s q">{w.days(f.list(working))}</p>;
  return (
    <Banner tone="partly">
      {w.fewDays(f.list(working), f.list(free))}
      {state === 'proposed' && ` ${w.fewDaysLater}`}
    </Banner>
  );
}

function Offered({ offer }: { offer: WaitingOfferView }) {
  const w = useWords(waiting).callback;
  const wording = useRequestWording();
  const { why, slot, practitionerName } = offer;
  const startsAt = slot?.startsAt;
  return (
    <section aria-labelledby="h-offered">
      <h3 id="h-offered">{w.offer}</h3>
      <p>
        <b>{startsAt ? w.with(practitionerName, wording.f.when(startsAt)) : w.placeOf(practitionerName)}</b>
      </p>
      {!startsAt && offer.state === 'proposed' && <Banner tone="partly">{w.noLateSlot}</Banner>}
      {why && (
        <ul className="why" aria-label={w.why}>
          {reasonsOf(why, wording).map(({ key, answer, text }) => (
            <li key={key}>
              <Reason answer={answer}>{text}</Reason>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** What every step here changes is read again at once. */
function useAgain() {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ['placement'] });
}

function Refused({ sentence }: { sentence: string | undefined }) {
  return sentence ? (
    <Banner tone="no" live="polite">
      {sentence}
    </Banner>
  ) : null;
}

/** Reserves place and appointment; whoever is not next needs a reason. The button has the focus, so Enter is the call. */
function Take({ offer }: { offer: WaitingOfferView }) {
  const w = useWords(waiting).callback;
  const again = useAgain();
  const [before, setBefore] = useState<BeforeOthers | null>(null);
  const submit = useSubmit(async () => {
    await call(placement.takeProposal, { params: { id: offer.id }, body: before ? { before } : {} });
    await again();
  });
  return (
    <section className="stack">
      <CallDays offer={offer} />
      {offer.turn ? (
        <p className="s q">
          {w.turn} {w.takeLead}
        </p>
      ) : (
        <div data-field="before">
          <SelectField
            label={w.notTurn}
            empty={w.choose}
            choices={BEFORE_OTHERS.map((value) => ({ value, label: w.before[value] }))}
            value={before}
            onChange={setBefore}
          />
        </div>
      )}
      <Refused sentence={submit.sentence} />
      <Button
        kind="main"
        wide
        icon={Phone}
        ref={focusOnce}
        busy={submit.busy}
        onPress={submit.run}
        missing={
          offer.turn || before
            ? []
            : [{ what: w.reason, go: () => document.querySelector<HTMLElement>('[data-field="before"] select')?.focus() }]
        }
      >
        {w.take}
      </Button>
    </section>
  );
}

const focusOnce = (button: HTMLButtonElement | null) => button?.focus();

const VAIN = ['not-reached', 'voicemail', 'wrong-number'] as const;

function Outcome({ offer, onClose }: { offer: WaitingOfferView; onClose: () => void }) {
  const w = useWords(waiting).callback;
  const again = useAgain();
  const [talking, setTalking] = useState(false);
  const [said, setSaid] = useState<string | null>(null);
  const spoken = offer.attempts.some(({ result }) => result === 'reached');
  const submit = useSubmit(async () => {});
  const vain = (result: AttemptResult) => async () => {
    const { after } = await call(placement.recordAttempt, { params: { id: offer.id }, body: { result } });
    const words = { 'call-again': w.again, skip: w.skipped, 'final-notice': w.finalNotice, reached: '', closed: '' }[after];
    setSaid(words);
    announce(words);
    await again();
  };
  const attempts = useAttempt(vain);
  if (!offer.mine && offer.heldBy !== null) return <TakeOver offer={offer} />;
  if (spoken) return <Decide offer={offer} onClose={onClose} />;
  return (
    <section className="stack" aria-labelledby="h-how">
      <CallDays offer={offer} />
      <h3 id="h-how">{w.how}</h3>
      <div className="row wrap attempt-keys">
        <Button
          kind={talking ? 'plain' : 'main'}
          icon={Check}
          pressed={talking}
          onPress={() => setTalking(true)}
          ref={talking ? undefined : focusOnce}
        >
          {w.results.reached}
        </Button>
        {VAIN.map((result) => (
          <Button key={result} onPress={() => attempts.run(result)}>
            {w.results[result]}
          </Button>
        ))}
      </div>
      {said && <Banner tone="open">{said}</Banner>}
      <Refused sentence={attempts.sentence ?? submit.sentence} />
      {talking && <Talk offer={offer} />}
      <LetGo offer={offer} onClose={onClose} />
    </section>
  );
}

/** One attempt at a time, with what the server says against it. */
function useAttempt(make: (result: AttemptResult) => () => Promise<void>) {
  const p = useWords(problems);
  const [sentence, setSentence] = useState<string | undefined>();
  const run = async (result: AttemptResult) => {
    setSentence(undefined);
    try {
      await make(result)();
    } catch (fault) {
      setSentence(problemOf(fault).sentence(p));
    }
  };
  return { run, sentence };
}

function Talk({ offer }: { offer: WaitingOfferView }) {
  const all = useWords(waiting);
  const again = useAgain();
  const [answers, setAnswers] = useState<Answers>(NOTHING_ASKED);
  const missing = useMissingAnswers(answers);
  const submit = useSubmit(async () => {
    const { after } = await call(placement.recordAttempt, {
      params: { id: offer.id },
      body: { result: 'reached', ...sentAnswers(answers) },
    });
    if (after === 'closed') announce(all.callback.closed);
    await again();
  });
  return (
    <div className="stack">
      <Questions answers={answers} onChange={setAnswers} />
      <Refused sentence={submit.sentence} />
      <Button kind="main" busy={submit.busy} onPress={submit.run} missing={missing}>
        {all.ask.save}
      </Button>
    </div>
  );
}

/** Reached: book on the phone desk, where everything is filled in, or a no with its reason. */
function Decide({ offer, onClose }: { offer: WaitingOfferView; onClose: () => void }) {
  const w = useWords(waiting).callback;
  const again = useAgain();
  const navigate = useNavigate();
  const [saysNo, setSaysNo] = useState(false);
  const [reason, setReason] = useState<DeclineReason | null>(null);
  const submit = useSubmit(async () => {
    if (!reason) return;
    await call(placement.declineProposal, { params: { id: offer.id }, body: { reason } });
    announce(w.declined);
    await again();
    onClose();
  });
  return (
    <section className="stack" aria-labelledby="h-decide">
      <h3 id="h-decide">{w.spoken}</h3>
      <div className="row wrap">
        <Button
          kind="main"
          icon={Check}
          ref={saysNo ? undefined : focusOnce}
          onPress={() => void navigate({ to: to.call(offer.requestId) })}
        >
          {w.accept}
        </Button>
        <Button pressed={saysNo} onPress={() => setSaysNo(true)}>
          {w.decline}
        </Button>
      </div>
      {saysNo && (
        <>
          <div data-field="decline">
            <SelectField
              label={w.declineWhy}
              empty={w.choose}
              choices={DECLINE_REASONS.map((value) => ({ value, label: w.declines[value] }))}
              value={reason}
              onChange={setReason}
            />
          </div>
          <Refused sentence={submit.sentence} />
          <Button
            busy={submit.busy}
            onPress={submit.run}
            missing={
              reason ? [] : [{ what: w.reason, go: () => document.querySelector<HTMLElement>('[data-field="decline"] select')?.focus() }]
            }
          >
            {w.declineAct}
          </Button>
        </>
      )}
    </section>
  );
}

function Step({ act, lead, children }: { act: () => Promise<void>; lead?: string; children: ReactNode }) {
  const submit = useSubmit(act);
  return (
    <div className="stack">
      {lead && <p className="s">{lead}</p>}
      <Refused sentence={submit.sentence} />
      <div className="row">
        <Button small busy={submit.busy} onPress={submit.run}>
          {children}
        </Button>
      </div>
    </div>
  );
}

function TakeOver({ offer }: { offer: WaitingOfferView }) {
  const w = useWords(waiting).callback;
  const again = useAgain();
  const act = async () => {
    await call(placement.takeOverProposal, { params: { id: offer.id }, body: {} });
    await again();
  };
  return (
    <Step act={act} lead={w.takeOver(offer.heldBy ?? '')}>
      {w.takeOverAct}
    </Step>
  );
}

function LetGo({ offer, onClose }: { offer: WaitingOfferView; onClose: () => void }) {
  const w = useWords(waiting).callback;
  const again = useAgain();
  const act = async () => {
    await call(placement.letProposalGo, { params: { id: offer.id }, body: {} });
    announce(w.letGoDone);
    await again();
    onClose();
  };
  return <Step act={act}>{w.letGo}</Step>;
}

import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { dayInBerlin } from '#kernel/time.ts';
import type { WaitingView } from '#rooms/placement/contract.ts';
import * as placement from '#rooms/placement/contract.ts';
import { REQUEST_LIMITS } from '#rooms/placement/rules/request.ts';
import { ATTEMPT_RESULTS, type AttemptResult } from '#rooms/placement/rules/waiting-offer.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, Segments } from '../../ui/index.ts';
import { useWords } from '../../words/language.tsx';
import { waiting } from '../../words/waiting.ts';
import { KnownFacts } from './known-facts.tsx';
import { useRequestWording } from './request-wording.ts';
import { EstimateText } from './waiting-estimate.tsx';
import { type Answers, NOTHING_ASKED, Questions, sentAnswers, useMissingAnswers } from './waiting-questions.tsx';

/** Somebody on the list, in the panel of her request: where she stands, what was promised, every contact, and the next one. */
export function WaitingPart({ requestId, state }: { requestId: string; state: string }) {
  const w = useWords(waiting).contact;
  const { data: view } = useQuery({
    queryKey: ['placement', 'queue', 'waiting-one', requestId],
    queryFn: ({ signal }) => call(placement.getWaiting, { params: { id: requestId }, signal }),
  });
  if (!view?.waitingSince) return null;
  return (
    <section className="stack" aria-labelledby="h-waiting">
      <h3 id="h-waiting">{w.title}</h3>
      <Facts view={view} />
      {view.said && (
        <details className="s">
          <summary>{w.said}</summary>
          <EstimateText estimate={view.said} />
        </details>
      )}
      {state === 'waiting' && <NewContact requestId={requestId} />}
      <details className="s" open={view.contacts.length > 0 && view.contacts.length < 4}>
        <summary>{w.history}</summary>
        {view.contacts.length > 0 ? <Contacts contacts={view.contacts} /> : <p className="q">{w.none}</p>}
      </details>
      <Leave requestId={requestId} />
    </section>
  );
}

function Facts({ view }: { view: WaitingView }) {
  const { contact: w, ranks, reasons, ask, going } = useWords(waiting);
  const { w: desk, f } = useRequestWording();
  const day = (instant: string) => dayInBerlin(Temporal.Instant.from(instant));
  const isOverdue = (instant: string) => Temporal.Instant.compare(Temporal.Instant.from(instant), Temporal.Now.instant()) < 0;
  const rank = view.priority === 3 ? ranks[3] : `${ranks[view.priority] ?? ''}: ${reasons[view.reason]}`;
  const guidance: Readonly<Record<string, string>> = going.topics;
  const rows: [string, string | null | undefined][] = [
    [w.positionLabel, view.position === null ? null : w.position(view.position, view.list)],
    [desk.inbox.priority, rank],
    [w.since, view.waitingSince && f.date(day(view.waitingSince))],
    [
      w.next,
      view.nextContactAt &&
        (isOverdue(view.nextContactAt) ? w.nextOverdue(f.date(day(view.nextContactAt))) : f.date(day(view.nextContactAt))),
    ],
    [w.skipped, view.skipped > 0 ? w.skippedOf(view.skipped) : null],
    [
      w.notice,
      view.finalNoticeAt &&
        w.noticeUntil(f.date(day(view.finalNoticeAt)), f.date(day(view.finalNoticeAt).add({ days: REQUEST_LIMITS.finalNoticeDays }))),
    ],
    [w.elsewhere, view.elsewhere && ask.elsewheres[view.elsewhere]],
    [going.told, view.guidance.map((topic) => guidance[topic] ?? topic).join(', ')],
  ];
  return (
    <>
      {view.wishedOnly && <p className="s">{w.wishedOnly}</p>}
      <KnownFacts rows={rows} />
    </>
  );
}

/** The next contact is written down where the person is looked at. */
function NewContact({ requestId }: { requestId: string }) {
  const all = useWords(waiting);
  const { contact: w, callback } = all;
  const { f } = useRequestWording();
  const queries = useQueryClient();
  const [result, setResult] = useState<AttemptResult | null>(null);
  const [answers, setAnswers] = useState<Answers>(NOTHING_ASKED);
  const unanswered = useMissingAnswers(answers);
  const [said, setSaid] = useState<string | null>(null);
  const submit = useSubmit(async () => {
    if (!result) return;
    const answer = await call(placement.recordContact, {
      params: { id: requestId },
      body: { result, ...(result === 'reached' ? sentAnswers(answers) : answers.note.trim() ? { note: answers.note.trim() } : {}) },
    });
    const next = answer.nextContactAt ? f.date(dayInBerlin(Temporal.Instant.from(answer.nextContactAt))) : null;
    const words = {
      'call-again': w.saved,
      skip: w.saved,
      reached: next ? w.savedNext(next) : w.saved,
      closed: callback.closed,
      'final-notice': callback.finalNotice,
    }[answer.after];
    setSaid(words);
    announce(words);
    setResult(null);
    setAnswers(NOTHING_ASKED);
    await queries.invalidateQueries({ queryKey: ['placement'] });
  });
  const go = () => document.querySelector<HTMLElement>('[data-field="contact-result"] input')?.focus();
  return (
    <details>
      <summary>{w.record}</summary>
      <div className="stack">
        <div data-field="contact-result">
          <Segments
            label={w.how}
            choices={ATTEMPT_RESULTS.map((value) => ({ value, label: callback.results[value] }))}
            value={result}
            onChange={setResult}
          />
        </div>
        {result === 'reached' && <Questions answers={answers} onChange={setAnswers} />}
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        {said && <Banner tone="yes">{said}</Banner>}
        <Button
          busy={submit.busy}
          onPress={submit.run}
          missing={result === null ? [{ what: w.how, go }] : result === 'reached' ? unanswered : []}
        >
          {w.record}
        </Button>
      </div>
    </details>
  );
}

/** The consent is taken back: said what ends and what stays, then one key. */
function Leave({ requestId }: { requestId: string }) {
  const w = useWords(waiting).leave;
  const queries = useQueryClient();
  const submit = useSubmit(async () => {
    await call(placement.saveDraft, { params: { id: requestId }, body: { waitingConsent: false } });
    announce(w.done);
    await queries.invalidateQueries({ queryKey: ['placement'] });
  });
  return (
    <details className="s">
      <summary>{w.title}</summary>
      <div className="stack">
        <p className="s">{w.lead}</p>
        {submit.sentence && <Banner tone="no">{submit.sentence}</Banner>}
        <div className="row">
          <Button busy={submit.busy} onPress={submit.run}>
            {w.act}
          </Button>
        </div>
      </div>
    </details>
  );
}

/** Every attempt with day, person and how it went. */
export function Contacts({ contacts }: { contacts: WaitingView['contacts'] }) {
  const { contact: w, callback, ask } = useWords(waiting);
  const { f } = useRequestWording();
  return (
    <ul className="plain contacts s">
      {contacts.map((one) => (
        <li key={one.id}>
          <span className="num nw">{f.when(one.at)}</span>{' '}
          <b>
            {w.written[one.channel]}: {callback.results[one.result]}
          </b>{' '}
          <span className="q">
            {[w.by(one.by), one.elsewhere && `${ask.elsewhere} ${ask.elsewheres[one.elsewhere]}`].filter(Boolean).join(' · ')}
          </span>
          {one.note && <p>{one.note}</p>}
        </li>
      ))}
    </ul>
  );
}

import { useEffect, useState } from 'react';
import * as placement from '#rooms/placement/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { AnswerMark, announce, Button, TextArea } from '../../ui/index.ts';
import { codes } from '../../words/codes.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { offer as offerWords } from '../../words/offer.ts';
import { type Allocation, useAct } from '../calendar/data.ts';
import { Fault } from '../calendar/fault.tsx';
import { useNow } from '../calendar/now.ts';
import { ageOf } from './age.ts';

const MARKS = { accepted: 'yes', questions: 'open', declined: 'no' } as const;

/** A new booking with what the therapist may know of it; never the caller's own words. */
export function BookingCard({ allocation }: { allocation: Allocation }) {
  const w = useWords(offerWords).booking;
  const c = useWords(codes);
  const format = useFormat();
  const { act, fault } = useAct();
  const age = ageOf(allocation.birthDate, useNow());
  const [asking, setAsking] = useState(false);
  const { id, person, firstAppointment, policyAccepted, phone } = allocation;
  const mark = policyAccepted ? MARKS[policyAccepted] : 'open';
  return (
    <section className="card stack" aria-labelledby={`new-${id} who-${id}`}>
      <div className="head">
        <h2 id={`new-${id}`}>{w.title}</h2>
        <span className="q s end num">{format.when(allocation.reservedAt)}</span>
      </div>
      <p className="b" id={`who-${id}`}>
        {age === null ? person : w.age(person, age)}
      </p>
      <dl className="kv">
        {firstAppointment && (
          <>
            <dt>{w.appointment}</dt>
            <dd className="num">
              {format.when(firstAppointment.startsAt)}, {c.slotKind[firstAppointment.kind]}
            </dd>
          </>
        )}
        <dt>{w.reason}</dt>
        <dd>{allocation.problems.map((code) => c.problem[code]).join(', ') || w.unknown}</dd>
        <dt>{w.insurance}</dt>
        <dd>{allocation.insurance ? c.insurance[allocation.insurance] : w.unknown}</dd>
        <dt>{w.rule}</dt>
        <dd className={mark}>
          <AnswerMark answer={mark} /> {policyAccepted ? w[policyAccepted] : w.notTold}
          {!allocation.feeBinding && <> {w.notBinding}</>}
          {allocation.custodyOpen && <span className="partly"> {w.custody}</span>}
        </dd>
        {phone && (
          <>
            <dt>{w.phone}</dt>
            <dd className="num">
              <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>
            </dd>
          </>
        )}
        {allocation.interpreterBy && (
          <>
            <dt>{w.interpreter}</dt>
            <dd>{allocation.interpreterBy}</dd>
          </>
        )}
      </dl>
      <Fault text={fault} />
      {asking ? (
        <AskBack id={id} onDone={() => setAsking(false)} />
      ) : (
        <div className="row wrap">
          <Button small onPress={() => act(() => call(placement.markSeen, { params: { id }, body: {} }))}>
            {w.seen}
          </Button>
          <Button small kind="quiet" onPress={() => setAsking(true)}>
            {w.askBack}
          </Button>
        </div>
      )}
    </section>
  );
}

const MOST = 200;

/** One short question to the desk about this person. */
function AskBack({ id, onDone }: { id: string; onDone: () => void }) {
  const w = useWords(offerWords).booking;
  const sheet = `ask-back.${id}`;
  const [question, setQuestion] = useTyped(sheet, 'question', '');
  const to = `ask-${id}`;
  const submit = useSubmit(async () => {
    await call(placement.askDesk, { params: { id }, body: { question } });
    announce(w.sent);
    forget(sheet);
    onDone();
  });
  const field = () => document.querySelector<HTMLElement>(`#${to} textarea`);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it opens
  useEffect(() => field()?.focus(), []);
  return (
    <form noValidate className="stack" id={to} aria-label={w.askBack} onSubmit={(event) => void submit.run(event)}>
      <Fault text={submit.sentence} />
      <TextArea
        label={w.question}
        hint={w.questionHint(MOST - question.length)}
        maxLength={MOST}
        rows={3}
        value={question}
        onChange={setQuestion}
        error={submit.at('/question')}
      />
      <div className="row wrap">
        <Button small type="submit" busy={submit.busy} missing={question.trim() ? [] : [{ what: w.question, go: () => field()?.focus() }]}>
          {w.send}
        </Button>
        <Button small kind="quiet" onPress={onDone}>
          {w.cancel}
        </Button>
      </div>
    </form>
  );
}

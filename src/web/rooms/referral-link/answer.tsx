import { useState } from 'react';
import * as wire from '#rooms/referrals/contract/link.ts';
import { isOver, OUTCOMES, REJECTIONS, type ReferralOutcome, type Rejection } from '#rooms/referrals/rules/life.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { forget, useTyped } from '../../typed.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { Segments, SelectField } from '../../ui/choices.tsx';
import { DateField } from '../../ui/date-field.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { useWords } from '../../words/language.tsx';
import { referrals as referralWords } from '../../words/referrals.ts';

interface Props {
  secret: string;
  shown: wire.ShownReferral;
  onShown: (next: wire.ShownReferral) => void;
}

/** What the partner says: one thing at a time, with nothing to learn first. The same link serves for the next. */
export function Answer({ secret, shown, onShown }: Props) {
  const words = useWords(referralWords);
  const w = words.link;
  const [event, setEvent] = useState<wire.PartnerEvent | null>(null);
  const [said, setSaid] = useState<wire.PartnerEvent | null>(null);
  const [ended, setEnded] = useState(false);
  const done = async (which: wire.PartnerEvent, state: wire.ShownReferral['state']) => {
    setSaid(which);
    setEvent(null);
    if (isOver(state)) return setEnded(true);
    const next = await call(wire.openReferral, { body: { secret }, anonymous: true });
    if (next.step === 'open') onShown(next);
  };
  return (
    <section className="card stack link-answer" aria-labelledby="referral-answer">
      <h2 id="referral-answer">{w.answer}</h2>
      {said && (
        <Banner tone="yes" live="polite">
          {said === 'ask-back' ? w.thanksAsked : w.thanks}
        </Banner>
      )}
      {!ended && event === null && (
        <>
          <div className="row wrap">
            {shown.may.map((each, index) => (
              <Button
                key={each}
                kind={index === 0 && each !== 'ask-back' ? 'main' : each === 'ask-back' ? 'quiet' : 'plain'}
                onPress={() => setEvent(each)}
              >
                {w.actions[each]}
              </Button>
            ))}
          </div>
          <p className="s q">{w.later}</p>
        </>
      )}
      {!ended && event && <Saying key={event} secret={secret} event={event} onBack={() => setEvent(null)} onSaid={done} />}
    </section>
  );
}

function Saying({
  secret,
  event,
  onBack,
  onSaid,
}: {
  secret: string;
  event: wire.PartnerEvent;
  onBack: () => void;
  onSaid: (event: wire.PartnerEvent, state: wire.ShownReferral['state']) => unknown;
}) {
  const words = useWords(referralWords);
  const w = words.link;
  const sheet = `referral-link.${event}`;
  const [at, setAt] = useTyped<string | null>(sheet, 'at', null);
  const [reason, setReason] = useTyped<Rejection | null>(sheet, 'reason', null);
  const [outcome, setOutcome] = useTyped<ReferralOutcome | null>(sheet, 'outcome', null);
  const [text, setText] = useTyped(sheet, 'text', '');
  const [tried, setTried] = useState(false);
  const dated = event === 'waitlist' || event === 'schedule' || event === 'start' ? event : null;
  const lacks =
    (dated !== null && at === null) ||
    (event === 'reject' && !reason) ||
    (event === 'complete' && !outcome) ||
    (event === 'ask-back' && text.trim() === '');
  const submit = useSubmit(async () => {
    const answer = await call(wire.answerReferral, {
      body: {
        secret,
        event,
        ...(at ? { day: at.slice(0, 10) } : {}),
        ...(at && event === 'schedule' ? { time: at.slice(11, 16) } : {}),
        ...(reason ? { reason } : {}),
        ...(outcome ? { outcome } : {}),
        ...(text.trim() ? { text: text.trim() } : {}),
      },
      anonymous: true,
    });
    forget(sheet);
    await onSaid(event, answer.state);
  });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(sent) => {
        sent.preventDefault();
        setTried(true);
        if (!lacks) void submit.run();
      }}
    >
      <h3>{w.actions[event]}</h3>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {dated && (
        <DateField
          label={w.day[dated]}
          value={at}
          onChange={setAt}
          lean={dated === 'start' ? 'past' : 'future'}
          ageless
          withTime={dated === 'schedule'}
          error={tried && at === null ? w.dayMissing : submit.at('/day')}
        />
      )}
      {event === 'reject' && (
        <SelectField
          label={w.reason}
          empty="–"
          choices={REJECTIONS.map((value) => ({ value, label: words.rejections[value] }))}
          value={reason}
          onChange={setReason}
          error={tried && !reason ? w.choose : submit.at('/reason')}
        />
      )}
      {event === 'complete' && (
        <Segments
          label={w.outcome}
          choices={OUTCOMES.map((value) => ({ value, label: words.outcomes[value] }))}
          value={outcome}
          onChange={setOutcome}
          error={tried && !outcome ? w.choose : submit.at('/outcome')}
        />
      )}
      <TextArea
        label={event === 'ask-back' ? w.text : w.textOptional}
        rows={3}
        maxLength={1000}
        value={text}
        onChange={setText}
        error={tried && event === 'ask-back' && text.trim() === '' ? w.textMissing : submit.at('/text')}
      />
      <div className="row wrap">
        <Button kind="main" type="submit" busy={submit.busy}>
          {w.send}
        </Button>
        <Button kind="quiet" onPress={onBack}>
          {w.back}
        </Button>
      </div>
    </form>
  );
}

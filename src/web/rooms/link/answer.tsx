import { useRef, useState } from 'react';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { Banner } from '../../ui/banner.tsx';
import { Button } from '../../ui/button.tsx';
import { CheckRow } from '../../ui/choices.tsx';
import { TextArea } from '../../ui/text-field.tsx';
import { useFormat, useWords } from '../../words/language.tsx';
import { link as linkWords } from '../../words/link.ts';

type Given = (typeof wire.LINK_ANSWERS)[number];

/** The recipient's one answer; afterwards it can only be read. */
export function Answer({ secret, shown }: { secret: string; shown: wire.Shown }) {
  const w = useWords(linkWords);
  const format = useFormat();
  const [given, setGiven] = useState<Given | null>(null);
  const [saying, setSaying] = useState<'asked-back' | 'declined' | null>(null);
  const [agreed, setAgreed] = useState(false);
  const [text, setText] = useState('');
  const [tried, setTried] = useState(false);
  const tick = useRef<HTMLInputElement>(null);
  const submit = useSubmit(async () => {
    const answer = saying ?? (shown.plan ? 'signed' : 'read');
    await call(wire.answerLink, { body: { secret, answer, ...(saying ? { text: text.trim() } : {}) }, anonymous: true });
    setGiven(answer);
  });
  const until = <p className="s q">{w.until(format.whenLong(shown.expiresAt))}</p>;
  if (given)
    return (
      <section className="card">
        <Banner tone="yes" live="polite">
          {w.thanks[given]}
        </Banner>
        {until}
      </section>
    );
  if (shown.answered || (shown.plan && !shown.plan.open))
    return (
      <section className="card">
        <Banner tone="open">{shown.answered ? w.answeredAt(format.whenLong(shown.answered.at)) : w.notOpen}</Banner>
        {until}
      </section>
    );
  return (
    <section className="card stack link-answer" aria-labelledby="link-answer">
      <h2 id="link-answer">{w.answerTitle}</h2>
      {submit.sentence && (
        <Banner tone="no" live="assertive">
          {submit.sentence}
        </Banner>
      )}
      {saying ? (
        <>
          <TextArea
            label={saying === 'asked-back' ? w.askText : w.declineText}
            rows={4}
            maxLength={2000}
            value={text}
            onChange={setText}
            error={tried && text.trim() === '' ? w.textMissing : undefined}
          />
          <div className="row wrap">
            <Button
              kind="main"
              busy={submit.busy}
              onPress={() => {
                setTried(true);
                return text.trim() === '' ? undefined : submit.run();
              }}
            >
              {w.send}
            </Button>
            <Button kind="quiet" onPress={() => setSaying(null)}>
              {w.back}
            </Button>
          </div>
        </>
      ) : (
        <>
          {shown.plan && (
            <CheckRow must checked={agreed} onChange={setAgreed} inputRef={tick}>
              {w.signTick}
            </CheckRow>
          )}
          <div className="row wrap">
            <Button
              kind="main"
              busy={submit.busy}
              missing={shown.plan && !agreed ? [{ what: w.signMissing, go: () => tick.current?.focus() }] : []}
              onPress={submit.run}
            >
              {shown.plan ? w.sign : w.read}
            </Button>
            <Button onPress={() => setSaying('asked-back')}>{w.ask}</Button>
            {shown.plan && (
              <Button kind="quiet" onPress={() => setSaying('declined')}>
                {w.decline}
              </Button>
            )}
          </div>
        </>
      )}
      {until}
    </section>
  );
}

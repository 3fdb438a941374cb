import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useDeferredValue, useRef, useState } from 'react';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, State, TextArea } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Wording = messages.Text['wordings'][number];

/** One text in one language: words, preview with made-up details, what is wrong with it named, versions behind it. */
export function TextEditor({ text, wording }: { text: messages.Text; wording: Wording }) {
  const w = useWords(messageWords);
  const queries = useQueryClient();
  const standing = wording.own ?? wording.shipped ?? '';
  const [body, setBody] = useState(standing);
  const area = useRef<HTMLTextAreaElement>(null);
  const params = { name: text.name, form: text.form, language: wording.language };
  const changed = body !== standing;
  const preview = usePreview(params, body);
  const rightToLeft = wording.language === 'ar' || wording.language === 'fa';
  const lang = wording.language === 'de-easy' ? 'de' : wording.language;
  const reread = () => queries.invalidateQueries({ queryKey: ['messages', 'texts'] });

  const save = useSubmit(async () => {
    await call(messages.changeText, { params, ifMatch: wording.version, body: { body } });
    announce(w.textSaved);
    await reread();
  });
  const back = useSubmit(async () => {
    await call(messages.withdrawText, { params, ifMatch: wording.version, body: {} });
    announce(w.backDone);
    await reread();
  });
  const fault = preview?.fault;
  const faultSentence = changed && fault ? w.faultOf[fault.because]?.(fault.word ?? '') : undefined;
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? body.length;
    const held = `{${name}}`;
    setBody(body.slice(0, at) + held + body.slice(area.current?.selectionEnd ?? at));
    // React has to write the new value first.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + held.length, at + held.length);
    });
  };
  return (
    <form
      className="stack"
      noValidate
      dir={rightToLeft ? 'rtl' : undefined}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed && !fault) void save.run();
      }}
    >
      <p dir="auto">
        <State tone={wording.own === null ? 'open' : 'yes'}>{wording.own === null ? w.shippedText : w.ownText}</State>
      </p>
      {standing === '' && (
        <p className="s q" dir="auto">
          {w.noText}
        </p>
      )}
      <TextArea
        label={w.text}
        hint={text.neutral ? w.neutralRule : w.namesRule}
        rows={text.form === 'short' ? 4 : 14}
        maxLength={4000}
        value={body}
        onChange={setBody}
        lang={lang}
        error={faultSentence ?? save.at('/body')}
        areaRef={area}
      />
      <div dir="auto" className="stack tight">
        <p className="s b">{w.placeholders}</p>
        <div className="holders">
          {text.placeholders.map((name) => (
            <Button
              key={name}
              small
              kind="quiet"
              onPress={() => insert(name)}
              label={`${w.insert(`{${name}}`)}: ${w.placeholderOf[name] ?? ''}`}
            >
              {`{${name}} `}
              <span className="q">{w.placeholderOf[name]}</span>
            </Button>
          ))}
        </div>
        <p className="s q">{w.lineRule}</p>
      </div>
      {save.sentence && (
        <Banner tone="no" live="assertive">
          {save.sentence}
        </Banner>
      )}
      {back.sentence && (
        <Banner tone="no" live="assertive">
          {back.sentence}
        </Banner>
      )}
      <div className="row wrap" dir="auto">
        {changed && (
          <>
            <Button type="submit" kind="main" busy={save.busy}>
              {w.saveText}
            </Button>
            <Button onPress={() => setBody(standing)}>{w.discard}</Button>
          </>
        )}
        {!changed && wording.own !== null && (
          <Button kind="quiet" busy={back.busy} onPress={back.run}>
            {w.backToShipped}
          </Button>
        )}
      </div>
      <section className="stack tight" aria-label={w.preview}>
        <h3 dir="auto">
          {w.preview} <span className="s q">{w.previewLead}</span>
        </h3>
        <div className="voice letter letter-preview" lang={lang} dir={rightToLeft ? 'rtl' : undefined}>
          {preview?.text}
        </div>
        {preview?.parts && (
          <p className="s q" dir="auto">
            {w.parts(preview.parts.parts, preview.parts.units)}
            {preview.parts.alphabet === 'ucs-2' && ` ${w.ucs2}`}
          </p>
        )}
      </section>
      <History wording={wording} onTake={setBody} />
    </form>
  );
}

/** The server fills and checks it, as it will when it is sent. */
function usePreview(params: { name: messages.Text['name']; form: 'long' | 'short'; language: Wording['language'] }, body: string) {
  const settled = useDeferredValue(body);
  const { data } = useQuery({
    queryKey: ['messages', 'preview', params, settled],
    queryFn: () => call(messages.previewText, { params, body: { body: settled } }),
    placeholderData: (before) => before,
    staleTime: 60_000,
  });
  return data;
}

function History({ wording, onTake }: { wording: Wording; onTake: (body: string) => void }) {
  const w = useWords(messageWords);
  const format = useFormat();
  if (wording.history.length === 0) return null;
  return (
    <details className="s" dir="auto">
      <summary>{w.history}</summary>
      <ul className="plain stack tight">
        {wording.history.map((one) => (
          <li key={one.version} className="row wrap">
            <span>
              {w.versionOf(one.version, format.when(one.validFrom))}
              {one.withdrawnAt && `, ${w.versionBack}`}
            </span>
            <Button small kind="quiet" onPress={() => onTake(one.body)} label={`${w.takeVersion}: ${one.version}`}>
              {w.takeVersion}
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

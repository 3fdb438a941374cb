import { useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import * as messages from '#rooms/messages/contract.ts';
import { call } from '../../call.ts';
import { useSubmit } from '../../submit.ts';
import { announce, Banner, Button, State, TextArea } from '../../ui/index.ts';
import { useFormat, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';

type Wording = messages.Text['wordings'][number];

interface Editing {
  text: messages.Text;
  wording: Wording;
  body: string;
  /** What the rule finds wrong with it, and where; the server asks the same rule. */
  fault: { because: string; word: string | null } | null;
  onChange: (body: string) => void;
}

/** One text in one language: words, what is wrong with it named, versions behind it. */
export function TextEditor({ text, wording, body, fault, onChange }: Editing) {
  const w = useWords(messageWords);
  const queries = useQueryClient();
  const standing = wording.own ?? wording.shipped ?? '';
  const area = useRef<HTMLTextAreaElement>(null);
  const params = { name: text.name, form: text.form, language: wording.language };
  const changed = body !== standing;
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
  const faultSentence = changed && fault ? w.faultOf[fault.because]?.(fault.word ?? '') : undefined;
  const insert = (name: string) => {
    const at = area.current?.selectionStart ?? body.length;
    const held = `{${name}}`;
    onChange(body.slice(0, at) + held + body.slice(area.current?.selectionEnd ?? at));
    // React has to write the new value first.
    requestAnimationFrame(() => {
      area.current?.focus();
      area.current?.setSelectionRange(at + held.length, at + held.length);
    });
  };
  return (
    <form
      className={rightToLeft ? 'stack rtl' : 'stack'}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        if (fault) area.current?.focus();
        else if (changed) void save.run();
      }}
    >
      <p>
        <State tone={wording.own === null ? 'open' : 'yes'}>{wording.own === null ? w.shippedText : w.ownText}</State>
      </p>
      {standing === '' && <p className="s q">{w.noText}</p>}
      <TextArea
        label={w.text}
        hint={text.neutral ? w.neutralRule : w.namesRule}
        rows={text.form === 'short' ? 4 : 14}
        maxLength={4000}
        value={body}
        onChange={onChange}
        lang={lang}
        error={faultSentence ?? save.at('/body')}
        areaRef={area}
      />
      <div className="stack tight">
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
      <div className="row wrap">
        {changed && (
          <>
            <Button type="submit" kind="main" busy={save.busy}>
              {w.saveText}
            </Button>
            <Button onPress={() => onChange(standing)}>{w.discard}</Button>
          </>
        )}
        {!changed && wording.own !== null && (
          <Button kind="quiet" busy={back.busy} onPress={back.run}>
            {w.backToShipped}
          </Button>
        )}
      </div>
      <History wording={wording} onTake={onChange} />
    </form>
  );
}

function History({ wording, onTake }: { wording: Wording; onTake: (body: string) => void }) {
  const w = useWords(messageWords);
  const format = useFormat();
  if (wording.history.length === 0) return null;
  return (
    <details className="s">
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

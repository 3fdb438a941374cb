import { useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import * as messages from '#rooms/messages/contract.ts';
import { previewOf } from '#rooms/messages/rules/render.ts';
import { call } from '../../call.ts';
import { useTyped } from '../../typed.ts';
import { SelectField } from '../../ui/index.ts';
import { currentLanguage, useWords } from '../../words/language.tsx';
import { messages as messageWords } from '../../words/messages.ts';
import { TextEditor } from './texts-editor.tsx';
import { Preview } from './texts-preview.tsx';
import { QuietHours } from './texts-quiet.tsx';
import '../messages/messages.css';

await messageWords.load(currentLanguage());

export const TEXTS = ['messages', 'texts'];

/** Texte: every text that goes to a person, worded per language, looked at with made-up details before it holds. */
export function Texts() {
  const w = useWords(messageWords);
  const { data } = useQuery({ queryKey: TEXTS, queryFn: async () => (await call(messages.listTexts)).texts });
  const [name, setName] = useState('appointment-confirmation');
  const [form, setForm] = useState<'long' | 'short'>('long');
  const [language, setLanguage] = useState('de');
  const text = data?.find((one) => one.name === name && one.form === form);
  const wording = text?.wordings.find((one) => one.language === language);
  const standing = wording?.own ?? wording?.shipped ?? '';
  // each text in each language is kept by itself while others are looked at
  const sheet = `text.${name}.${form}.${language}`;
  const [body, setBody] = useTyped(sheet, 'body', standing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once it is saved, the text begins from there
  useEffect(() => {
    if (body === standing) setBody(standing);
  }, [body, standing]);
  const preview = text && wording ? previewOf(text.name, text.form, wording.language, body) : undefined;
  const stateOf = (one: messages.Text['wordings'][number]) => (one.own !== null ? `, ${w.ownText}` : one.shipped === null ? ', –' : '');
  if (!data) return null;
  return (
    <div className="texts-page">
      <section className="card stack" aria-labelledby="h-texts">
        <h2 id="h-texts">{w.texts}</h2>
        <p className="q">{w.textsLead}</p>
        <div className="pick">
          <SelectField
            label={w.textKind}
            choices={[...new Set(data.map((one) => one.name))].map((value) => ({ value, label: w.template[value] ?? value }))}
            value={name as messages.Text['name']}
            onChange={(value) => value && setName(value)}
          />
          <SelectField
            label={w.textForm}
            choices={(['long', 'short'] as const).map((value) => ({ value, label: w.forms[value] }))}
            value={form}
            onChange={(value) => value && setForm(value)}
          />
          <SelectField
            label={w.language}
            choices={(text?.wordings ?? []).map((one) => ({
              value: one.language,
              label: `${w.languages[one.language] ?? one.language}${stateOf(one)}`,
            }))}
            value={language as messages.Text['wordings'][number]['language']}
            onChange={(value) => value && setLanguage(value)}
          />
        </div>
        {text && wording && (
          <TextEditor
            key={`${sheet} ${wording.version}`}
            text={text}
            wording={wording}
            body={body}
            fault={preview?.fault ?? null}
            onChange={setBody}
          />
        )}
      </section>
      <div className="stack">
        {wording && <Preview preview={preview} language={wording.language} />}
        <QuietHours />
      </div>
    </div>
  );
}

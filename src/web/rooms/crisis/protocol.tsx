import { useState } from 'react';
import { Button, TextArea } from '../../ui/index.ts';
import { crisis } from '../../words/crisis.ts';
import { useLanguage, useWords } from '../../words/language.tsx';
import { clockWithSeconds } from './clock.ts';
import { useEntryWords } from './entry-words.ts';
import type { Sheet } from './use-sheet.ts';

/** What changes who has it, or how urgent it is: found at one glance. */
const TURNS = new Set(['raised', 'level-raised', 'level-lowered', 'called-112', 'acknowledged', 'in-contact', 'handed-over', 'closed']);

/** Each step with its second; what has not reached the server yet stands there too, and says so. */
export function Protocol({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const { language } = useLanguage();
  const { view } = sheet;
  const names = new Map(view?.pages.map(({ accountId, name }) => [accountId, name]));
  const words = useEntryWords(sheet.script, language, names);
  // The record saves itself as it is typed; of a row of savings the last is enough.
  const entries = (view?.entries ?? []).filter(({ kind }, index, all) => kind !== 'record-saved' || all[index + 1]?.kind !== kind);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keys
    <ol className="log" aria-live="polite" tabIndex={0} aria-label={w.protocol}>
      {entries.map((entry) => (
        <li key={entry.id}>
          <time dateTime={entry.at}>{clockWithSeconds(entry.at)}</time>
          <span className={TURNS.has(entry.kind) ? 'turn' : undefined}>{words(entry)}</span>
        </li>
      ))}
      {sheet.notes.map((note) => (
        <li key={note.at}>
          <time dateTime={note.at}>{clockWithSeconds(note.at)}</time>
          <span>
            {w.entry.note(note.text)} <span className="q">({w.notSentYet})</span>
          </span>
        </li>
      ))}
    </ol>
  );
}

export function NoteField({ sheet }: { sheet: Sheet }) {
  const w = useWords(crisis);
  const [text, setText] = useState('');
  if (sheet.view && !sheet.may('note')) return null;
  const add = () => {
    const note = text.trim();
    if (!note) return;
    setText('');
    sheet.note(note);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key belongs to the field inside
    <div
      className="stack note-field"
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !event.ctrlKey) return;
        event.preventDefault();
        event.stopPropagation();
        add();
      }}
    >
      <TextArea label={w.noteLabel} value={text} onChange={setText} placeholder={w.notePlaceholder} maxLength={500} rows={2} />
      {text.trim() && (
        <Button wide chord="Ctrl+Enter" onPress={add}>
          {w.noteAdd}
        </Button>
      )}
    </div>
  );
}

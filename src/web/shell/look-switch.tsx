import { useState } from 'react';
import { SCHEMES, type Scheme, schemeOfDevice, showScheme } from '../look.ts';
import { Segments } from '../ui/choices.tsx';
import { LANGUAGES, type Language } from '../words/book.ts';
import { useLanguage, useWords } from '../words/language.tsx';
import { shell } from '../words/shell.ts';

/** Light or dark, kept on this device. */
export function SchemeSwitch({ onChoose }: { onChoose?: (scheme: Scheme) => unknown }) {
  const w = useWords(shell);
  const [scheme, setScheme] = useState<Scheme>(schemeOfDevice);
  const choose = (next: Scheme) => {
    showScheme(next);
    setScheme(next);
    onChoose?.(next);
  };
  return <Segments label={w.look} choices={SCHEMES.map((value) => ({ value, label: w.scheme[value] }))} value={scheme} onChange={choose} />;
}

export function LanguageSwitch({ onChoose }: { onChoose?: (language: Language) => unknown }) {
  const w = useWords(shell);
  const { language, speak } = useLanguage();
  return (
    <Segments
      label={w.language}
      choices={LANGUAGES.map((value) => ({ value, label: w.languages[value] }))}
      value={language}
      onChange={(next) => {
        onChoose?.(next);
        void speak(next);
      }}
    />
  );
}

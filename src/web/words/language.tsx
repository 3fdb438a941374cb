import { createContext, type ReactNode, use, useCallback, useMemo, useState } from 'react';
import { type Book, type Language, loadAll } from './book.ts';
import { LANGUAGE_KEY as KEY } from './device.ts';
import { type Format, formatIn } from './format.ts';

/** Whether somebody chose a language on this device. */
export const languageChosen = () => localStorage.getItem(KEY) !== null;

/** Read by `call` for Accept-Language, outside of React. */
export function currentLanguage(): Language {
  return document.documentElement.lang === 'en' ? 'en' : 'de';
}

const Context = createContext<{ language: Language; speak: (language: Language) => Promise<void> } | null>(null);

export function LanguageProvider({ start, children }: { start: Language; children: ReactNode }) {
  const [language, setLanguage] = useState(start);
  const speak = useCallback(async (next: Language) => {
    await loadAll(next);
    localStorage.setItem(KEY, next);
    document.documentElement.lang = next;
    setLanguage(next);
  }, []);
  return <Context value={useMemo(() => ({ language, speak }), [language, speak])}>{children}</Context>;
}

export function useLanguage() {
  const value = use(Context);
  if (!value) throw new Error('LanguageProvider is missing');
  return value;
}

/** The words of a room in the language of the page. Waits (Suspense) only when the route did not load them before. */
export function useWords<Words>(wanted: Book<Words>): Words {
  const { language } = useLanguage();
  // always through `use`: called only sometimes, React loses count of what a component waits for (error 467)
  return use(wanted.load(language));
}

/** Dates, numbers and plurals in the language of the page. */
export function useFormat(): Format {
  return formatIn(useLanguage().language);
}

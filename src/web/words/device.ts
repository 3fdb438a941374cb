import { LANGUAGES, type Language } from './book.ts';

export const LANGUAGE_KEY = 'geleit.language';

/** The language that this device used last; else that of the browser; else German. */
export function languageOfDevice(): Language {
  const wishes = [localStorage.getItem(LANGUAGE_KEY), ...navigator.languages.map((tag) => tag.slice(0, 2))];
  return LANGUAGES.find((one) => one === wishes.find((wish) => LANGUAGES.some((known) => known === wish))) ?? 'de';
}

import { LANGUAGE_LEVELS, type LanguageLevel } from '#kernel/codes.ts';
import { remembered } from './days.ts';

/**
 * The language of a BCP 47 tag: "de-AT" and "DE" are "de", "sgn-DE" is "gsg" (German sign language), "zh-yue" is "yue".
 * Region and script do not matter for being understood in therapy.
 */
export const languageOf = remembered((tag: string): string => {
  try {
    return new Intl.Locale(tag).language;
  } catch {
    return tag.trim().toLowerCase(); // not a tag: compared as it stands
  }
});

export const GERMAN = 'de';

/** 0 for A1 to 5 for C2. */
export function rankOf(level: LanguageLevel): number {
  return LANGUAGE_LEVELS.indexOf(level);
}

/** Best level per language; German is C2 where it is not listed (rule book A.2.3). */
export function levelsOf(languages: readonly { tag: string; level: LanguageLevel }[]): Map<string, number> {
  const levels = new Map<string, number>();
  for (const { tag, level } of languages) {
    const language = languageOf(tag);
    levels.set(language, Math.max(levels.get(language) ?? 0, rankOf(level)));
  }
  if (!levels.has(GERMAN)) levels.set(GERMAN, rankOf('C2'));
  return levels;
}

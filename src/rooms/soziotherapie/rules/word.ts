import type { RefusalWords } from '#rooms/directory/rules/words.ts';

/** Title and what to do next, German and English. */
export const word = (deTitle: string, deDetail: string, enTitle: string, enDetail: string): RefusalWords => ({
  de: { title: deTitle, detail: deDetail },
  en: { title: enTitle, detail: enDetail },
});

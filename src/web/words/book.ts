/** The languages of the staff app. German leads. */
export const LANGUAGES = ['de', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** The words of one room: loaded per language when a page needs them, then at hand at once. */
export interface Book<Words> {
  load(language: Language): Promise<Words>;
  peek(language: Language): Words | undefined;
}

const loaded = new Set<Book<unknown>>();

/**
 * Makes a room's book. English is typed by German: a missing key is a type error here.
 * @example export const calendar = book({ de: () => import('./de/calendar.ts'), en: () => import('./en/calendar.ts') });
 */
export function book<Words>(pages: { de: () => Promise<{ words: Words }>; en: () => Promise<{ words: NoInfer<Words> }> }): Book<Words> {
  const kept: { [L in Language]?: { promise: Promise<Words>; words?: Words } } = {};
  const self: Book<Words> = {
    load(language) {
      const known = kept[language];
      if (known) return known.promise;
      const entry: { promise: Promise<Words>; words?: Words } = {
        promise: pages[language]().then(
          (page) => {
            entry.words = page.words;
            return page.words;
          },
          (fault: unknown) => {
            delete kept[language];
            throw fault;
          },
        ),
      };
      // React reads these two from a promise, so that words at hand make nobody wait for a tick.
      entry.promise.then((value) => Object.assign(entry.promise, { status: 'fulfilled', value })).catch(() => {});
      kept[language] = entry;
      loaded.add(self);
      return entry.promise;
    },
    peek: (language) => kept[language]?.words,
  };
  return self;
}

/** Loads every book that is in use also in another language, so that switching shows no gap. */
export async function loadAll(language: Language): Promise<void> {
  await Promise.all([...loaded].map((one) => one.load(language)));
}

/** What a refusal says: what is, and what to do; in German and in English. */
export interface RefusalWords {
  de: { title: string; detail: string };
  en: { title: string; detail: string };
}

import { book } from './book.ts';
import type { words } from './de/requests.ts';

/** Words of the requests: their lists, and what is done with one beside its list. */
export const requests = book({ de: () => import('./de/requests.ts'), en: () => import('./en/requests.ts') });
export type RequestWords = typeof words;

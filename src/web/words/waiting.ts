import { book } from './book.ts';
import type { words } from './de/waiting.ts';

/** Words of the waiting list and of its proposals. */
export const waiting = book({ de: () => import('./de/waiting.ts'), en: () => import('./en/waiting.ts') });
export type WaitingWords = typeof words;

import { book } from './book.ts';
import type { words } from './de/booked.ts';

/** Words of what has been booked: what is read back, and whether the confirmation has arrived. */
export const booked = book({ de: () => import('./de/booked.ts'), en: () => import('./en/booked.ts') });
export type BookedWords = typeof words;

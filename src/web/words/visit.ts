import { book } from './book.ts';
import type { words } from './de/visit.ts';

/** Words of home visits on the phone. */
export const visit = book({ de: () => import('./de/visit.ts'), en: () => import('./en/visit.ts') });
export type VisitWords = typeof words;

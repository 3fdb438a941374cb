import { book } from './book.ts';
import type { words } from './de/problems.ts';

/** Sentences for refusals that the browser itself must word, and for faults of single fields. */
export const problems = book({ de: () => import('./de/problems.ts'), en: () => import('./en/problems.ts') });
export type Words = typeof words;

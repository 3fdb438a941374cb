import { book } from './book.ts';
import type { words } from './de/findings.ts';

/** Findings of a case: what was found, what it rests on, what to do. */
export const findings = book({ de: () => import('./de/findings.ts'), en: () => import('./en/findings.ts') });
export type FindingsWords = typeof words;

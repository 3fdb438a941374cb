import { book } from './book.ts';
import type { words } from './de/case-file.ts';

/** The frame of a case file, overview, clearing and course. */
export const caseFile = book({ de: () => import('./de/case-file.ts'), en: () => import('./en/case-file.ts') });
export type CaseFileWords = typeof words;

import { book } from './book.ts';
import type { words } from './de/papers.ts';

export const papers = book({ de: () => import('./de/papers.ts'), en: () => import('./en/papers.ts') });
export type PaperWords = typeof words;

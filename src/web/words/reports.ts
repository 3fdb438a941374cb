import { book } from './book.ts';
import type { words } from './de/reports.ts';

export const reports = book({ de: () => import('./de/reports.ts'), en: () => import('./en/reports.ts') });
export type ReportsWords = typeof words;

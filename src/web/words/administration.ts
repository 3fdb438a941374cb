import { book } from './book.ts';
import type { words } from './de/administration.ts';

export const administration = book({ de: () => import('./de/administration.ts'), en: () => import('./en/administration.ts') });
export type AdministrationWords = typeof words;

import { book } from './book.ts';
import type { words } from './de/imports.ts';

export const imports = book({ de: () => import('./de/imports.ts'), en: () => import('./en/imports.ts') });
export type ImportsWords = typeof words;

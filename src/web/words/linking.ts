import { book } from './book.ts';
import type { words } from './de/linking.ts';

/** Service lines of a case, and the search for a therapy place from it. */
export const linking = book({ de: () => import('./de/linking.ts'), en: () => import('./en/linking.ts') });
export type LinkingWords = typeof words;

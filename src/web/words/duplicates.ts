import { book } from './book.ts';

/** Words of records that may be one person. */
export const duplicates = book({ de: () => import('./de/duplicates.ts'), en: () => import('./en/duplicates.ts') });

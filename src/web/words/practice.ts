import { book } from './book.ts';

/** Words of a practice of Soziotherapie: its details, its numbers, its prescribers. */
export const practice = book({ de: () => import('./de/practice.ts'), en: () => import('./en/practice.ts') });

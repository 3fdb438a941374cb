import { book } from './book.ts';

/** Payers, their files, and prices of contracts. */
export const payers = book({ de: () => import('./de/payers.ts'), en: () => import('./en/payers.ts') });

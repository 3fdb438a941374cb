import { book } from './book.ts';

/** The outcome statistics of Case Management with their definitions. */
export const outcomes = book({ de: () => import('./de/outcomes.ts'), en: () => import('./en/outcomes.ts') });

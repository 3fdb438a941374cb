import { book } from './book.ts';

/** Words of the evaluation of a case. */
export const evaluation = book({ de: () => import('./de/evaluation.ts'), en: () => import('./en/evaluation.ts') });

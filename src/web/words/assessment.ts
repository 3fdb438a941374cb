import { book } from './book.ts';

/** Words of a case's assessment: domains, both views, rounds, resources and scores. */
export const assessment = book({ de: () => import('./de/assessment.ts'), en: () => import('./en/assessment.ts') });

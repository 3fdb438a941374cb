import { book } from './book.ts';

/** Words of the plan of a case, its goals, measures and versions. */
export const casePlan = book({ de: () => import('./de/case-plan.ts'), en: () => import('./en/case-plan.ts') });

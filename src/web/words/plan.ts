import { book } from './book.ts';

/** Words of care plans, their signatures and links, and of reviews; also for the page behind a link. */
export const plan = book({ de: () => import('./de/plan.ts'), en: () => import('./en/plan.ts') });

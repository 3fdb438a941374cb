import { book } from './book.ts';

/** Words of the page behind a link to a plan. */
export const planLink = book({ de: () => import('./de/plan-link.ts'), en: () => import('./en/plan-link.ts') });

import { book } from './book.ts';

/** The first page of a case file: what is next, goals, services, findings and network at a glance. */
export const caseOverview = book({ de: () => import('./de/case-overview.ts'), en: () => import('./en/case-overview.ts') });

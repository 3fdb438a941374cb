import { book } from './book.ts';

/** Board, list, team and absences of Case Management. */
export const caseload = book({ de: () => import('./de/caseload.ts'), en: () => import('./en/caseload.ts') });

import { book } from './book.ts';
import type { words } from './de/caseload.ts';

/** Board, list, team and absences of Case Management. */
export const caseload = book({ de: () => import('./de/caseload.ts'), en: () => import('./en/caseload.ts') });
export type CaseloadWords = typeof words;

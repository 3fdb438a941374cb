import { book } from './book.ts';

/** Words of every action in the log. */
export const audit = book({ de: () => import('./de/audit.ts'), en: () => import('./en/audit.ts') });

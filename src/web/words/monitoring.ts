import { book } from './book.ts';

/** Contacts, observations, traffic lights, reviews and hospital stays of a case. */
export const monitoring = book({ de: () => import('./de/monitoring.ts'), en: () => import('./en/monitoring.ts') });

import { book } from './book.ts';

/** Words about times at which somebody is busy elsewhere, and about two appointments at once. */
export const busyTimes = book({ de: () => import('./de/busy-times.ts'), en: () => import('./en/busy-times.ts') });

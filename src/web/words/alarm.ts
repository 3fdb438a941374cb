import { book } from './book.ts';

/** Words of how this device wakes somebody: its sound, and the alarm without an open page. */
export const alarm = book({ de: () => import('./de/alarm.ts'), en: () => import('./en/alarm.ts') });

import { book } from './book.ts';

/** Words of the emergency sheet, the alarm, the page of emergencies and the script. */
export const crisis = book({ de: () => import('./de/crisis.ts'), en: () => import('./en/crisis.ts') });

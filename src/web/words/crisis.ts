import { book } from './book.ts';

/** Words of the emergency sheet, the alarm and the page of emergencies. */
export const crisis = book({ de: () => import('./de/crisis.ts'), en: () => import('./en/crisis.ts') });

import { book } from './book.ts';

export const calendar = book({ de: () => import('./de/calendar.ts'), en: () => import('./en/calendar.ts') });

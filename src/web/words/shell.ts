import { book } from './book.ts';

/** Words of the frame and of the building blocks; loaded before the first view. */
export const shell = book({ de: () => import('./de/shell.ts'), en: () => import('./en/shell.ts') });

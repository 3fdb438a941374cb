import { book } from './book.ts';

/** Words of the page that somebody with a link and without an account sees. */
export const link = book({ de: () => import('./de/link.ts'), en: () => import('./en/link.ts') });

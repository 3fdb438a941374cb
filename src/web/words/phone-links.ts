import { book } from './book.ts';

/** Words of the telephone systems that report calls. */
export const phoneLinks = book({ de: () => import('./de/phone-links.ts'), en: () => import('./en/phone-links.ts') });

import { book } from './book.ts';

export const access = book({ de: () => import('./de/access.ts'), en: () => import('./en/access.ts') });

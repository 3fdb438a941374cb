import { book } from './book.ts';

/** Words of every closed list in the kernel. */
export const codes = book({ de: () => import('./de/codes.ts'), en: () => import('./en/codes.ts') });

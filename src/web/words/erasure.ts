import { book } from './book.ts';

/** Words of erasing files whose retention time is over. */
export const erasure = book({ de: () => import('./de/erasure.ts'), en: () => import('./en/erasure.ts') });

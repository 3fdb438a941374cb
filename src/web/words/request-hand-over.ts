import { book } from './book.ts';

/** Words of handing somebody over from a request to Case Management or Soziotherapie. */
export const requestHandOver = book({ de: () => import('./de/request-hand-over.ts'), en: () => import('./en/request-hand-over.ts') });

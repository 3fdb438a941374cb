import { book } from './book.ts';

/** Words of the script: its versions, how one is worded, compared and signed. */
export const script = book({ de: () => import('./de/script.ts'), en: () => import('./en/script.ts') });

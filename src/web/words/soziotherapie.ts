import { book } from './book.ts';
import type { words } from './de/soziotherapie.ts';

/** Overview, clients, board of approvals, and the frame of a client's file. */
export const soziotherapie = book({ de: () => import('./de/soziotherapie.ts'), en: () => import('./en/soziotherapie.ts') });
export type SoziotherapieWords = typeof words;

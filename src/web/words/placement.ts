import { book } from './book.ts';
import type { words } from './de/placement.ts';

/** Words of the phone desk and of the requests. */
export const placement = book({ de: () => import('./de/placement.ts'), en: () => import('./en/placement.ts') });
export type Words = typeof words;

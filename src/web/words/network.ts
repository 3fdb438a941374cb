import { book } from './book.ts';
import type { words } from './de/network.ts';

export const network = book({ de: () => import('./de/network.ts'), en: () => import('./en/network.ts') });
export type NetworkWords = typeof words;

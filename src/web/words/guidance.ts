import { book } from './book.ts';
import type { words } from './de/guidance.ts';

export const guidance = book({ de: () => import('./de/guidance.ts'), en: () => import('./en/guidance.ts') });
export type GuidanceWords = typeof words;

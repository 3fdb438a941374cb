import { book } from './book.ts';
import type { words } from './de/messages.ts';

export const messages = book({ de: () => import('./de/messages.ts'), en: () => import('./en/messages.ts') });
export type MessageWords = typeof words;

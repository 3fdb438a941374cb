import { book } from './book.ts';
import type { words } from './de/sessions.ts';

/** Words of the sessions in a client's file and of the groups. */
export const sessions = book({ de: () => import('./de/sessions.ts'), en: () => import('./en/sessions.ts') });
export type SessionWords = typeof words;

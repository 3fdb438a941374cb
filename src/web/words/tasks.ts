import { book } from './book.ts';
import type { words } from './de/tasks.ts';

export const tasks = book({ de: () => import('./de/tasks.ts'), en: () => import('./en/tasks.ts') });
export type TaskWords = typeof words;

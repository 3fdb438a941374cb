import { book } from './book.ts';
import type { words } from './de/phone.ts';

export const phone = book({ de: () => import('./de/phone.ts'), en: () => import('./en/phone.ts') });
export type PhoneWords = typeof words;

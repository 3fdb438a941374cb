import { book } from './book.ts';
import type { words } from './de/forms.ts';

export const forms = book({ de: () => import('./de/forms.ts'), en: () => import('./en/forms.ts') });
export type FormWords = typeof words;

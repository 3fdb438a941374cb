import { book } from './book.ts';

export const gallery = book({ de: () => import('./de/gallery.ts'), en: () => import('./en/gallery.ts') });

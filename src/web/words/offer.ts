import { book } from './book.ts';

export const offer = book({ de: () => import('./de/offer.ts'), en: () => import('./en/offer.ts') });

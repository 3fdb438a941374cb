import { book } from './book.ts';

export const protocol = book({ de: () => import('./de/protocol.ts'), en: () => import('./en/protocol.ts') });

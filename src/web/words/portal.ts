import { book } from './book.ts';
import type { words } from './de/portal.ts';

export const portal = book({ de: () => import('./de/portal.ts'), en: () => import('./en/portal.ts') });
export type PortalWords = typeof words;

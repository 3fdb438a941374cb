import { book } from './book.ts';

/** Words of the network map and its list. */
export const networkMap = book({ de: () => import('./de/network-map.ts'), en: () => import('./en/network-map.ts') });

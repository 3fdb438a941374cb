import { book } from './book.ts';

/** Words of the services of the region: list, editing, search. */
export const services = book({ de: () => import('./de/services.ts'), en: () => import('./en/services.ts') });

import { book } from './book.ts';

/** The areas of use of Case Management, as a network sets them. */
export const areas = book({ de: () => import('./de/areas.ts'), en: () => import('./en/areas.ts') });

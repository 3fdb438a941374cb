import { book } from './book.ts';

/** Words of the panel with which helpers invite to the portal and answer in it. */
export const portalAccess = book({ de: () => import('./de/portal-access.ts'), en: () => import('./en/portal-access.ts') });

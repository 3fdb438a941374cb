import { book } from './book.ts';

/** Words of the releases of a case, beside those that Soziotherapie has, too. */
export const caseReleases = book({ de: () => import('./de/case-releases.ts'), en: () => import('./en/case-releases.ts') });

import { book } from './book.ts';

/** Words of referrals: the sender's side in a case, and the partner's page. */
export const referrals = book({ de: () => import('./de/referrals.ts'), en: () => import('./en/referrals.ts') });

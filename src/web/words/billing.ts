import { book } from './book.ts';

/** Money of a practice: month, invoices, prices, payers, copayments. */
export const billing = book({ de: () => import('./de/billing.ts'), en: () => import('./en/billing.ts') });

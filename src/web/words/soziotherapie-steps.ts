import { book } from './book.ts';

/** Steps of a case: who accompanies, pauses, hospital, other help, former units, end, next case, protection. */
export const soziotherapieSteps = book({
  de: () => import('./de/soziotherapie-steps.ts'),
  en: () => import('./en/soziotherapie-steps.ts'),
});

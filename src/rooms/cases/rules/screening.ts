/** What a screening ends with (rule book B.2.4). */
export const SCREENING_RESULTS = ['indicated', 'pending_consent', 'short_counselling', 'not_indicated', 'undetermined'] as const;
export type ScreeningResult = (typeof SCREENING_RESULTS)[number];

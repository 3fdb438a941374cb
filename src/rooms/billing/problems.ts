import { BILLING_WORDS } from './rules/words.ts';

/** Words of this room's refusals and of what stands against a line. */
export const BILLING_PROBLEMS = BILLING_WORDS;

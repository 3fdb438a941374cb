import { PAYERS_WORDS } from './rules/words.ts';

/** Words of this room's refusals. */
export const PAYERS_PROBLEMS = PAYERS_WORDS;

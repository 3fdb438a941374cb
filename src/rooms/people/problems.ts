import { COVER_WORDS } from './rules/cover-words.ts';
import { MERGING_WORDS } from './rules/merging-words.ts';

/** Words of this room's refusals. */
export const PEOPLE_PROBLEMS = { ...COVER_WORDS, ...MERGING_WORDS };

import { COVER_WORDS } from './rules/cover-words.ts';

/** Words of this room's refusals. */
export const PEOPLE_PROBLEMS = COVER_WORDS;

import { RELEASE_WORDS } from './rules/release-words.ts';

/** Words of this room's refusals; each subject brings its own. */
export const CASES_PROBLEMS = { ...RELEASE_WORDS };

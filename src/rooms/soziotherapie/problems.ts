import { CASE_WORDS } from './rules/case-words.ts';
import { ERASURE_WORDS } from './rules/erasure-words.ts';
import { PLAN_WORDS } from './rules/plan-refusals.ts';
import { PRACTICE_WORDS } from './rules/practice-words.ts';
import { RIGHTS_WORDS } from './rules/rights-words.ts';
import { VISIT_WORDS } from './rules/visit-words.ts';
import { SOZIOTHERAPIE_WORDS } from './rules/words.ts';

/** Words of this room's refusals; each subject brings its own. */
export const SOZIOTHERAPIE_PROBLEMS = {
  ...SOZIOTHERAPIE_WORDS,
  ...PRACTICE_WORDS,
  ...CASE_WORDS,
  ...RIGHTS_WORDS,
  ...ERASURE_WORDS,
  ...VISIT_WORDS,
  ...PLAN_WORDS,
};

import { ASSESSMENT_WORDS } from './rules/assessment-words.ts';
import { CASELOAD_WORDS } from './rules/caseload-words.ts';
import { LINKING_WORDS } from './rules/linking-words.ts';
import { MONITORING_WORDS } from './rules/monitoring-words.ts';
import { LIFE_OF_CASE_WORDS } from './rules/phase-words.ts';
import { CASE_PLAN_WORDS } from './rules/plan-words.ts';
import { RELEASE_WORDS } from './rules/release-words.ts';

/** Words of this room's refusals; each subject brings its own. */
export const CASES_PROBLEMS = {
  ...ASSESSMENT_WORDS,
  ...CASE_PLAN_WORDS,
  ...CASELOAD_WORDS,
  ...LINKING_WORDS,
  ...LIFE_OF_CASE_WORDS,
  ...MONITORING_WORDS,
  ...RELEASE_WORDS,
};

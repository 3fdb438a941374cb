/** Words of this room's refusals; each subject brings its own. */
export const CASES_PROBLEMS = {};

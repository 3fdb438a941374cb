/** Words of this room's refusals. */
export const REPORTS_PROBLEMS = {} as const;

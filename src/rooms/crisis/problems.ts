/** Words of this room's refusals. */
export const CRISIS_PROBLEMS = {} as const;

/** Words of this room's refusals. */
export const PORTAL_PROBLEMS = {} as const;

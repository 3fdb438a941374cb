import { PORTAL_ACCESS_PROBLEMS } from './rules/own-refusal-words.ts';

/** Words of this room's refusals. */
export const PORTAL_PROBLEMS = { ...PORTAL_ACCESS_PROBLEMS } as const;

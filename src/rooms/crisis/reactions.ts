import type { Reaction } from '#platform/events.ts';

export const crisisReactions: Record<string, Reaction> = {};

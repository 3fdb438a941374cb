import type { Reaction } from '#platform/events.ts';

/** Rooms to the left have nothing yet that moves an offer. */
export const directoryReactions: Record<string, Reaction> = {};

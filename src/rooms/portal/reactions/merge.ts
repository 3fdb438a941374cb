import { followMerge } from '#platform/merging.ts';

/** Where a record was joined with another, this room's rows follow. */
export const portalMerge = followMerge(['portal.intake', 'portal.message']);

import { followMerge } from '#platform/merging.ts';

/** Where a record was joined with another, this room's rows follow. */
export const placementMerge = followMerge([
  'placement.acknowledgement',
  'placement.allocation',
  'placement.contact',
  'placement.fee_suggestion',
  'placement.own_search',
  'placement.pair_block',
  'placement.phone_call',
  'placement.request',
  'placement.waiting_offer',
]);

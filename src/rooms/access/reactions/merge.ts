import { followMerge } from '#platform/merging.ts';

/** Where a record was joined with another, this room's rows follow. */
export const accessMerge = followMerge([
  'access.care_relation',
  'access.office_relation',
  'access.link',
  'access.portal_invitation',
  'access.portal_relation',
]);

import { followMerge } from '#platform/merging.ts';

/** Where a record was joined with another, this room's rows follow. */
export const soziotherapieMerge = followMerge([
  'soziotherapie.care_plan',
  'soziotherapie.contingent_window',
  'soziotherapie.copay_entry',
  'soziotherapie.decision',
  'soziotherapie.device_entry',
  'soziotherapie.disclosed_document',
  'soziotherapie.disclosure',
  'soziotherapie.episode',
  'soziotherapie.external_units',
  'soziotherapie.gaf_rating',
  'soziotherapie.group_member',
  'soziotherapie.hospital_stay',
  'soziotherapie.income',
  'soziotherapie.ledger_entry',
  'soziotherapie.other_copay',
  'soziotherapie.parallel_care',
  'soziotherapie.plan_signature',
  'soziotherapie.prescription',
  'soziotherapie.review',
  'soziotherapie.session',
  'soziotherapie.session_note',
  'soziotherapie.session_part',
  'soziotherapie.third_party_note',
]);

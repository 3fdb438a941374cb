import { followMerge } from '#platform/merging.ts';

/** Where a record was joined with another, this room's rows follow. */
export const casesMerge = followMerge([
  'cases.artefact',
  'cases.assessment',
  'cases."case"',
  'cases.contact',
  'cases.disclosure',
  'cases.domain_rating',
  'cases.evaluation',
  'cases.finding',
  'cases.goal',
  'cases.goal_rating',
  'cases.hospital_stay',
  'cases.instrument_result',
  'cases.line_state',
  'cases.measure',
  'cases.monitoring_entry',
  'cases.network_edge',
  'cases.network_map',
  'cases.network_node',
  'cases.phase_visit',
  'cases.plan_version',
  'cases.resource',
  'cases.review',
  'cases.screening',
  'cases.service_line',
]);

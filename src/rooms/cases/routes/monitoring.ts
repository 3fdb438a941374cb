import { type Route, serve } from '#platform/http.ts';
import { snoozeFinding } from '../actions/findings.ts';
import { changeStay, holdReview, recordContact, recordEntry, recordStay } from '../actions/monitoring.ts';
import { readMonitoring } from '../actions/monitoring-view.ts';
import * as wire from '../contract/monitoring.ts';

/** Monitoring of a case: contacts, what services and goals bring, reviews, stays in hospital, findings. */
export const monitoringRoutes: Route[] = [
  serve(wire.getMonitoring, 'cases.care', (call, { permit, params }) => readMonitoring(call, permit, params.id)),
  serve(wire.recordContact, 'cases.care', (call, { permit, params, body }) => recordContact(call, permit, params.id, body)),
  serve(wire.recordEntry, 'cases.care', (call, { permit, params, body }) => recordEntry(call, permit, params.id, body)),
  serve(wire.holdReview, 'cases.care', (call, { permit, params, body }) => holdReview(call, permit, params.id, body)),
  serve(wire.recordStay, 'cases.care', (call, { permit, params, body }) => recordStay(call, permit, params.id, body)),
  serve(wire.changeStay, 'cases.care', (call, { permit, params, body }) => changeStay(call, permit, params.id, body)),
  serve(wire.snoozeFinding, 'cases.care', (call, { permit, params, body, version }) =>
    snoozeFinding(call, permit, params.id, body, version),
  ),
];

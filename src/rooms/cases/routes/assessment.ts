import { type Route, serve } from '#platform/http.ts';
import * as actions from '../actions/assessment.ts';
import * as rounds from '../actions/assessment-rounds.ts';
import * as things from '../actions/assessment-things.ts';
import * as maps from '../actions/network-map.ts';
import * as wire from '../contract/assessment.ts';
import * as mapWire from '../contract/network-map.ts';

/** Assessment and network map of a case. */
export const assessmentRoutes: Route[] = [
  serve(wire.readAssessment, 'cases.care', (call, { permit, params }) => actions.readAssessment(call, permit, params.id)),
  serve(wire.beginRound, 'cases.care', (call, { permit, params, body }) => rounds.beginRound(call, permit, params.id, body)),
  serve(wire.addDomain, 'cases.care', (call, { permit, params, body }) => rounds.addDomain(call, permit, params.id, body.domain)),
  serve(wire.rateDomain, 'cases.care', (call, { permit, params, body, version }) =>
    rounds.rateDomain(call, permit, params.id, version, body),
  ),
  serve(wire.completeRound, 'cases.care', (call, { permit, params, version }) =>
    rounds.completeAssessment(call, permit, params.id, version),
  ),
  serve(wire.addResource, 'cases.care', (call, { permit, params, body }) => things.addResource(call, permit, params.id, body)),
  serve(wire.changeResource, 'cases.care', (call, { permit, params, body, version }) =>
    things.changeResource(call, permit, params.id, version, body),
  ),
  serve(wire.removeResource, 'cases.care', (call, { permit, params, version }) => things.removeResource(call, permit, params.id, version)),
  serve(wire.addInstrument, 'cases.care', (call, { permit, params, body }) => things.addInstrument(call, permit, params.id, body)),
  serve(wire.withdrawInstrument, 'cases.care', (call, { permit, params, version }) =>
    things.withdrawInstrument(call, permit, params.id, version),
  ),
  serve(wire.recordAssessmentPaper, 'cases.care', (call, { permit, params, body }) => things.recordPaper(call, permit, params.id, body)),
  serve(wire.withdrawAssessmentPaper, 'cases.care', (call, { permit, params }) => things.withdrawPaper(call, permit, params.id)),
  serve(mapWire.readNetworkMaps, 'cases.care', (call, { permit, params }) => maps.readNetworkMaps(call, permit, params.id)),
  serve(mapWire.drawNetworkMap, 'cases.care', (call, { permit, params, body }) => maps.drawNetworkMap(call, permit, params.id, body)),
  serve(mapWire.saveNetworkMap, 'cases.care', (call, { permit, params, body, version }) =>
    maps.saveNetworkMap(call, permit, params.id, version, body),
  ),
  serve(mapWire.fixNetworkMap, 'cases.care', (call, { permit, params, version }) => maps.fixNetworkMap(call, permit, params.id, version)),
  serve(mapWire.dropNetworkMap, 'cases.care', (call, { permit, params, version }) => maps.dropNetworkMap(call, permit, params.id, version)),
];

import { type Route, serve } from '#platform/http.ts';
import * as erasure from '../actions/erasure.ts';
import * as wire from '../contract/erasure.ts';

/** Files whose retention time is over: proposed by the lead, decided by the auditor. */
export const erasureRoutes: Route[] = [
  serve(wire.previewErasure, 'soziotherapie.lead', (call, { permit }) => erasure.previewErasure(call, permit)),
  serve(wire.proposeErasure, 'soziotherapie.lead', (call, { permit, body }) => erasure.proposeErasure(call, permit, body.personIds)),
  serve(wire.listErasureRuns, 'erasure.decide', (call, { permit }) => erasure.listErasureRuns(call, permit)),
  serve(wire.decideErasure, 'erasure.decide', (call, { permit, params, version, body }) =>
    erasure.decideErasure(call, permit, params.id, version, body.to),
  ),
];

import { type Route, serve } from '#platform/http.ts';
import { readBusyTimes, takeBusyAgreement, withdrawBusyAgreement } from './actions/busy-times.ts';
import * as wire from './contract/busy-times.ts';

/** Whether whoever plans for a person may see when she is busy elsewhere (rule book C.1 rule 5). */
export const consentRoutes: Route[] = [
  serve(wire.getBusyTimes, 'consent.busy-times', (call, { permit, params, query }) => readBusyTimes(call, permit, params.id, query)),
  serve(wire.giveBusyAgreement, 'consent.busy-times', (call, { permit, params, body }) => takeBusyAgreement(call, permit, params.id, body)),
  serve(wire.endBusyAgreement, 'consent.busy-times', (call, { permit, params, body }) =>
    withdrawBusyAgreement(call, permit, params.id, body.via),
  ),
];

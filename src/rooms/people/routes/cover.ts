import { type Route, serve } from '#platform/http.ts';
import { endCover, getCover, recordCover, recordExemption, withdrawCover, withdrawExemption } from '../actions/cover.ts';
import * as wire from '../contract/cover.ts';

/** Who pays for whom, and who is free of copayment: read by the service, written by its office and lead. */
export const coverRoutes: Route[] = [
  serve(wire.getCover, 'soziotherapie.read', (call, { permit, params }) => getCover(call, permit, params.id)),
  serve(wire.recordCover, 'soziotherapie.office', (call, { permit, params, body }) => recordCover(call, permit, params.id, body)),
  serve(wire.endCover, 'soziotherapie.office', (call, { permit, params, body, version }) =>
    endCover(call, permit, params.id, version, body.to),
  ),
  serve(wire.withdrawCover, 'soziotherapie.office', (call, { permit, params, version }) => withdrawCover(call, permit, params.id, version)),
  serve(wire.recordExemption, 'soziotherapie.office', (call, { permit, params, body }) => recordExemption(call, permit, params.id, body)),
  serve(wire.withdrawExemption, 'soziotherapie.office', (call, { permit, params }) => withdrawExemption(call, permit, params.id)),
];

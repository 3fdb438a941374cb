import { type Route, serve } from '#platform/http.ts';
import * as forms from '../actions/forms.ts';
import * as wire from '../contract/forms.ts';

/** Muster 26 and 28: what the entry needs, the provider's part of Muster 28, and the data sheets. */
export const formRoutes: Route[] = [
  serve(wire.getFormFacts, 'soziotherapie.read', (call, { permit, params }) => forms.getFormFacts(call, permit, params.id)),
  serve(wire.listDiagnoses, 'soziotherapie.read', (call, { permit }) => forms.listDiagnoses(call, permit)),
  serve(wire.saveReferralResult, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    forms.saveReferralResult(call, permit, params.id, version, body),
  ),
  serve(wire.getFormSheet, 'soziotherapie.read', (call, { permit, params, query }) =>
    forms.drawFormSheet(call, permit, params.id, query.lang ?? 'de'),
  ),
];

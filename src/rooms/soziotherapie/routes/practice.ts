import { type Route, serve } from '#platform/http.ts';
import * as practice from '../actions/practice.ts';
import * as wire from '../contract/practice.ts';

/** The practice itself, what it chose, and who prescribes. */
export const practiceRoutes: Route[] = [
  serve(wire.getPractice, 'soziotherapie.read', (call, { permit }) => practice.getPractice(call, permit)),
  serve(wire.changePractice, 'soziotherapie.lead', (call, { permit, version, body }) =>
    practice.changePractice(call, permit, version, body),
  ),
  serve(wire.changeChoice, 'soziotherapie.lead', (call, { permit, body }) => practice.changeChoice(call, permit, body.name, body.value)),
  serve(wire.listPrescribers, 'soziotherapie.read', (call, { permit, query }) => practice.listPrescribers(call, permit, query.q)),
  serve(wire.addPrescriber, 'soziotherapie.office', (call, { permit, body }) => practice.addPrescriber(call, permit, body)),
  serve(wire.changePrescriber, 'soziotherapie.office', (call, { permit, params, version, body }) =>
    practice.changePrescriber(call, permit, params.id, version, body),
  ),
];

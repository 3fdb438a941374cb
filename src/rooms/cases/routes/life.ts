import { type Route, serve } from '#platform/http.ts';
import * as clearing from '../actions/clearing.ts';
import * as closing from '../actions/closing.ts';
import * as head from '../actions/head.ts';
import * as moves from '../actions/moves.ts';
import * as opening from '../actions/opening.ts';
import * as wire from '../contract/case.ts';
import * as first from '../contract/clearing.ts';

/** A case from its opening to its end. Who may take a step is said by the phase machine; behind every permit stands the relation. */
export const caseLifeRoutes: Route[] = [
  serve(wire.openCase, 'cases.open', (call, { permit, body }) => opening.openCase(call, permit, body)),
  serve(wire.listCaseServices, 'cases.open', (call, { permit }) => opening.listCaseServices(call, permit)),
  serve(wire.getCase, 'cases.care', (call, { permit, params }) => head.getCase(call, permit, params.id)),
  serve(wire.changeCase, 'cases.care', (call, { permit, params, version, body }) =>
    head.changeCase(call, permit, params.id, version, body),
  ),
  serve(wire.changeCasePerson, 'cases.care', (call, { permit, params, body }) =>
    head.changeCasePerson(call, permit, params.id, body.person),
  ),
  serve(wire.listCourse, 'cases.care', (call, { permit, params, query }) => head.listCourse(call, permit, params.id, query.before)),
  serve(wire.moveCase, 'cases.care', (call, { permit, params, version, body }) => moves.moveCase(call, permit, params.id, version, body)),
  serve(wire.restCase, 'cases.care', (call, { permit, params, version, body }) => moves.restCase(call, permit, params.id, version, body)),
  serve(wire.leaveUnopened, 'cases.care', (call, { permit, params, version, body }) =>
    moves.leaveUnopened(call, permit, params.id, version, body.advice),
  ),
  serve(wire.askClosing, 'cases.care', (call, { permit, params, version, body }) =>
    closing.askClosing(call, permit, params.id, version, body),
  ),
  serve(wire.approveClosing, 'cases.lead', (call, { permit, params, version }) => closing.approveClosing(call, permit, params.id, version)),
  serve(wire.returnClosing, 'cases.lead', (call, { permit, params, version }) => closing.returnClosing(call, permit, params.id, version)),
  serve(wire.reopenCase, 'cases.care', (call, { permit, params }) => opening.reopenCase(call, permit, params.id)),
  serve(first.getClearing, 'cases.care', (call, { permit, params }) => clearing.getClearing(call, permit, params.id)),
  serve(first.recordArtefact, 'cases.care', (call, { permit, params, body }) => clearing.recordArtefact(call, permit, params.id, body)),
  serve(first.withdrawArtefact, 'cases.care', (call, { permit, params }) =>
    clearing.withdrawArtefact(call, permit, params.id, params.artefactId),
  ),
  serve(first.saveScreening, 'cases.care', (call, { permit, params, body }) => clearing.saveScreening(call, permit, params.id, body)),
  serve(first.overrideScreening, 'cases.lead', (call, { permit, params, version, body }) =>
    clearing.overrideScreening(call, permit, params.id, params.screeningId, version, body),
  ),
  serve(first.withdrawConsent, 'cases.care', (call, { permit, params, body }) =>
    clearing.withdrawConsent(call, permit, params.id, body.via),
  ),
  serve(first.changeGuardianOfCase, 'cases.care', (call, { permit, params, body }) =>
    clearing.changeGuardianOfCase(call, permit, params.id, params.guardianId, body),
  ),
];

import { type Route, serve } from '#platform/http.ts';
import * as absence from '../actions/absence.ts';
import * as areas from '../actions/areas.ts';
import * as board from '../actions/board.ts';
import * as lead from '../actions/hand-over.ts';
import * as outcomes from '../actions/outcomes.ts';
import * as areasWire from '../contract/areas.ts';
import * as wire from '../contract/caseload.ts';
import * as figures from '../contract/outcomes.ts';

/** The caseload: board, team, absences, hand-over; and the areas of use. */
export const caseloadRoutes: Route[] = [
  serve(wire.caseBoard, 'cases.care', (call, { permit }) => board.readBoard(call, permit)),
  serve(wire.findCases, 'cases.care', (call, { permit, query }) => board.findCases(call, permit, query.q)),
  serve(wire.caseTeam, 'cases.care', (call, { permit }) => board.readTeam(call, permit)),
  serve(wire.listAbsences, 'cases.care', (call, { permit }) => absence.listAbsences(call, permit)),
  serve(wire.setAbsence, 'cases.care', (call, { permit, body }) => absence.setAbsence(call, permit, body)),
  serve(wire.changeAbsence, 'cases.care', (call, { permit, params, version, body }) =>
    absence.changeAbsence(call, permit, params.id, version, body),
  ),
  serve(wire.withdrawAbsence, 'cases.care', (call, { permit, params, version }) =>
    absence.withdrawAbsence(call, permit, params.id, version),
  ),
  serve(wire.handOver, 'cases.lead', (call, { permit, params, version, body }) => lead.handOver(call, permit, params.id, version, body)),
  serve(wire.listHandOvers, 'cases.care', (call, { permit, params }) => lead.listHandOvers(call, permit, params.id)),
  serve(wire.setLoadLimit, 'cases.lead', (call, { permit, params, version, body }) =>
    lead.setLoadLimit(call, permit, params.id, version, body.points),
  ),
  serve(figures.readOutcomes, 'cases.care', (call, { permit, query }) => outcomes.readOutcomes(call, permit, query)),
  serve(areasWire.showAreas, 'settings.read', (call, { permit }) => areas.showAreas(call, permit)),
  serve(areasWire.changeArea, 'settings.change', (call, { permit, params, body }) =>
    areas.changeArea(call, permit, params.code, body.changes),
  ),
];

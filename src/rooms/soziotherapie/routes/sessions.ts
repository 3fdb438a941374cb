import { type Route, serve, Versioned } from '#platform/http.ts';
import * as visits from '../actions/deliver.ts';
import { amendNote, getNotes, listGoals } from '../actions/notes.ts';
import * as sessions from '../actions/sessions.ts';
import { getSession, listSessions } from '../actions/sessions-read.ts';
import * as notes from '../contract/notes.ts';
import * as wire from '../contract/sessions.ts';

/** Who may take a step says the life table; behind all stands the relation to the person. */
export const sessionsRoutes: Route[] = [
  serve(wire.listSessions, 'soziotherapie.read', (call, { permit, params, query }) =>
    listSessions(call, permit, params.id, query.from, query.to),
  ),
  serve(wire.getSession, 'soziotherapie.read', async (call, { permit, params }) => {
    const view = await getSession(call, permit, params.id);
    return new Versioned(view.version, view);
  }),
  serve(wire.judgePlan, 'soziotherapie.read', (call, { permit, params, body }) => sessions.judgePlan(call, permit, params.id, body)),
  serve(wire.planSessions, 'soziotherapie.read', (call, { permit, params, body }) => sessions.planSessions(call, permit, params.id, body)),
  serve(wire.rescheduleSession, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    sessions.rescheduleSession(call, permit, params.id, version, body),
  ),
  serve(wire.moveSession, 'soziotherapie.read', (call, { permit, params, version, body }) =>
    sessions.moveSession(call, permit, params.id, version, body.event, body.reason),
  ),
  serve(wire.deliverSession, 'soziotherapie.care', (call, { permit, params, version, body }) =>
    visits.deliverSession(call, permit, params.id, version, body),
  ),
  serve(wire.documentSession, 'soziotherapie.care', (call, { permit, params, version, body }) =>
    visits.documentSession(call, permit, params.id, version, body),
  ),
  serve(wire.signSession, 'soziotherapie.care', (call, { permit, params, version, body }) =>
    visits.signSession(call, permit, params.id, version, body),
  ),
  serve(wire.recordVisit, 'soziotherapie.care', (call, { permit, body }) => visits.recordVisit(call, permit, body)),
  serve(notes.listGoals, 'soziotherapie.read', (call, { permit, params }) => listGoals(call, permit, params.id)),
  serve(notes.getNotes, 'soziotherapie.care', (call, { permit, params }) => getNotes(call, permit, params.id)),
  serve(notes.amendNote, 'soziotherapie.care', (call, { permit, params, body }) => amendNote(call, permit, params.id, body)),
];

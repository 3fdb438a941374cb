import { type Route, serve } from '#platform/http.ts';
import { findClients, listClients, readBoard, readOverview } from '../actions/overview.ts';
import * as wire from '../contract/overview.ts';

/** Lists of the practice: who needs what, who is accompanied, what lies with which insurer. */
export const overviewRoutes: Route[] = [
  serve(wire.overview, 'soziotherapie.read', (call, { permit }) => readOverview(call, permit)),
  serve(wire.clients, 'soziotherapie.read', (call, { permit, query }) => listClients(call, permit, query)),
  serve(wire.findClients, 'soziotherapie.read', (call, { permit, query }) => findClients(call, permit, query.q)),
  serve(wire.approvalBoard, 'soziotherapie.office', (call, { permit }) => readBoard(call, permit)),
];

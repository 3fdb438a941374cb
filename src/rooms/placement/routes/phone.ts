import { type Route, serve } from '#platform/http.ts';
import * as calls from '../actions/phone-call.ts';
import * as report from '../actions/phone-call-report.ts';
import * as wire from '../contract/phone-call.ts';

/** The telephone: the desk's own calls, what telephone systems report, and which of them may. */
export const phoneRoutes: Route[] = [
  serve(wire.myCalls, 'placement.desk', (call, { permit }) => calls.listMyCalls(call, permit)),
  serve(wire.beginCall, 'placement.desk', (call, { permit, body }) => calls.beginCall(call, permit, body.requestId)),
  serve(wire.linkCall, 'placement.desk', (call, { permit, body }) => calls.linkCall(call, permit, body.call, body.state)),
  serve(wire.endCall, 'placement.desk', (call, { permit, params }) => calls.endCall(call, permit, params.id)),
  serve(wire.takeCall, 'placement.desk', (call, { permit, params }) => calls.takeCall(call, permit, params.id)),
  serve(wire.getCallNumber, 'placement.desk', (call, { permit, params }) => calls.getCallNumber(call, permit, params.id)),
  // A telephone system of a busy network reports some hundred calls an hour, three times each, and after an outage all at once.
  serve(wire.reportCall, 'public', (call, { body }) => report.reportCall(call, body), { limit: 600 }),
  serve(wire.listPhoneLinks, 'settings.change', async (call, { permit }) => ({ links: await report.listPhoneLinks(call, permit) })),
  serve(wire.makePhoneLink, 'settings.change', (call, { permit, body }) => report.makePhoneLink(call, permit, body.name), { once: false }),
  serve(wire.endPhoneLink, 'settings.change', (call, { permit, params }) => report.endPhoneLink(call, permit, params.id)),
];

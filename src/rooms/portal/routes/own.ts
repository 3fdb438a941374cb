import { type Route, serve } from '#platform/http.ts';
import * as staff from '../actions/invite.ts';
import * as own from '../actions/own.ts';
import * as wire from '../contract/own.ts';

/** For clients and relatives, and for the helpers who invite them. The pages themselves have no interface: src/doors/portal.ts. */
export const ownRoutes: Route[] = [
  serve(wire.getMine, 'portal.self', (call) => own.readMine(call)),
  serve(wire.sendMine, 'portal.self', (call, { body }) => own.sendMessage(call, body)),
  serve(wire.getAccesses, 'portal.invite', (call, { permit, params }) => staff.readAccesses(call, permit, params.id)),
  // the answer holds a secret: told once and never kept beside the idempotency key
  serve(wire.inviteToPortal, 'portal.invite', (call, { permit, params, body }) => staff.inviteToPortal(call, permit, params.id, body), {
    once: false,
  }),
  serve(
    wire.printInvitation,
    'portal.invite',
    (call, { permit, params, body }) => staff.printInvitation(call, permit, params.id, body.code),
    { once: false },
  ),
  serve(wire.withdrawPortalInvitation, 'portal.invite', (call, { permit, params }) =>
    staff.withdrawPortalInvitation(call, permit, params.id),
  ),
  serve(wire.endAccess, 'portal.invite', (call, { params }) => staff.endAccess(call, params.id)),
  serve(wire.listConversations, 'portal.invite', async (call, { permit, params }) => ({
    conversations: await staff.readConversations(call, permit, params.id),
  })),
  serve(wire.answerMessage, 'portal.invite', (call, { permit, params, body }) => staff.answerMessage(call, permit, params.id, body)),
];

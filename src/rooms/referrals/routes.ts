import { type Route, serve } from '#platform/http.ts';
import { listReferrals, readReferral } from './actions/read.ts';
import * as send from './actions/send.ts';
import { recordOutcome, tellReferral } from './actions/tell.ts';
import { changeDraft, draftReferral } from './actions/write.ts';
import * as wire from './contract/referrals.ts';

export const referralRoutes: Route[] = [
  serve(wire.listReferrals, 'referrals.send', (call, { permit, query }) => listReferrals(call, permit, query.caseId)),
  serve(wire.draftReferral, 'referrals.send', (call, { permit, body }) => draftReferral(call, permit, body)),
  serve(wire.readReferral, 'referrals.send', (call, { permit, params }) => readReferral(call, permit, params.id)),
  serve(wire.changeDraft, 'referrals.send', (call, { permit, params, version, body }) =>
    changeDraft(call, permit, params.id, version, body),
  ),
  serve(wire.previewReferral, 'referrals.send', (call, { permit, params }) => send.previewReferral(call, permit, params.id)),
  serve(wire.sendReferral, 'referrals.send', (call, { permit, params, version, body }) =>
    send.sendReferral(call, permit, params.id, version, body.digest),
  ),
  serve(wire.renewLink, 'referrals.send', (call, { permit, params, version }) => send.renewLink(call, permit, params.id, version)),
  serve(wire.closeLink, 'referrals.send', (call, { permit, params, version }) => send.closeLink(call, permit, params.id, version)),
  serve(wire.tellReferral, 'referrals.send', (call, { permit, params, version, body }) =>
    tellReferral(call, permit, params.id, version, body),
  ),
  serve(wire.recordOutcome, 'referrals.send', (call, { permit, params, version, body }) =>
    recordOutcome(call, permit, params.id, version, body),
  ),
];

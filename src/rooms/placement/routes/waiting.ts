import { type Route, serve } from '#platform/http.ts';
import { recordContact as contact } from '../actions/waiting-contact.ts';
import { estimateWaiting as estimate } from '../actions/waiting-estimate.ts';
import { getProposal as get, getWaiting as one, listProposals as proposals, listWaiting as waiting } from '../actions/waiting-list.ts';
import {
  recordAttempt as attempt,
  declineProposal as decline,
  letProposalGo as letGo,
  takeProposal as take,
  takeOverProposal as takeOver,
} from '../actions/waiting-offer.ts';
import { listPassed as passed } from '../actions/waiting-passed.ts';
import * as wire from '../contract.ts';

/** The waiting list: who waits, what is free for whom, and how calls went. */
export const waitingRoutes: Route[] = [
  serve(wire.estimateWaiting, 'placement.seek', (call, { permit, body }) => estimate(call, permit, body), { once: false }),
  serve(wire.listWaiting, 'placement.desk', (call, { permit }) => waiting(call, permit)),
  serve(wire.getWaiting, 'placement.seek', (call, { permit, params }) => one(call, permit, params.id)),
  serve(wire.recordContact, 'placement.seek', (call, { permit, params, body }) => contact(call, permit, params.id, body)),
  serve(wire.listProposals, 'placement.desk', (call, { permit }) => proposals(call, permit)),
  serve(wire.listPassed, 'placement.override', (call, { permit }) => passed(call, permit)),
  serve(wire.getProposal, 'placement.seek', (call, { permit, params }) => get(call, permit, params.id)),
  serve(wire.takeProposal, 'placement.seek', (call, { permit, params, body }) => take(call, permit, params.id, body)),
  serve(wire.takeOverProposal, 'placement.seek', (call, { permit, params }) => takeOver(call, permit, params.id)),
  serve(wire.recordAttempt, 'placement.seek', (call, { permit, params, body }) => attempt(call, permit, params.id, body)),
  serve(wire.declineProposal, 'placement.seek', (call, { permit, params, body }) => decline(call, permit, params.id, body.reason)),
  serve(wire.letProposalGo, 'placement.seek', (call, { permit, params }) => letGo(call, permit, params.id)),
];

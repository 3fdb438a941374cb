import { type Route, serve, Versioned } from '#platform/http.ts';
import { changeGuardian as guardian } from '#rooms/people/actions.ts';
import { askDesk as askBack, confirmFit as confirm, releasePlace as release, markSeen as seen } from './actions/allocation.ts';
import { bookOffer as book } from './actions/book.ts';
import { closeRequest as close, continueRequest as goOn, setWaiting as wait } from './actions/close.ts';
import { getConfirmation as confirmation } from './actions/confirmation.ts';
import { beginRequest as begin, getRequest as get, listRequests as list, lockRequest, saveDraft as save } from './actions/desk.ts';
import { decideFee as decideOnFee, listFees as fees, getFeeSuggestion as getFee } from './actions/fee.ts';
import { extendHold as extend, holdOffer as hold, releaseHold as letGo, soughtOf } from './actions/hold.ts';
import { findFit as findMatches } from './actions/matches.ts';
import { myAllocations as mine } from './actions/mine.ts';
import { askTherapist as ask, getOffer as offer } from './actions/offer.ts';
import { changeMyPolicy as changePolicy, getMyPolicy as policy } from './actions/policy.ts';
import {
  answerOpener as opener,
  recogniseCaller as recognise,
  releaseSafety as releaseSafe,
  triageRequest as triage,
} from './actions/triage.ts';
import * as wire from './contract.ts';
import { searchProtocolRoutes } from './routes/search-protocol.ts';
import { findRequestRow } from './store/requests.ts';

/** What the desk, the therapists and the duty psychologist can do here; who may is said beside each. */
export const placementRoutes: Route[] = [
  serve(wire.beginRequest, 'placement.desk', (call, { permit, body }) => begin(call, permit, body.phone)),
  serve(wire.saveDraft, 'placement.seek', (call, { permit, params, body }) => save(call, permit, params.id, body)),
  serve(wire.getRequest, 'placement.seek', async (call, { permit, params }) => {
    const view = await get(call, permit, params.id);
    return new Versioned(view.version, view);
  }),
  serve(wire.listRequests, 'placement.desk', (call, { permit, query }) => list(call, permit, query.show, query.sort)),
  serve(wire.listBlocked, 'placement.safety', async (call, { permit }) => list(call, permit, 'blocked', 'created')),
  serve(wire.recogniseCaller, 'placement.desk', (call, { permit, body: { requestId, ...sought } }) =>
    recognise(call, permit, requestId, sought),
  ),
  serve(wire.continueRequest, 'placement.desk', (call, { permit, params, body }) =>
    goOn(call, permit, params.id, body.insteadOf, body.reason),
  ),
  serve(wire.changeGuardian, 'placement.seek', async (call, { params, body }) => {
    const request = await lockRequest(call, params.id);
    await guardian(call, request.person_id, params.guardianId, body);
    return { id: params.id, version: request.version, state: request.state as 'new' };
  }),
  serve(wire.answerOpener, 'placement.seek', (call, { permit, params, body }) => opener(call, permit, params.id, body.answer)),
  serve(wire.releaseSafety, 'placement.safety', (call, { permit, params, body }) =>
    releaseSafe(call, permit, params.id, body.reason, body.wantsAcute),
  ),
  serve(wire.triageRequest, 'placement.seek', (call, { permit, params }) => triage(call, permit, params.id)),
  serve(
    wire.findFit,
    'placement.seek',
    async (call, { body }) => {
      const request = body.requestId ? await findRequestRow(call.tx, body.requestId) : undefined;
      const sought = request
        ? { ...soughtOf(request), criteria: body.criteria }
        : { criteria: body.criteria, requestId: null, personId: null, oncallWantsAcute: false };
      return findMatches(call, sought, body.most, body.why);
    },
    { once: false },
  ),
  serve(wire.getOffer, 'placement.seek', (call, { permit, params, query }) => offer(call, permit, params.id, query)),
  serve(wire.holdOffer, 'placement.seek', (call, { permit, params, body }) => hold(call, permit, params.id, body)),
  serve(wire.extendHold, 'placement.seek', (call, { permit, params }) => extend(call, permit, params.id)),
  serve(wire.releaseHold, 'placement.seek', (call, { permit, params, body }) => letGo(call, permit, params.id, body.reason)),
  serve(wire.bookOffer, 'placement.seek', (call, { permit, params, body }) => book(call, permit, params.id, body)),
  serve(wire.setWaiting, 'placement.seek', (call, { permit, params, body }) => wait(call, permit, params.id, body)),
  serve(wire.closeRequest, 'placement.seek', (call, { permit, params, body, version }) =>
    close(call, permit, params.id, version, body.reason),
  ),
  serve(wire.askTherapist, 'placement.seek', (call, { permit, params, body }) => ask(call, permit, params.id, body.criteria)),
  serve(wire.getConfirmation, 'placement.seek', (call, { permit, params, query }) => confirmation(call, permit, params.id, query.language)),
  serve(wire.myAllocations, 'placement.therapist', async (call, { permit }) => ({ allocations: await mine(call, permit) })),
  serve(wire.confirmFit, 'placement.therapist', (call, { permit, params, version }) => confirm(call, permit, params.id, version)),
  serve(wire.releasePlace, 'placement.therapist', (call, { permit, params, body }) =>
    release(call, permit, params.id, body.reason, body.initiator),
  ),
  serve(wire.releasePlaceForClient, 'placement.seek', (call, { permit, params, body }) =>
    release(call, permit, params.id, body.reason, 'client'),
  ),
  serve(wire.markSeen, 'placement.therapist', (call, { permit, params }) => seen(call, permit, params.id)),
  serve(wire.askDesk, 'placement.therapist', (call, { permit, params, body }) => askBack(call, permit, params.id, body.question)),
  serve(wire.myFees, 'placement.therapist', async (call, { permit }) => ({ fees: await fees(call, permit) })),
  serve(wire.getFeeSuggestion, 'placement.therapist', (call, { permit, params }) => getFee(call, permit, params.id)),
  serve(wire.decideFee, 'placement.therapist', (call, { permit, params, body }) => decideOnFee(call, permit, params.id, body.decided)),
  serve(wire.getMyPolicy, 'placement.therapist', (call, { permit }) => policy(call, permit)),
  serve(wire.changeMyPolicy, 'placement.therapist', (call, { permit, body }) => changePolicy(call, permit, body)),
  ...searchProtocolRoutes,
];

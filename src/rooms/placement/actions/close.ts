import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { hasConsent } from '#rooms/consent/actions.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Criteria, RequestView } from '../contract.ts';
import { type CloseReason, type ReopenReason, stepRequest } from '../rules/request.ts';
import type { GuidanceTopic } from '../rules/waiting.ts';
import { findHold, type RequestRecord, updateRequest } from '../store/requests.ts';
import { blockPair, endAllocation, endCare, findLiveAllocation } from './allocation.ts';
import { type AtRequest as Desk, lockRequest, partiesFor, partiesOf } from './desk.ts';
import { search } from './fit.ts';
import { soughtOf, tellReleased } from './hold.ts';
import { estimateFor } from './waiting-estimate.ts';
import { nextContact, promise } from './waiting-promise.ts';
import { withdrawAppointments } from './withdraw-appointments.ts';

type State = RequestView['state'];

/** How somebody goes on the list. */
export interface WaitWish {
  wishedOnly?: boolean | undefined;
  guidance?: readonly GuidanceTopic[] | undefined;
}

/**
 * Waiting list (RQ6): only when nothing fits, with consent and a channel; the next contact is promised within 14 days, what was said about
 * the time and what was told is kept. Whoever wishes for one therapist may wait for her although others would fit (D 8).
 */
export async function setWaiting(call: Call, _permit: Desk, id: string, wish: WaitWish = {}) {
  const request = await lockRequest(call, id);
  const [{ judged }, consent, person, estimate] = await Promise.all([
    search(call, soughtOf(request)),
    hasConsent(call, request.person_id, 'waiting-list'),
    findPerson(call, request.person_id),
    estimateFor(call, request.criteria as Criteria),
  ]);
  const wished = request.wished_practitioner_id;
  const fitting = judged.ranked.filter(({ judgement }) => !wished || judgement.offer.place.practitionerId === wished);
  const decision = stepRequest(request.state as State, 'wait', partiesFor(call, request), {
    now: call.now,
    candidates: fitting.length,
    waitingConsent: consent,
    callbackChannel: Boolean(person?.phone || person?.email || person?.street),
  });
  if (!decision.ok) throw new Refusal(decision.because);
  const next = await nextContact(call);
  const others = judged.ranked.length - fitting.length;
  const version = await updateRequest(call.tx, id, {
    state: 'waiting',
    waiting_since: request.waiting_since ?? call.now,
    next_step_at: next,
    last_contact_at: call.now,
    skipped: 0,
    final_notice_at: null,
    waiting_wished_only: wished !== null && (wish.wishedOnly ?? others > 0),
    waiting_estimate: JSON.stringify(estimate),
    waiting_guidance: [...(wish.guidance ?? [])],
  });
  await record(call, {
    action: 'placement.request.waiting',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { nextContactAt: next.toString(), guidance: [...(wish.guidance ?? [])] },
  });
  await promise(call, request, next);
  return { id, version, state: 'waiting' as State, nextContactAt: next.toString() };
}

/** Ends a request (RQ11): holds are let go, a booked appointment is cancelled, a reserved or trial place becomes free. */
export async function closeRequest(call: Call, _permit: Desk, id: string, version: number | undefined, reason: CloseReason) {
  const request = await lockRequest(call, id);
  if (version !== request.version) throw new Refusal('version-old', { current: request.version });
  const decision = stepRequest(request.state as State, 'close', partiesFor(call, request), { now: call.now, closeReason: reason });
  if (!decision.ok) throw new Refusal(decision.because);
  await letGo(call, request);
  return { id, version: await close(call, request, reason), state: 'closed' as State };
}

/** What a closing request still holds: hold, appointment, place. */
export async function letGo(call: Call, request: RequestRecord): Promise<void> {
  const hold = await findHold(call.tx, request.id);
  if (hold) {
    await sql`select * from placement.release_hold(${request.id}, ${call.now.toString()})`.execute(call.tx);
    await tellReleased(call, request, hold, 'request-closed');
  }
  await withdrawAppointments(call, request, 'closed');
  const allocation = await findLiveAllocation(call.tx, request.id);
  if (allocation && !allocation.started_at) {
    await endAllocation(call, allocation, 'client-stopped', 'desk');
    if (allocation.trial_at) await blockPair(call, allocation); // closing from a trial is PL8 (A.3 clarification on RQ11)
    await endCare(call, request.id);
  }
}

/** Writes the closing; the desk sees the request for seven more days (security rulings). */
export async function close(call: Call, request: RequestRecord, reason: CloseReason): Promise<number> {
  const version = await updateRequest(call.tx, request.id, {
    state: 'closed',
    closed_at: call.now,
    closed_reason: reason,
    next_step_at: null,
  });
  await sql`select app.end_relations(${request.id}, 'desk', ${call.now.add({ hours: 7 * 24 }).toString()})`.execute(call.tx);
  await sql`select app.end_relations(${request.id}, 'oncall', ${call.now.toString()})`.execute(call.tx);
  await record(call, {
    action: 'placement.request.closed',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    reason,
  });
  return version;
}

/** Goes on with an earlier request of this caller; a closed one is reopened for the call (RQ12, at most 90 days, with a reason). */
export async function continueRequest(
  call: Call,
  _permit: Desk,
  id: string,
  insteadOf?: string,
  reason: ReopenReason | undefined = insteadOf ? 'called-again' : undefined,
) {
  await sql`select app.reopen_desk_relation(${call.newId()}, ${id}, ${call.now.toString()})`.execute(call.tx);
  const request = await lockRequest(call, id);
  let version = request.version;
  let state = request.state as State;
  if (state === 'closed') {
    const decision = stepRequest('closed', 'reopen', partiesOf(call), {
      now: call.now,
      reasonGiven: reason !== undefined,
      ...(request.closed_at ? { closedAt: request.closed_at } : {}),
    });
    if (!decision.ok) throw new Refusal(decision.because);
    state = 'triaged';
    version = await updateRequest(call.tx, id, {
      state,
      closed_at: null,
      closed_reason: null,
      // she waits anew if she wants to: the time before is over
      waiting_since: null,
      skipped: 0,
      final_notice_at: null,
      owner_id: accountOf(call).accountId,
      next_step_at: call.now,
    });
    await record(call, {
      action: 'placement.request.reopened',
      kind: 'U',
      object: ['request', id],
      personId: request.person_id,
      ...(reason ? { reason } : {}),
    });
  }
  if (insteadOf && insteadOf !== id) {
    const other = await lockRequest(call, insteadOf);
    if (other.state === 'new') await close(call, other, 'duplicate');
  }
  return { id, version, state };
}

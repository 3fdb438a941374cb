import { sql } from 'kysely';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { violatedConstraint } from '#platform/database.ts';
import { record } from '#platform/events.ts';
import type { recordAttempt as RecordAttempt, RequestView, takeProposal as TakeProposal } from '../contract.ts';
import { mayBeHeld } from '../rules/fit.ts';
import { stepRequest } from '../rules/request.ts';
import { CALLBACK, type DeclineReason, mayCall, type WaitingOfferState } from '../rules/waiting-offer.ts';
import { selectHolderNames } from '../store/candidates.ts';
import { appendSnapshot, findHold, type RequestRecord, updateRequest } from '../store/requests.ts';
import { endOffer, findOfferRow, holdProposal, lockOfferRow, type OfferRow } from '../store/waiting.ts';
import { selectLateSlots } from '../store/waiting-match.ts';
import { type AtRequest as Desk, lockRequest, partiesFor } from './desk.ts';
import { RULE, type Search, search } from './fit.ts';
import { HOLD, insistNoRefusal, soughtOf, tellReleased } from './hold.ts';
import { snapshotOf } from './shown.ts';
import { against, findSlot, findStanding } from './standing.ts';
import { type After, afterVain, noteContact, noteReached, type Spoken, skip } from './waiting-contact.ts';

type State = RequestView['state'];

/** Request first, then the offer: the order of locks of holding and booking. */
async function lockOffer(call: Call, id: string): Promise<{ request: RequestRecord; offer: OfferRow }> {
  const known = await findOfferRow(call.tx, id);
  if (!known) throw new Refusal('not-found');
  const request = await lockRequest(call, known.request_id);
  const offer = await lockOfferRow(call.tx, id);
  if (!offer) throw new Refusal('not-found');
  return { request, offer };
}

async function insistHeld(call: Call, { state, held_by: by, until_at: until }: OfferRow): Promise<void> {
  if (state === 'held' && until && Temporal.Instant.compare(until, call.now) > 0) return;
  if (state === 'held') throw new Refusal('hold-expired');
  const names = await selectHolderNames(call.tx, by ? [by] : []);
  throw new Refusal('proposal-over', { facts: { by: names.get(by ?? '') ?? null, until: until?.toString() ?? null } });
}

const answerOf = (offer: OfferRow, state: WaitingOfferState, version: number, until: Temporal.Instant | null) => ({
  id: offer.id,
  version,
  requestId: offer.request_id,
  state,
  until: until?.toString() ?? null,
});

interface Held {
  answer: string;
  held_until: Temporal.Instant | null;
}

/**
 * RQ7: place and first appointment are kept for this person alone, up to 48 h, so that she can be called on two days. Whoever is not next
 * in line is called only with a reason that can be named.
 */
export async function takeProposal(call: Call, _permit: Desk, id: string, wish: z.output<NonNullable<typeof TakeProposal.body>>) {
  const { request, offer } = await lockOffer(call, id);
  if (offer.state === 'held') await overBy(call, offer);
  const turn = mayCall({ state: offer.state, turn: offer.rank === 1, reason: wish.before });
  if (!turn.ok) throw new Refusal(turn.because, { facts: { rank: offer.rank } });
  const found = await search(call, { ...soughtOf(request), placeId: offer.place_id });
  const slotId = wish.slotId ?? (await lateSlotOf(call, found, offer));
  const accountId = accountOf(call).accountId;
  const { rows } =
    await sql<Held>`select answer, held_until from placement.hold_offer(${request.id}, ${offer.place_id}, ${slotId}, ${accountId},
    ${call.now.toString()}, ${CALLBACK.holdHours * 60}, ${HOLD.staleDays}, ${CALLBACK.leadHours * 60})`.execute(call.tx);
  const [held] = rows;
  if (held?.answer !== 'held' || !held.held_until) throw new Refusal(held?.answer ?? 'place-not-found');
  await insistFits(call, request, found, offer.place_id, slotId);
  const decision = stepRequest(request.state as State, 'offer-from-waiting', partiesFor(call, request), {
    now: call.now,
    proposedBySystem: true,
    hardCriteriaHold: true,
    slotAndPlaceHeld: true,
  });
  if (!decision.ok) throw new Refusal(decision.because);
  const version = await hold(call, offer, { slotId, by: accountId, until: held.held_until, before: turn.before });
  await keep(call, request, found);
  const data = { placeId: offer.place_id, slotId, practitionerId: offer.practitioner_id, until: held.held_until.toString() };
  await record(call, { action: 'placement.offer.held', kind: 'U', object: ['request', request.id], personId: request.person_id, data });
  await record(call, {
    action: 'placement.waiting.offered',
    kind: 'U',
    object: ['waiting-offer', offer.id],
    personId: request.person_id,
    data: { ...data, requestId: request.id, rank: offer.rank, ...(turn.before ? { before: turn.before } : {}) },
  });
  return answerOf(offer, 'held', version, held.held_until);
}

async function overBy(call: Call, { held_by: by, until_at: until }: OfferRow): Promise<never> {
  const names = await selectHolderNames(call.tx, by ? [by] : []);
  throw new Refusal('proposal-over', { facts: { by: names.get(by ?? '') ?? null, until: until?.toString() ?? null } });
}

/** The earliest first appointment that leaves time for the call-back. */
async function lateSlotOf(call: Call, found: Search, offer: OfferRow): Promise<string> {
  const slot = await findLateSlot(call, found, offer);
  if (!slot) throw new Refusal('no-late-slot');
  return slot.id;
}

/** The same, for showing what would be offered. */
export async function findLateSlot(call: Call, { prepared }: Search, offer: OfferRow) {
  const { kind } = prepared.nextKind;
  const place = { id: offer.place_id, practitioner_id: offer.practitioner_id };
  const slots = kind === 'none' ? undefined : await selectLateSlots(call.tx, [place], kind, call.now.add({ hours: CALLBACK.leadHours }));
  return slots?.get(offer.place_id);
}

/** Whether it fits is the rule's word; a no undoes the hold with the transaction. */
async function insistFits(call: Call, request: RequestRecord, found: Search, placeId: string, slotId: string): Promise<void> {
  const slot = await findSlot(call, slotId);
  const one = slot && findStanding(found, placeId, slot);
  if (!one) throw new Refusal('does-not-fit');
  const standing = against(found, one);
  const decision = mayBeHeld(standing, []);
  if (!decision.ok) throw new Refusal(decision.because, { facts: { criteria: [...standing.no, ...standing.clarify] } });
  if (!slot.kinds.includes(found.prepared.nextKind.kind)) throw new Refusal('slot-of-other-kind');
  await insistNoRefusal(call, request, dayInBerlin(slot.starts_at));
}

async function hold(
  call: Call,
  offer: OfferRow,
  held: { slotId: string; by: string; until: Temporal.Instant; before: string | null },
): Promise<number> {
  try {
    const version = await holdProposal(call.tx, offer.id, { ...held, now: call.now });
    if (version === undefined) throw new Refusal('proposal-over');
    return version;
  } catch (fault) {
    const constraint = violatedConstraint(fault);
    if (constraint === 'waiting_offer_place') throw new Refusal('place-held');
    if (constraint === 'waiting_offer_request') throw new Refusal('request-being-offered');
    throw fault;
  }
}

/** What was looked at when the place was offered, replayable with the rule's version (RQ3, A.4.4). */
async function keep(call: Call, request: RequestRecord, found: Search): Promise<void> {
  const id = call.newId();
  await appendSnapshot(call.tx, { id, requestId: request.id, at: call.now, ruleVersion: RULE.version, ...snapshotOf(found) });
  await updateRequest(call.tx, request.id, { snapshot_id: id });
}

/** Goes on with what a colleague holds: two days of calls are seldom one person's. */
export async function takeOverProposal(call: Call, _permit: Desk, id: string) {
  const { offer } = await lockOffer(call, id);
  await insistHeld(call, offer);
  await handOver(call, offer);
  return answerOf(offer, 'held', offer.version + 1, offer.until_at);
}

async function handOver(call: Call, offer: OfferRow): Promise<void> {
  const { accountId } = accountOf(call);
  if (offer.held_by === accountId) return;
  const { rows } = await sql<{
    done: boolean;
  }>`select placement.hand_over_hold(${offer.request_id}, ${accountId}, ${call.now.toString()}) as done`.execute(call.tx);
  if (!rows[0]?.done) throw new Refusal('hold-expired');
  await sql`update placement.waiting_offer set held_by = ${accountId}, version = version + 1 where id = ${offer.id} and state = 'held'`.execute(
    call.tx,
  );
  await record(call, {
    action: 'placement.hold.taken-over',
    kind: 'U',
    object: ['request', offer.request_id],
    personId: offer.person_id,
    data: { placeId: offer.place_id, practitionerId: offer.practitioner_id },
  });
}

/** The person said no (RQ5): the place goes to the next, she goes on waiting with her place in the order. */
export async function declineProposal(call: Call, _permit: Desk, id: string, reason: DeclineReason) {
  const { request, offer } = await lockOffer(call, id);
  await insistHeld(call, offer);
  return answerOf(offer, 'declined', await end(call, request, offer, 'declined', reason), null);
}

/** Let go without an answer, for example because the place shall go to somebody else first. */
export async function letProposalGo(call: Call, _permit: Desk, id: string) {
  const { request, offer } = await lockOffer(call, id);
  await insistHeld(call, offer);
  return answerOf(offer, 'withdrawn', await end(call, request, offer, 'withdrawn', 'let-go'), null);
}

/** Ends an exclusive offer and lets place and slot go; the request waits again, at its old place in the order. */
async function end(
  call: Call,
  request: RequestRecord,
  offer: OfferRow,
  state: 'declined' | 'skipped' | 'withdrawn',
  because: string,
): Promise<number> {
  const decision = stepRequest(request.state as State, 'decline', partiesFor(call, request), {
    now: call.now,
    waits: request.waiting_since !== null,
  });
  if (!decision.ok) throw new Refusal(decision.because);
  const version = await endOffer(call.tx, offer.id, state, because, call.now);
  if (version === undefined) throw new Refusal('proposal-over');
  const held = await findHold(call.tx, request.id);
  await sql`select * from placement.release_hold(${request.id}, ${call.now.toString()})`.execute(call.tx);
  await updateRequest(call.tx, request.id, { state: decision.to as State });
  request.state = decision.to;
  await record(call, {
    action: `placement.waiting.${state}`,
    kind: 'U',
    object: ['waiting-offer', offer.id],
    personId: offer.person_id,
    reason: because,
    data: { requestId: request.id, placeId: offer.place_id },
  });
  if (held) await tellReleased(call, request, held, because);
  return version;
}

type Attempt = z.output<NonNullable<typeof RecordAttempt.body>>;

/** How a call for an exclusive offer went (RQ7, RQ8). Whoever is reached is asked the two questions; then booking or a no follows. */
export async function recordAttempt(call: Call, _permit: Desk, id: string, attempt: Attempt) {
  const { request, offer } = await lockOffer(call, id);
  await insistHeld(call, offer);
  const spoken: Spoken = { ...attempt, channel: 'phone', purpose: 'offer', offerId: offer.id };
  await noteContact(call, request, spoken);
  const { after, state } = attempt.result === 'reached' ? await reached(call, request, offer, spoken) : await vain(call, request, offer);
  const now = await lockRequest(call, request.id);
  return { id, requestId: request.id, state, requestState: now.state as State, after };
}

interface Outcome {
  after: After;
  state: WaitingOfferState;
}

async function reached(call: Call, request: RequestRecord, offer: OfferRow, spoken: Spoken): Promise<Outcome> {
  // Whoever reached her books: the hold is hers from now on.
  if (spoken.stillNeeded) await handOver(call, offer);
  const { after } = await noteReached(call, request, spoken);
  return { after, state: after === 'closed' ? 'withdrawn' : 'held' };
}

async function vain(call: Call, request: RequestRecord, offer: OfferRow): Promise<Outcome> {
  const { after, days } = await afterVain(call, request, offer.id);
  if (after === 'call-again') return { after, state: 'held' };
  await end(call, request, offer, 'skipped', 'not-reached');
  await skip(call, request, days);
  return { after, state: 'skipped' };
}

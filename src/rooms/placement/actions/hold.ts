import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Criteria, LostRace } from '../contract.ts';
import { type Judgement, mayBeHeld } from '../rules/fit.ts';
import { selectHolderNames } from '../store/candidates.ts';
import { appendSnapshot, findHold, type HoldRow, type RequestRecord, updateRequest } from '../store/requests.ts';
import { type AtRequest, lockRequest } from './desk.ts';
import { RULE, type Search, search } from './fit.ts';
import { insistCoordinator, type Override, sealOverride } from './override.ts';
import { representationOf } from './representation.ts';
import { shownTo, snapshotOf } from './shown.ts';
import { against, findSlot, findStanding } from './standing.ts';
import { triage } from './triage.ts';

/** Limits of a hold (SL2, SL3, PL2); a network may set others. */
export const HOLD = { minutes: 10, extendMinutes: 5, staleDays: 14, leadMinutes: 120 } as const;

interface Wish {
  placeId: string;
  slotId: string;
  override?: { criteria: string[]; reason: string } | undefined;
}

interface HoldAnswer {
  answer: string;
  held_until: Temporal.Instant | null;
  other_holder: string | null;
  practitioner_id: string | null;
}

const RACE_LOST = new Set([
  'place-held',
  'place-taken',
  'slot-held',
  'slot-taken',
  'place-stale',
  'slot-too-soon',
  'place-not-found',
  'slot-not-found',
]);

/** Holds place and first slot together for ten minutes (SL2 + PL2 + RQ3); the loser of a race gets the next three offers. */
export async function holdOffer(call: Call, permit: AtRequest, id: string, wish: Wish) {
  const request = await lockRequest(call, id);
  if (request.state === 'new') {
    await triage(call, request);
    request.state = 'triaged';
  }
  const found = await search(call, { ...soughtOf(request), placeId: wish.placeId });
  const accountId = accountOf(call).accountId;
  const before = await insistNotAnothers(call, id, accountId);
  const { rows } =
    await sql<HoldAnswer>`select answer, held_until, other_holder, practitioner_id from placement.hold_offer(${id}, ${wish.placeId}, ${wish.slotId},
    ${accountId}, ${call.now.toString()}, ${HOLD.minutes}, ${HOLD.staleDays}, ${HOLD.leadMinutes})`.execute(call.tx);
  const [held] = rows;
  if (held?.answer !== 'held' || !held.held_until) throw await refused(call, request, held, wish);
  // The function says who was faster; whether it fits is the rule's word, and a no undoes the hold with the transaction.
  const slot = await findSlot(call, wish.slotId);
  const one = slot && findStanding(found, wish.placeId, slot);
  if (!one) throw new Refusal('does-not-fit', { facts: await lostRace(call, request, wish) });
  const overridden = overrides(permit, found, one, wish.override);
  if (!slot.kinds.includes(found.prepared.nextKind.kind)) throw new Refusal('slot-of-other-kind');
  await insistNoRefusal(call, request, dayInBerlin(slot.starts_at));
  const override =
    wish.override && overridden.length > 0 ? await sealOverride(call, request, wish.placeId, overridden, wish.override.reason) : undefined;
  if (request.state !== 'offered' || override) await keepSnapshot(call, request, found, override);
  if (before && before.slot_id !== wish.slotId) await tellReleased(call, request, before, 'other-offer');
  await record(call, {
    action: 'placement.offer.held',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: {
      placeId: wish.placeId,
      slotId: wish.slotId,
      practitionerId: held.practitioner_id,
      until: held.held_until.toString(),
      overridden,
    },
  });
  return { id, state: 'offered' as const, placeId: wish.placeId, slotId: wish.slotId, heldUntil: held.held_until.toString() };
}

/** What a search for this request asks. */
export function soughtOf(request: RequestRecord) {
  return {
    criteria: request.criteria as Criteria,
    requestId: request.id,
    personId: request.person_id,
    oncallWantsAcute: request.oncall_wants_acute,
  };
}

/** What a colleague holds for this request is hers until it ends (SL2: from free only). */
async function insistNotAnothers(call: Call, id: string, accountId: string): Promise<HoldRow | undefined> {
  const hold = await findHold(call.tx, id);
  if (!hold || hold.held_by === accountId || Temporal.Instant.compare(hold.held_until, call.now) <= 0) return hold;
  throw new Refusal('hold-of-another', { facts: { by: hold.holder_name, until: hold.held_until.toString() } });
}

/** D 10: while a custody holder says no and it counts, nothing is kept from others; the request stays triaged. */
export async function insistNoRefusal(call: Call, request: RequestRecord, day: Temporal.PlainDate): Promise<void> {
  const { blockers, hints } = await representationOf(call, request, day);
  if (blockers.length > 0 && hints.includes('family-court-counselling'))
    throw new Refusal('representation-missing', { facts: { blockers, hints } });
}

/** Which criteria are set aside; throws where one stands against the place that may not be, or somebody has no right to. */
function overrides(permit: Permit, found: Search, one: Judgement, asked: Wish['override']) {
  if (asked) insistCoordinator(permit);
  const standing = against(found, one);
  const decision = mayBeHeld(standing, (asked?.criteria ?? []) as Parameters<typeof mayBeHeld>[1]);
  if (!decision.ok) throw new Refusal(decision.because, { facts: { criteria: [...standing.no, ...standing.clarify] } });
  return decision.overridden;
}

async function refused(call: Call, request: RequestRecord, held: HoldAnswer | undefined, wish: Wish): Promise<Refusal> {
  const code = held?.answer ?? 'place-not-found';
  if (!RACE_LOST.has(code)) return new Refusal(code);
  const names = await selectHolderNames(call.tx, held?.other_holder ? [held.other_holder] : []);
  const race = await lostRace(call, request, wish);
  return new Refusal(code, {
    facts: { ...race, by: names.get(held?.other_holder ?? '') ?? null, until: held?.held_until?.toString() ?? null },
  });
}

/** The next three offers of the same search. */
async function lostRace(call: Call, request: RequestRecord, { placeId, slotId }: Wish): Promise<LostRace & Record<string, unknown>> {
  const found = await search(call, soughtOf(request));
  const next: LostRace['next'] = [];
  for (const { judgement } of found.judged.ranked) {
    const { place } = judgement.offer;
    const slot = found.slots.get(place.id);
    if (place.id === placeId || !slot || slot.slot_id === slotId) continue;
    next.push({
      placeId: place.id,
      practitionerName: found.facts.get(place.id)?.practitionerName ?? '',
      slotId: slot.slot_id,
      startsAt: slot.starts_at.toString(),
    });
    if (next.length === 3) break;
  }
  return { by: null, until: null, next };
}

/** Keeps what was seen and said (RQ3), with the rule's version: the list that this desk was shown, else the held place alone. */
async function keepSnapshot(call: Call, request: RequestRecord, found: Search, override: Override | undefined): Promise<void> {
  const { seen, said } = shownTo(request.id) ?? snapshotOf(found);
  const id = call.newId();
  await appendSnapshot(call.tx, {
    id,
    requestId: request.id,
    at: call.now,
    ruleVersion: RULE.version,
    seen,
    said: override ? { ...said, override } : said,
  });
  await updateRequest(call.tx, request.id, { snapshot_id: id });
  await record(call, {
    action: 'placement.offers.presented',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    data: { snapshotId: id, ranked: said.ranked.length },
  });
}

/** Five more minutes, once (SL3). */
export async function extendHold(call: Call, _permit: AtRequest, id: string) {
  const request = await lockRequest(call, id);
  const hold = await findHold(call.tx, id);
  if (!hold || Temporal.Instant.compare(hold.held_until, call.now) <= 0) throw new Refusal('hold-expired');
  if (hold.held_by !== accountOf(call).accountId) throw new Refusal('hold-of-another');
  if (hold.held_extended) throw new Refusal('hold-extended-already');
  const until = hold.held_until.add({ minutes: HOLD.extendMinutes });
  await sql`select placement.extend_hold(${id}, ${until.toString()})`.execute(call.tx);
  await record(call, {
    action: 'placement.hold.extended',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { until: until.toString() },
  });
  return { id, heldUntil: until.toString() };
}

/** Lets a hold go (RQ5, SL4, PL3). */
export async function releaseHold(call: Call, _permit: AtRequest, id: string, reason: string) {
  const request = await lockRequest(call, id);
  const hold = await insistNotAnothers(call, id, accountOf(call).accountId);
  if (!hold) throw new Refusal('hold-expired');
  await sql`select * from placement.release_hold(${id}, ${call.now.toString()})`.execute(call.tx);
  const state = request.waiting_since ? ('waiting' as const) : ('triaged' as const);
  const version = await updateRequest(call.tx, id, { state });
  await tellReleased(call, request, hold, reason);
  return { id, version, state };
}

/** Place and slot are free for others: everybody who keeps a list hears whose. */
export function tellReleased(call: Call, request: RequestRecord, hold: HoldRow, reason: string): Promise<void> {
  return record(call, {
    action: 'placement.hold.released',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    reason,
    data: { placeId: hold.place_id, slotId: hold.slot_id, practitionerId: hold.practitioner_id },
  });
}

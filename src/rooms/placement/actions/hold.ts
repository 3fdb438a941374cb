import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Criteria, LostRace } from '../contract.ts';
import { explain, type Judgement, mayBeHeld } from '../rules/fit.ts';
import { selectHolderNames } from '../store/candidates.ts';
import { appendSnapshot, findHold, type RequestRecord, updateRequest } from '../store/requests.ts';
import { lockRequest } from './desk.ts';
import { RULE, type Search, search } from './fit.ts';
import { shownTo, snapshotOf } from './shown.ts';
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
export async function holdOffer(call: Call, permit: Permit<'placement.desk'>, id: string, wish: Wish) {
  const request = await lockRequest(call, id);
  if (request.state === 'new') {
    await triage(call, request);
    request.state = 'triaged';
  }
  const found = await search(call, { ...soughtOf(request), placeId: wish.placeId });
  const one = standingOf(found, wish.placeId);
  const accountId = accountOf(call).accountId;
  const { rows } =
    await sql<HoldAnswer>`select answer, held_until, other_holder, practitioner_id from placement.hold_offer(${id}, ${wish.placeId}, ${wish.slotId},
    ${accountId}, ${call.now.toString()}, ${HOLD.minutes}, ${HOLD.staleDays}, ${HOLD.leadMinutes})`.execute(call.tx);
  const [held] = rows;
  if (held?.answer !== 'held' || !held.held_until) throw await refused(call, request, held, wish.placeId);
  // The function says who was faster; whether it fits is the rule's word, and a no undoes the hold with the transaction.
  if (!one) throw new Refusal('does-not-fit', { facts: await lostRace(call, request, wish.placeId) });
  const overridden = overrides(permit, found, one, wish.override);
  if (!(await isOfKind(call, wish.slotId, found.prepared.nextKind.kind))) throw new Refusal('slot-of-other-kind');
  if (request.state !== 'offered') await keepSnapshot(call, request, found);
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

function standingOf({ judged }: Search, placeId: string): Judgement | undefined {
  const all = [...judged.ranked.map(({ judgement }) => judgement), ...judged.others, ...judged.clarify, ...judged.excluded];
  return all.find(({ offer }) => offer.place.id === placeId);
}

/** Which criteria are set aside; throws where one stands against the place that may not be, or somebody has no right to. */
function overrides(permit: Permit, { judged }: Search, one: Judgement, asked: Wish['override']): string[] {
  const { no, clarify } = explain(judged, one);
  // Availability (H1) and the first slot (H2, to be clarified) were the database's word just now, when it gave the hold.
  const against = no.filter((criterion) => criterion !== 'H1');
  const open = clarify.filter((criterion) => criterion !== 'H1' && criterion !== 'H2');
  if (asked && !(permit.actor.kind === 'account' && permit.actor.roles.includes('coordinator')))
    throw new Refusal('override-not-permitted');
  const decision = mayBeHeld({ no: against, clarify: open }, (asked?.criteria ?? []) as Parameters<typeof mayBeHeld>[1]);
  if (!decision.ok) throw new Refusal(decision.because, { facts: { criteria: [...against, ...open] } });
  return decision.overridden;
}

/** A held slot must serve the lawful first step. */
async function isOfKind(call: Call, slotId: string, kind: string): Promise<boolean> {
  const slot = await call.tx.selectFrom('scheduling.slot').select('kinds').where('id', '=', slotId).executeTakeFirst();
  return slot?.kinds.includes(kind) ?? false;
}

async function refused(call: Call, request: RequestRecord, held: HoldAnswer | undefined, placeId: string): Promise<Refusal> {
  const code = held?.answer ?? 'place-not-found';
  if (!RACE_LOST.has(code)) return new Refusal(code);
  const names = await selectHolderNames(call.tx, held?.other_holder ? [held.other_holder] : []);
  const race = await lostRace(call, request, placeId);
  return new Refusal(code, {
    facts: { ...race, by: names.get(held?.other_holder ?? '') ?? null, until: held?.held_until?.toString() ?? null },
  });
}

/** The next three offers of the same search. */
async function lostRace(call: Call, request: RequestRecord, placeId: string): Promise<LostRace & Record<string, unknown>> {
  const found = await search(call, soughtOf(request));
  const next: LostRace['next'] = [];
  for (const { judgement } of found.judged.ranked) {
    const { place } = judgement.offer;
    const slot = found.slots.get(place.id);
    if (place.id === placeId || !slot) continue;
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
async function keepSnapshot(call: Call, request: RequestRecord, found: Search): Promise<void> {
  const { seen, said } = shownTo(request.id) ?? snapshotOf(found);
  const id = call.newId();
  await appendSnapshot(call.tx, { id, requestId: request.id, at: call.now, ruleVersion: RULE.version, seen, said });
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
export async function extendHold(call: Call, _permit: Permit<'placement.desk'>, id: string) {
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
export async function releaseHold(call: Call, _permit: Permit<'placement.desk'>, id: string, reason: string) {
  const request = await lockRequest(call, id);
  const hold = await findHold(call.tx, id);
  if (!hold) throw new Refusal('hold-expired');
  await sql`select * from placement.release_hold(${id}, ${call.now.toString()})`.execute(call.tx);
  const state = request.waiting_since ? ('waiting' as const) : ('triaged' as const);
  const version = await updateRequest(call.tx, id, { state });
  await record(call, {
    action: 'placement.hold.released',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    reason,
    data: { placeId: hold.place_id, slotId: hold.slot_id },
  });
  return { id, version, state };
}

import type { z } from 'zod';
import type { Modality } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { letHeldPlaceGo } from '#rooms/directory/actions/bound.ts';
import { faultsOfWhere } from '#rooms/directory/actions/where.ts';
import type { publishSlots } from '../contract.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { type SlotEvent, type SlotFacts, stepSlot } from '../rules/slot.ts';
import { appendSlots, findSlot, findSlotAt, isAbsent, lockSlot, type SlotRow, updateSlot } from '../store.ts';
import { insistFields, insistVersion, isOwn, ownPractitionerId, partiesOf, timeFacts } from './own.ts';
import { slotNow } from './views.ts';

type Publishing = z.output<NonNullable<typeof publishSlots.body>>;

/** Publishes own slots (SL1), all or none. */
export function publishOwn(call: Call, _permit: Permit<'scheduling.own'>, wish: Publishing) {
  return publish(call, ownPractitionerId(call), wish);
}

/** The coordinator publishes for a therapist. */
export function publishFor(call: Call, _permit: Permit<'scheduling.desk'>, practitionerId: string, wish: Publishing) {
  return publish(call, practitionerId, wish);
}

async function publish(call: Call, practitionerId: string, wish: Publishing) {
  insistFields(await faultsOfWhere(call, practitionerId, wish));
  const stretches = wish.slots.map(({ startsAt, minutes }) => {
    const start = Temporal.Instant.from(startsAt);
    return { id: call.newId(), start, end: start.add({ minutes }) };
  });
  for (const { start, end } of stretches) {
    const facts = { now: call.now, start, ofActor: isOwn(call, practitionerId), overlapsOther: false };
    const decided = stepSlot('none', 'publish', partiesOf(call), facts); // overlap is the database's to say, below
    if (!decided.ok) throw new Refusal(decided.because, { facts: { conflict: { startsAt: start.toString(), endsAt: end.toString() } } });
    if (await isAbsent(call.tx, practitionerId, { start, end }))
      throw new Refusal('helper-absent', { facts: { startsAt: start.toString() } });
  }
  const stands = await appendSlots(
    call.tx,
    stretches.map(({ id, start, end }) => ({
      id,
      practitioner_id: practitionerId,
      location_id: wish.locationId,
      place_id: wish.placeId ?? null,
      kinds: wish.kinds,
      modality: wish.modality satisfies Modality,
      starts_at: start,
      ends_at: end,
      created_at: call.now,
    })),
  );
  const refused = stretches.find(({ id }) => !stands.has(id));
  if (refused) {
    const conflict = await findSlotAt(call.tx, practitionerId, refused);
    throw new Refusal('slot-overlaps', conflict ? { facts: { conflict: timeFacts(conflict) } } : {});
  }
  for (const { id } of stretches)
    await record(call, { action: SCHEDULING_EVENTS.slotPublished, kind: 'C', object: ['slot', id], data: { practitionerId } });
  return { ids: stretches.map(({ id }) => id) };
}

async function lockKnownSlot(call: Call, id: string, version: number | undefined): Promise<SlotRow> {
  const slot = await lockSlot(call.tx, id);
  if (!slot) throw new Refusal('slot-not-found');
  insistVersion(slot.version, version);
  return slot;
}

/** Asks the life cycle with what is known of the slot. */
function decide(call: Call, slot: SlotRow, event: SlotEvent, more: Omit<Partial<SlotFacts>, 'now' | 'start'> = {}) {
  const state = slotNow(slot, call.now);
  const facts = { now: call.now, start: slot.starts_at, ofActor: isOwn(call, slot.practitioner_id), versionMatches: true, ...more };
  const decided = stepSlot(state, event, partiesOf(call), facts);
  if (decided.ok) return decided;
  const held = state === 'held' ? { facts: { heldUntil: slot.held_until?.toString() } } : {};
  throw new Refusal(decided.because, held);
}

const NO_HOLD = { held_by: null, held_for: null, held_until: null, held_extended: false };

/** SL6: "anderswo vergeben" in one tap is a block with the reason "elsewhere". */
export async function blockSlot(call: Call, _permit: Permit<'scheduling.own'>, id: string, version: number | undefined, reason: string) {
  const slot = await lockKnownSlot(call, id, version);
  decide(call, slot, 'block', { reasonGiven: true });
  const next = await updateSlot(call.tx, slot, { ...NO_HOLD, state: 'blocked', reason });
  await tell(call, SCHEDULING_EVENTS.slotBlocked, slot, { reason });
  return { id, version: next, state: 'blocked' as const };
}

export async function unblockSlot(call: Call, _permit: Permit<'scheduling.own'>, id: string, version: number | undefined) {
  const slot = await lockKnownSlot(call, id, version);
  decide(call, slot, 'unblock');
  const next = await updateSlot(call.tx, slot, { state: 'free', reason: null });
  await tell(call, SCHEDULING_EVENTS.slotUnblocked, slot);
  return { id, version: next, state: 'free' as const };
}

/** SL7; SL8 with force: the hold ends, the coupled place is let go, the desk and the request hear of it. */
export async function withdrawSlot(
  call: Call,
  _permit: Permit<'scheduling.own' | 'scheduling.desk'>,
  id: string,
  version: number | undefined,
  force: boolean,
) {
  const seen = await findSlot(call.tx, id);
  if (!seen) throw new Refusal('slot-not-found');
  insistVersion(seen.version, version);
  decide(call, seen, 'withdraw', { force });
  const { version: next } = await withdraw(call, seen, null);
  return { id, version: next, state: 'withdrawn' as const };
}

/** Withdraws a slot that the life cycle lets go. The place is locked before the slot, as everywhere; a slot that changed between is refused. */
export async function withdraw(call: Call, seen: SlotRow, reason: string | null): Promise<{ version: number; wasHeld: boolean }> {
  const wasHeld = slotNow(seen, call.now) === 'held';
  const placeId = wasHeld && seen.held_for ? await letHeldPlaceGo(call, seen.held_for) : null;
  const slot = await lockKnownSlot(call, seen.id, seen.version);
  const version = await updateSlot(call.tx, slot, { ...NO_HOLD, state: 'withdrawn', live: false, reason });
  if (wasHeld) {
    const data = { requestId: slot.held_for, holderId: slot.held_by, placeId };
    await tell(call, SCHEDULING_EVENTS.slotWithdrawnWhileHeld, slot, { ...(reason ? { reason } : {}), data });
  } else await tell(call, SCHEDULING_EVENTS.slotWithdrawn, slot, reason ? { reason } : {});
  return { version, wasHeld };
}

/** The mark of an hour that was made for a session of a series: it was never on offer, so it never comes on offer. */
export const MADE_FOR_SERIES = 'series';

/** SL9: its appointment was cancelled or moved away. Free again where there is time enough, else over. */
export async function giveBack(call: Call, slotId: string): Promise<void> {
  const slot = await lockSlot(call.tx, slotId);
  if (slot?.state !== 'booked') return;
  if (slot.reason === MADE_FOR_SERIES) {
    await updateSlot(call.tx, slot, { state: 'withdrawn', live: false });
    return;
  }
  const decided = stepSlot('booked', 'appointment-ended', 'system', { now: call.now, start: slot.starts_at });
  if (!decided.ok) throw new Refusal(decided.because);
  await updateSlot(call.tx, slot, { state: decided.to, live: decided.to === 'free' });
  if (decided.effects.includes('run-waiting-list')) await tell(call, SCHEDULING_EVENTS.slotGivenBack, slot);
}

async function tell(
  call: Call,
  action: (typeof SCHEDULING_EVENTS)[keyof typeof SCHEDULING_EVENTS],
  slot: SlotRow,
  { reason, data }: { reason?: string; data?: Record<string, string | null> } = {},
): Promise<void> {
  await record(call, {
    action,
    kind: 'U',
    object: ['slot', slot.id],
    reason: reason ?? null,
    data: { practitionerId: slot.practitioner_id, ...data },
  });
}

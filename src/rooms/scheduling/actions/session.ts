import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { insistNotBusy } from '#rooms/consent/actions/busy-times.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { stepAppointment } from '../rules/appointment.ts';
import { farEnough } from '../rules/hold.ts';
import type { MovedBy } from '../rules/outcome.ts';
import { stepSlot } from '../rules/slot.ts';
import {
  type AppointmentRow,
  appendAppointment,
  findAppointmentAt,
  initialsOf,
  isAbsent,
  lockSlot,
  type SlotRow,
  updateAppointment,
  updateSlot,
} from '../store.ts';
import { dataOf, lockKnownAppointment } from './appointment.ts';
import { insistVersion, isOwn, partiesOf, timeFacts } from './own.ts';
import { giveBack } from './slot.ts';
import { slotNow, stateOf } from './views.ts';

interface Target {
  slotId: string;
  slotVersion: number;
  /** She is busy elsewhere then, was asked, and wants it all the same. */
  despiteBusy?: boolean | undefined;
  by?: MovedBy | null | undefined;
}

/** A later session in an own free slot, without a hold (A.3 clarification on AP1): for a client with an appointment here already. */
export async function bookSession(
  call: Call,
  _permit: Permit<'scheduling.own'>,
  id: string,
  wish: Target & { kind: 'TRIAL' | 'THERAPY' | 'GROUP' },
) {
  const before = await lockKnownAppointment(call, id, undefined);
  if (!isOwn(call, before.practitioner_id)) throw new Refusal('not-found');
  await insistRelation(call, before.person_id);
  const slot = await takeSlot(call, before, wish, wish.kind);
  await insistNotBusy(call, before.person_id, { start: slot.starts_at, end: slot.ends_at }, wish.despiteBusy);
  const decided = stepAppointment('none', 'book', 'therapist', {
    now: call.now,
    start: slot.starts_at,
    ofActor: true,
    laterSession: before.state !== 'cancelled',
    slotBooked: true,
  });
  if (!decided.ok) throw new Refusal(decided.because);
  const booked = { ...before, kind: wish.kind, is_first: false, series_id: null };
  const newId = await append(call, booked, slot);
  await record(call, {
    action: SCHEDULING_EVENTS.sessionBooked,
    kind: 'C',
    object: ['appointment', newId],
    personId: before.person_id,
    data: { ...dataOf(booked), slotId: slot.id },
  });
  return { id: newId, version: 1 };
}

/**
 * AP6, by mutual agreement: the successor takes the new slot, the old slot is given back (SL9). A therapist moves into own free slots,
 * the desk into any free slot of the same therapist or one that it holds for this request.
 */
export async function moveAppointment(
  call: Call,
  _permit: Permit<'scheduling.own' | 'scheduling.desk'>,
  id: string,
  version: number | undefined,
  wish: Target,
) {
  const before = await lockKnownAppointment(call, id, version);
  await insistRelation(call, before.person_id);
  const facts = { now: call.now, start: before.starts_at, ofActor: isOwn(call, before.practitioner_id), successorSlotReady: true };
  const decided = stepAppointment(stateOf(before), 'move', partiesOf(call), facts);
  if (!decided.ok) throw new Refusal(decided.because);
  await updateAppointment(call.tx, before, { state: 'rebooked', live: false, moved_by: wish.by ?? null });
  const slot = await takeSlot(call, before, wish, before.kind);
  await insistNotBusy(call, before.person_id, { start: slot.starts_at, end: slot.ends_at }, wish.despiteBusy);
  const newId = await append(call, before, slot);
  await call.tx.updateTable('scheduling.appointment').set({ successor_id: newId }).where('id', '=', id).execute();
  if (before.slot_id) await giveBack(call, before.slot_id);
  await record(call, {
    action: SCHEDULING_EVENTS.moved,
    kind: 'U',
    object: ['appointment', id],
    personId: before.person_id,
    data: { ...dataOf(before), successorId: newId, newSlotId: slot.id, ...(wish.by ? { movedBy: wish.by } : {}) },
  });
  return { id: newId, version: 1, state: 'booked' as const, cancelledHow: null };
}

/** Only where a live relation to the person stands may anything new be promised. */
export async function insistRelation(call: Call, personId: string): Promise<void> {
  if (!(await initialsOf(call.tx, [personId])).has(personId)) throw new Refusal('not-found');
}

/** Takes a slot for this client's appointment; who may take which is the life cycle's to say. */
async function takeSlot(call: Call, before: AppointmentRow, { slotId, slotVersion }: Target, kind: string): Promise<SlotRow> {
  const slot = await lockSlot(call.tx, slotId);
  if (slot?.practitioner_id !== before.practitioner_id) throw new Refusal('slot-not-found');
  insistVersion(slot.version, slotVersion);
  if (slot.place_id !== null && slot.place_id !== before.place_id) throw new Refusal('slot-not-of-place');
  if (!slot.kinds.includes(kind)) throw new Refusal('slot-of-other-kind');
  insistTakable(call, slot, before);
  if (await isAbsent(call.tx, slot.practitioner_id, { start: slot.starts_at, end: slot.ends_at })) throw new Refusal('helper-absent');
  const noHold = { held_by: null, held_for: null, held_until: null, held_extended: false };
  await updateSlot(call.tx, slot, { ...noHold, state: 'booked' });
  return slot;
}

function insistTakable(call: Call, slot: SlotRow, before: AppointmentRow): void {
  const state = slotNow(slot, call.now);
  if (isOwn(call, slot.practitioner_id)) {
    const facts = { now: call.now, start: slot.starts_at, ofActor: true, laterSession: true, versionMatches: true };
    const decided = stepSlot(state, 'book', 'therapist', facts);
    if (!decided.ok) throw new Refusal(decided.because);
    return;
  }
  // The desk holds and books in one breath; what a first booking asks for (name, rule read out) was recorded with it.
  const held = state === 'held' && slot.held_for === before.request_id && slot.held_by === accountOf(call).accountId;
  if (state !== 'free' && !held)
    throw new Refusal(state === 'held' ? 'slot-held' : 'slot-taken', { facts: { heldUntil: slot.held_until?.toString() } });
  if (!held && !farEnough(slot.starts_at, call.now)) throw new Refusal('slot-starts-too-soon');
}

/** An hour that somebody is promised: a slot, or a seat in a group whose hour another member has. */
export type Hour = Pick<SlotRow, 'practitioner_id' | 'location_id' | 'modality' | 'starts_at' | 'ends_at'> & { id: string | null };

/** The promise itself. What overlaps is refused by the database; the time in the way is named where the actor may see it. */
export async function append(call: Call, like: AppointmentRow, slot: Hour): Promise<string> {
  const id = call.newId();
  const stands = await appendAppointment(call.tx, {
    id,
    slot_id: slot.id,
    practitioner_id: slot.practitioner_id,
    location_id: slot.location_id,
    person_id: like.person_id,
    request_id: like.request_id,
    place_id: like.place_id,
    kind: like.kind,
    modality: slot.modality,
    starts_at: slot.starts_at,
    ends_at: slot.ends_at,
    is_first: like.is_first,
    series_id: like.series_id,
    interpreter_by: like.interpreter_by,
    booked_at: call.now,
    booked_by: accountOf(call).accountId,
  });
  if (stands) return id;
  const span = { start: slot.starts_at, end: slot.ends_at };
  const own = await findAppointmentAt(call.tx, { practitionerId: slot.practitioner_id }, span);
  if (own) throw new Refusal('helper-overlap', { facts: { conflict: timeFacts(own) } });
  const theirs = await findAppointmentAt(call.tx, { personId: like.person_id }, span);
  throw new Refusal('client-overlap', theirs ? { facts: { conflict: timeFacts(theirs) } } : {});
}

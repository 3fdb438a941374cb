import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { type Interval, overlaps } from '../rules/overlap.ts';
import { type AppointmentRow, appendSlots, findAppointmentAt, findSlotAt, isAbsent, type SlotRow, updateSlot } from '../store.ts';
import { timeFacts } from './own.ts';
import type { Hour } from './session.ts';
import { MADE_FOR_SERIES } from './slot.ts';
import { slotNow } from './views.ts';

const NO_HOLD = { held_by: null, held_for: null, held_until: null, held_extended: false };

/**
 * Takes the hour of one session: the own free time that stands exactly there, else an hour of its own, so that no weekly time is ever
 * published over it. Free times that it touches are withdrawn. What is held, given elsewhere or promised refuses it.
 */
export async function takeHour(call: Call, like: AppointmentRow, span: Interval, kind: string): Promise<Hour> {
  const there: Hour = {
    id: null,
    practitioner_id: like.practitioner_id,
    location_id: like.location_id,
    modality: like.modality,
    starts_at: span.start,
    ends_at: span.end,
  };
  if (await isAbsent(call.tx, like.practitioner_id, span)) throw new Refusal('helper-absent', conflictOf(span));
  let exact: SlotRow | undefined;
  for (const slot of await lockSlotsAt(call, like.practitioner_id, span)) {
    const state = slotNow(slot, call.now);
    if (state === 'booked' && kind === 'GROUP' && (await isOwnGroup(call, like.practitioner_id, span))) return there;
    if (state !== 'free') throw new Refusal('helper-overlap', { facts: { conflict: timeFacts(slot) } });
    if (isThere(slot, span) && (slot.place_id === null || slot.place_id === like.place_id)) exact = slot;
    else await clearAway(call, slot);
  }
  if (exact) {
    await updateSlot(call.tx, exact, { ...NO_HOLD, state: 'booked' });
    return { ...there, id: exact.id, location_id: exact.location_id ?? there.location_id };
  }
  const id = call.newId();
  const stands = await appendSlots(call.tx, [
    {
      id,
      practitioner_id: like.practitioner_id,
      location_id: like.location_id,
      place_id: null,
      kinds: [kind],
      modality: like.modality,
      starts_at: span.start,
      ends_at: span.end,
      state: 'booked',
      reason: MADE_FOR_SERIES,
      created_at: call.now,
    },
  ]);
  if (stands.has(id)) return { ...there, id };
  const faster = await findSlotAt(call.tx, like.practitioner_id, span);
  throw new Refusal('helper-overlap', faster ? { facts: { conflict: timeFacts(faster) } } : conflictOf(span));
}

const conflictOf = ({ start, end }: Interval) => ({ facts: { conflict: { startsAt: start.toString(), endsAt: end.toString() } } });
const isThere = (slot: SlotRow, { start, end }: Interval) => slot.starts_at.equals(start) && slot.ends_at.equals(end);

function lockSlotsAt(call: Call, practitionerId: string, { start, end }: Interval): Promise<SlotRow[]> {
  return call.tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('live', '=', true)
    .where('starts_at', '<', end)
    .where('ends_at', '>', start)
    .orderBy('starts_at')
    .forUpdate()
    .execute();
}

/** A seat in a group whose hour another member already has. */
async function isOwnGroup(call: Call, practitionerId: string, span: Interval): Promise<boolean> {
  const row = await findAppointmentAt(call.tx, { practitionerId }, span);
  return row?.kind === 'GROUP' && overlaps({ start: row.starts_at, end: row.ends_at }, span) && row.starts_at.equals(span.start);
}

/** It keeps its weekly time's key, so that the rule does not publish it again. */
async function clearAway(call: Call, slot: SlotRow): Promise<void> {
  await updateSlot(call.tx, slot, { ...NO_HOLD, state: 'withdrawn', live: false, reason: MADE_FOR_SERIES });
  await record(call, {
    action: SCHEDULING_EVENTS.slotWithdrawn,
    kind: 'U',
    object: ['slot', slot.id],
    reason: MADE_FOR_SERIES,
    data: { practitionerId: slot.practitioner_id },
  });
}

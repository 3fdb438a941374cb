import type { Call } from '#platform/call.ts';
import { type Happening, type Reaction, record } from '#platform/events.ts';
import { DIRECTORY_EVENTS } from '#rooms/directory/events.ts';
import { SCHEDULING_EVENTS } from './events.ts';
import { updateSlot } from './store.ts';

/** PL13: the place that was held with a slot was paused, so the slot is free again (SL4). */
async function letHeldSlotGo(call: Call, { data }: Happening): Promise<void> {
  const requestId = data?.requestId;
  if (typeof requestId !== 'string') return;
  const slot = await call.tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('held_for', '=', requestId)
    .where('state', '=', 'held')
    .forUpdate()
    .executeTakeFirst();
  if (!slot) return;
  await updateSlot(call.tx, slot, { state: 'free', held_by: null, held_for: null, held_until: null, held_extended: false });
  await record(call, {
    action: SCHEDULING_EVENTS.slotLetGo,
    kind: 'U',
    object: ['slot', slot.id],
    data: { practitionerId: slot.practitioner_id, requestId, holderId: slot.held_by },
  });
}

export const schedulingReactions: Record<string, Reaction> = { [DIRECTORY_EVENTS.placePausedWhileHeld]: letHeldSlotGo };

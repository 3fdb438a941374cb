import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';

/** Messages of a cause that have not gone yet never will: the appointment was moved or cancelled. */
export async function cancelMessages(call: Call, causeId: string): Promise<void> {
  await sql`select app.cancel_messages(${causeId})`.execute(call.tx);
}

/** What waits for a person of these templates never goes: she has taken her consent back. */
export async function cancelReminders(call: Call, personId: string): Promise<void> {
  await call.tx
    .updateTable('messages.message')
    .set({ state: 'cancelled' })
    .where('person_id', '=', personId)
    .where('template', 'in', ['reminder-72', 'reminder-24'])
    .where('state', '=', 'queued')
    .execute();
}

/** What waits for somebody outside because of a release that has ended, never goes; each says so in the log. */
export async function takeBackMessages(call: Call, causeId: string, because: string): Promise<number> {
  const waiting = await call.tx
    .selectFrom('messages.message')
    .select(['id', 'person_id'])
    .where('cause_id', '=', causeId)
    .where('state', '=', 'queued')
    .execute();
  await cancelMessages(call, causeId);
  for (const { id, person_id: personId } of waiting)
    await record(call, { action: 'messages.message.cancelled', kind: 'U', object: ['message', id], personId, reason: because });
  return waiting.length;
}

import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';

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

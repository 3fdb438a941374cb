import type { Call } from '#platform/call.ts';
import { type Happening, type Reaction, record } from '#platform/events.ts';

/**
 * Who agrees to reminders again gets them again: what she stopped of reminders alone is open. A way that she closed altogether, that
 * does not arrive or is somebody else's stays closed; only the desk opens it.
 */
async function openForReminders(call: Call, { data, personId }: Happening): Promise<void> {
  if (data?.kind !== 'reminders' || !personId) return;
  const opened = await call.tx
    .updateTable('messages.suppression')
    .set({ ended_at: call.now, ended_by: call.actor.kind === 'account' ? call.actor.accountId : null })
    .where('person_id', '=', personId)
    .where('scope', '=', 'reminders')
    .where('because', '=', 'opt-out')
    .where('ended_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of opened)
    await record(call, { action: 'messages.channel.opened', kind: 'U', object: ['suppression', id], personId, reason: 'consented-again' });
}

export const messagesReactions: Record<string, Reaction> = { 'consent.consent.given': openForReminders };

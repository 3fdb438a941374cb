import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type Notice, readNotice } from '#platform/mail/bounce.ts';
import { readFolder } from '#platform/mail/bounce-folder.ts';
import { appendSuppression, findMessage } from '../store.ts';
import { askToCall } from './text.ts';

/** Reads the folder of failure notices. What is no notice about one of our mails is put aside without a trace. */
export async function readBounces(world: World, folder: string): Promise<number> {
  let noted = 0;
  await readFolder(folder, async (raw) => {
    const notice = await readNotice(raw);
    if (notice.ok) noted += (await asSystem(world, 'messages.bounces', (call) => noteBounce(call, notice))) ? 1 : 0;
  });
  return noted;
}

/**
 * What a failure notice changes. Hard: this address is not written to again, the message stands as failed, and the desk calls. Lost: it
 * stands as failed and can be sent again. Late: noted, nothing else. Reading the same notice twice changes nothing.
 */
export async function noteBounce(call: Call, { messageId, kind, status }: Notice): Promise<boolean> {
  const row = await findMessage(call.tx, messageId);
  if (!row?.person_id || row.channel !== 'email' || row.bounced_at !== null) return false;
  if (row.state !== 'sent' && row.state !== 'queued') return false; // unsure hand-overs may still be in the queue
  const personId = row.person_id;
  await record(call, {
    action: kind === 'late' ? 'messages.message.delayed' : 'messages.message.bounced',
    kind: 'U',
    object: ['message', row.id],
    personId,
    reason: kind,
    data: { status, template: row.template, channel: row.channel, causeKind: row.cause_kind, causeId: row.cause_id },
  });
  if (kind === 'late') return true;
  await call.tx
    .updateTable('messages.message')
    .set({ state: 'failed', failure: kind === 'hard' ? 'mail-bounced' : 'mail-lost', bounced_at: call.now, next_try_at: null })
    .where('id', '=', row.id)
    .execute();
  if (kind === 'hard') {
    const id = call.newId();
    await appendSuppression(call.tx, { id, personId, channel: 'email', because: 'bounced', scope: 'all', at: call.now, by: null });
  }
  await askToCall(call, { personId, messageId: row.id, template: row.template, cause: [row.cause_kind, row.cause_id] }, 'bounced');
  return true;
}

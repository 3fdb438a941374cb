import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { type Content, type SealedMessage, sealMessage } from './actions/content.ts';
import { rowOf } from './actions/rows.ts';
import type { MessageRow } from './contract.ts';
import { hasReminders, messagesOf } from './store.ts';

export { type Carriers, deliverDue } from './actions/deliver.ts';
export { listTroubles, markPrinted, tryAgain } from './actions/post.ts';
export { quietHours } from './actions/quiet.ts';
export { canRemind } from './actions/reach.ts';
export { cancelMessages, cancelReminders } from './actions/take-back.ts';
export { type QueuedText, queueText, type TextWish } from './actions/text.ts';

export interface NewMessage extends Pick<SealedMessage, 'personId' | 'template' | 'language' | 'cause' | 'dueAt' | 'attachment'> {
  channel: 'email' | 'letter';
  content: Content & { to: string };
}

/** Puts a finished text into the queue, to an address that was said expressly. Rooms use `queueText`, which asks how to reach somebody. */
export function queueMessage(call: Call, message: NewMessage): Promise<string> {
  return sealMessage(call, message);
}

/** What was sent for one cause: states only, no texts. */
export async function listMessages(call: Call, _permit: Permit<'messages.read'>, causeId: string): Promise<MessageRow[]> {
  const rows = await messagesOf(call.tx, causeId);
  await recordReads(
    call,
    'messages.list.read',
    'message',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  return rows.map(rowOf);
}

/** Whether this appointment is reminded of already: reminders wait, or have gone. */
export function isReminded(call: Call, appointmentId: string): Promise<boolean> {
  return hasReminders(call.tx, appointmentId);
}

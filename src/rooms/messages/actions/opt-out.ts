import { timingSafeEqual } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { withdrawConsent } from '#rooms/consent/actions.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Channel } from '../rules/kinds.ts';
import { isReminder } from '../rules/kinds.ts';
import type { OptOutWish } from '../rules/opt-out.ts';
import { appendSuppression, findMessage, liveSuppressions, type MessageRecord } from '../store.ts';
import { cancelReminders } from './take-back.ts';
import { askToCall } from './text.ts';

// A capability: whoever holds the link holds this one message. It names nobody, and nothing about it is stored.
const macOf = (call: Call, messageId: string) => call.sealer.token('opt-out', messageId);

/** The address under which the reader of a message stops it, without sign-in. */
export function optOutAddress(call: Call, messageId: string): string {
  return `${call.network.publicUrl}/post/${messageId}.${macOf(call, messageId).toString('hex')}`;
}

/** The message that a link belongs to; nothing where the link is not ours. */
export function messageOfLink(call: Call, link: string): string | undefined {
  const match = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([0-9a-f]{32})$/.exec(link);
  if (!match?.[1] || !match[2]) return undefined;
  return timingSafeEqual(Buffer.from(match[2], 'hex'), macOf(call, match[1])) ? match[1] : undefined;
}

/** What a link offers; no word about the person. */
export async function readLink(call: Call, link: string): Promise<{ reminder: boolean; language: string } | undefined> {
  const id = messageOfLink(call, link);
  const row = id ? await findMessage(call.tx, id) : undefined;
  return row?.person_id ? { reminder: isReminder(row.template), language: row.language } : undefined;
}

/**
 * Somebody followed the link (as the system: whoever holds it is not signed in). Asking twice changes nothing.
 * `reminders`: none of them any more, over no channel; `all`: nothing over this channel; `not-me`: this address is somebody else's.
 */
export async function followLink(call: Call, link: string, wish: OptOutWish): Promise<void> {
  const id = messageOfLink(call, link);
  const row = id ? await findMessage(call.tx, id) : undefined;
  if (!row?.person_id) throw new Refusal('not-found');
  await stop(call, row, row.person_id, wish);
}

async function stop(call: Call, row: MessageRecord, personId: string, wish: OptOutWish): Promise<void> {
  const channel = row.channel as Channel;
  const because = wish === 'not-me' ? 'wrong-person' : 'opt-out';
  const scope = wish === 'reminders' ? 'reminders' : 'all';
  const id = call.newId();
  const isNew = await appendSuppression(call.tx, { id, personId, channel, because, scope, at: call.now, by: null });
  if (wish === 'reminders') {
    await withdrawConsent(call, personId, 'reminders');
    await cancelReminders(call, personId);
  }
  if (!isNew) return;
  await record(call, {
    action: 'messages.channel.stopped',
    kind: 'C',
    object: ['suppression', id],
    personId,
    reason: because,
    data: { channel, scope },
  });
  if (wish === 'not-me')
    await askToCall(call, { personId, messageId: row.id, template: row.template, cause: [row.cause_kind, row.cause_id] }, 'wrong-person');
}

/** The desk notes what somebody said or wrote back ("STOP"). */
export async function stopChannel(
  call: Call,
  _permit: Permit<'messages.read'>,
  personId: string,
  { channel, scope }: { channel: Channel; scope: 'all' | 'reminders' },
): Promise<{ id: string }> {
  if (!(await findPerson(call, personId))) throw new Refusal('not-found');
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  const id = call.newId();
  const isNew = await appendSuppression(call.tx, { id, personId, channel, because: 'opt-out', scope, at: call.now, by });
  if (isNew)
    await record(call, {
      action: 'messages.channel.stopped',
      kind: 'C',
      object: ['suppression', id],
      personId,
      reason: 'opt-out',
      data: { channel, scope },
    });
  return { id };
}

/** Opens a channel again: the address was mended, or the person wants to be written to. */
export async function openChannel(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const by = call.actor.kind === 'account' ? call.actor.accountId : null;
  const row = await call.tx
    .updateTable('messages.suppression')
    .set({ ended_at: call.now, ended_by: by })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .returning('person_id')
    .executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  await record(call, { action: 'messages.channel.opened', kind: 'U', object: ['suppression', id], personId: row.person_id });
  return { id };
}

/** What is closed for one person. */
export async function listStopsOf(call: Call, _permit: Permit<'messages.read'>, personId: string) {
  if (!(await findPerson(call, personId))) throw new Refusal('not-found');
  const rows = await liveSuppressions(call.tx, personId);
  await recordReads(
    call,
    'messages.stopped.read',
    'suppression',
    rows.map((row) => ({ id: row.id, personId })),
  );
  return rows.map((row) => ({
    id: row.id,
    personId,
    channel: row.channel as Channel,
    because: row.because as 'opt-out' | 'bounced' | 'wrong-person' | 'safe-contact',
    scope: row.scope as 'all' | 'reminders',
    at: row.at.toString(),
  }));
}

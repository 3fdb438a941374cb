import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { findPerson } from '#rooms/people/actions.ts';
import { isOpen } from '../rules/channel.ts';
import { type Channel, isReminder } from '../rules/kinds.ts';
import { findMessage, listSuppressionRows, listTroubleRows } from '../store.ts';
import { contentOf } from './content.ts';
import { posted } from './print.ts';
import { reachOf } from './reach.ts';
import { rowOf } from './rows.ts';

const nameOf = (row: { given_name: string | null; family_name: string | null }) =>
  [row.given_name, row.family_name].filter(Boolean).join(' ') || null;

/** What needs a hand before it reaches somebody. */
export async function listTroubles(call: Call, _permit: Permit<'messages.read'>) {
  const [rows, stopped] = [await listTroubleRows(call.tx), await listSuppressionRows(call.tx)];
  await recordReads(
    call,
    'messages.troubles.read',
    'message',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  await recordReads(
    call,
    'messages.stopped.read',
    'suppression',
    stopped.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  const named = rows.map((row) => ({
    ...rowOf(row),
    causeKind: row.cause_kind,
    causeId: row.cause_id,
    person: nameOf(row),
    phone: row.state === 'failed' ? row.phone : null,
    runId: row.print_run_id,
    bouncedAt: row.bounced_at?.toString() ?? null,
  }));
  return {
    letters: named.filter(({ state }) => state === 'queued'),
    failed: named.filter(({ state }) => state === 'failed'),
    stopped: stopped.map((row) => ({
      id: row.id,
      personId: row.person_id,
      person: nameOf(row),
      channel: row.channel as Channel,
      because: row.because as 'opt-out' | 'bounced' | 'wrong-person' | 'safe-contact',
      scope: row.scope as 'all' | 'reminders',
      at: row.at.toString(),
    })),
  };
}

/** One letter by hand: printed from the request and put into the post. */
export async function markPrinted(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const row = await findMessage(call.tx, id);
  if (row?.channel !== 'letter') throw new Refusal('not-found');
  if (row.state !== 'queued') throw new Refusal('message-not-queued');
  if (row.print_run_id) throw new Refusal('letter-taken');
  await posted(call, row);
  return { id };
}

/** Tries a failed message again, to the address that holds now; a closed channel stays closed. */
export async function tryAgain(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const row = await findMessage(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.state !== 'failed') throw new Refusal('message-not-failed');
  const person = row.person_id ? await findPerson(call, row.person_id) : undefined;
  if (!person) throw new Refusal('not-found');
  const reach = await reachOf(call, person);
  const content = await contentOf(call, row).catch(() => undefined);
  const channel = row.channel as Channel;
  const known = content?.to === undefined ? reach : { ...reach, addresses: { ...reach.addresses, [channel]: true } };
  if (!isOpen(known, channel, isReminder(row.template))) throw new Refusal('channel-closed');
  await call.tx
    .updateTable('messages.message')
    .set({ state: 'queued', attempts: 0, next_try_at: null, failure: null, due_at: call.now, bounced_at: null })
    .where('id', '=', id)
    .execute();
  await record(call, { action: 'messages.message.tried-again', kind: 'U', object: ['message', id], personId: row.person_id });
  // The follower sends what was queued; this one was queued long ago.
  await record(call, {
    action: 'messages.message.queued',
    kind: 'U',
    object: ['message', id],
    personId: row.person_id,
    data: { channel: row.channel, template: row.template },
  });
  return { id };
}

/** Nothing more is to be done about a failed message: somebody has called, or it no longer matters. */
export async function settleFailed(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const row = await findMessage(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.state !== 'failed') throw new Refusal('message-not-failed');
  await call.tx.updateTable('messages.message').set({ state: 'cancelled' }).where('id', '=', id).execute();
  await record(call, {
    action: 'messages.message.settled',
    kind: 'U',
    object: ['message', id],
    personId: row.person_id,
    reason: row.failure,
  });
  return { id };
}

import { Refusal } from '#kernel/decision.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Delivery, Mailer } from '#platform/mail/mailer.ts';
import type { Permit } from '#platform/permit.ts';
import type { MessageRow } from './contract.ts';
import { findMessage, listTroubleRows, lockDue, type MessageRecord, messagesOf } from './store.ts';

/** What is sealed of a message: recipient and text. */
export interface Content {
  to: string;
  text: string;
  appointment?: { id: string; start: string; end: string };
}

export interface NewMessage {
  personId: string;
  channel: 'email' | 'letter';
  template: string;
  language: 'de' | 'en';
  content: Content;
  cause: [kind: string, id: string];
  dueAt?: Temporal.Instant;
  attachment?: 'confirmation-pdf';
}

const sealedPlace = (row: string) => ({ table: 'messages.message', column: 'sealed', row });

/** Puts a message into the queue, in the transaction of what it speaks of. Letters wait for the printer. */
export async function queueMessage(call: Call, message: NewMessage): Promise<string> {
  const id = call.newId();
  const sealed = await call.sealer.seal(call.tx, message.personId, sealedPlace(id), JSON.stringify(message.content));
  await call.tx
    .insertInto('messages.message')
    .values({
      id,
      person_id: message.personId,
      channel: message.channel,
      template: message.template,
      language: message.language,
      sealed,
      due_at: message.dueAt ?? call.now,
      created_at: call.now,
      cause_kind: message.cause[0],
      cause_id: message.cause[1],
      attachment: message.attachment ?? null,
    })
    .execute();
  await record(call, {
    action: 'messages.message.queued',
    kind: 'C',
    object: ['message', id],
    personId: message.personId,
    data: { channel: message.channel, template: message.template },
  });
  return id;
}

/** Messages of a cause that have not gone yet never will: the appointment was moved or cancelled. */
export async function cancelMessages(call: Call, causeId: string): Promise<void> {
  await call.tx
    .updateTable('messages.message')
    .set({ state: 'cancelled' })
    .where('cause_id', '=', causeId)
    .where('state', '=', 'queued')
    .execute();
}

const MOST_TRIES = 8;

/**
 * Sends what is due: at least once, recognisable as the same by its Message-ID. The try is written down before it is made;
 * a crash in between means a second try, never a lost message. What cannot even be read counts its tries like the rest, so
 * that nothing waits behind it.
 */
export async function deliverDue(world: World, mailer: Mailer, most = 20): Promise<number> {
  let sent = 0;
  for (; sent < most; sent += 1) {
    const row = await asSystem(world, 'messages.deliver', async (call) => {
      const due = await lockDue(call.tx, call.now);
      if (due)
        await call.tx
          .updateTable('messages.message')
          .set({ attempts: due.attempts + 1, next_try_at: call.now.add({ seconds: 30 * 2 ** due.attempts }) })
          .where('id', '=', due.id)
          .execute();
      return due;
    });
    if (!row) break;
    const content = await asSystem(world, 'messages.deliver', (call) => contentOf(call, row)).catch(() => undefined);
    const delivery = content ? await handOver(mailer, row, content) : ({ ok: false, because: 'content-unreadable', again: true } as const);
    await asSystem(world, 'messages.deliver', (call) => settle(call, row, delivery));
  }
  return sent;
}

type End = Delivery | { ok: false; because: 'content-unreadable'; again: true };

function handOver(mailer: Mailer, row: MessageRecord, { to, text, appointment }: Content): Promise<Delivery> {
  return mailer.send({
    id: row.id,
    to,
    language: row.language === 'en' ? 'en' : 'de',
    text,
    writtenAt: row.created_at,
    ...(appointment
      ? {
          appointment: {
            id: appointment.id,
            start: Temporal.Instant.from(appointment.start),
            end: Temporal.Instant.from(appointment.end),
          },
        }
      : {}),
  });
}

async function contentOf(call: Call, row: MessageRecord): Promise<Content> {
  if (!row.person_id) throw new Error('a message without a person has no sealed content');
  return JSON.parse(await call.sealer.open(call.tx, row.person_id, sealedPlace(row.id), row.sealed)) as Content;
}

async function settle(call: Call, row: MessageRecord, delivery: End): Promise<void> {
  const done = delivery.ok;
  const givenUp = !delivery.ok && (!delivery.again || row.attempts + 1 >= MOST_TRIES);
  if (!done && !givenUp) return;
  await call.tx
    .updateTable('messages.message')
    .set(
      done
        ? { state: 'sent', sent_at: call.now, failure: null, next_try_at: null }
        : { state: 'failed', failure: delivery.because, next_try_at: null },
    )
    .where('id', '=', row.id)
    .where('state', '=', 'queued')
    .execute();
  await record(call, {
    action: done ? 'messages.message.sent' : 'messages.message.failed',
    kind: 'U',
    object: ['message', row.id],
    personId: row.person_id,
    data: { template: row.template, channel: row.channel, causeKind: row.cause_kind, causeId: row.cause_id },
    reason: delivery.ok ? null : delivery.because,
  });
}

function rowOf(row: MessageRecord): MessageRow {
  return {
    id: row.id,
    channel: row.channel as MessageRow['channel'],
    template: row.template,
    state: row.state as MessageRow['state'],
    dueAt: row.due_at.toString(),
    sentAt: row.sent_at?.toString() ?? null,
    failure: row.failure,
    attempts: row.attempts,
  };
}

export async function listMessages(call: Call, _permit: Permit<'messages.read'>, causeId: string): Promise<MessageRow[]> {
  return (await messagesOf(call.tx, causeId)).map(rowOf);
}

export async function listTroubles(call: Call, _permit: Permit<'messages.read'>) {
  const rows = await listTroubleRows(call.tx);
  await recordReads(
    call,
    'messages.troubles.read',
    'message',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  const named = rows.map((row) => ({
    ...rowOf(row),
    causeId: row.cause_id,
    person: [row.given_name, row.family_name].filter(Boolean).join(' ') || null,
  }));
  return { letters: named.filter(({ state }) => state === 'queued'), failed: named.filter(({ state }) => state === 'failed') };
}

export async function markPrinted(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const row = await findMessage(call.tx, id);
  if (row?.channel !== 'letter') throw new Refusal('not-found');
  if (row.state !== 'queued') throw new Refusal('message-not-queued');
  await call.tx.updateTable('messages.message').set({ state: 'printed', sent_at: call.now }).where('id', '=', id).execute();
  await record(call, {
    action: 'messages.message.sent',
    kind: 'U',
    object: ['message', id],
    personId: row.person_id,
    data: { template: row.template, channel: row.channel, causeKind: row.cause_kind, causeId: row.cause_id },
  });
  return { id };
}

export async function tryAgain(call: Call, _permit: Permit<'messages.read'>, id: string): Promise<{ id: string }> {
  const row = await findMessage(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.state !== 'failed') throw new Refusal('message-not-failed');
  await call.tx
    .updateTable('messages.message')
    .set({ state: 'queued', attempts: 0, next_try_at: null, failure: null, due_at: call.now })
    .where('id', '=', id)
    .execute();
  await record(call, { action: 'messages.message.tried-again', kind: 'U', object: ['message', id], personId: row.person_id });
  return { id };
}

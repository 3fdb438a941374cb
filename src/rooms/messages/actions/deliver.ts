import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Delivery, Mailer } from '#platform/mail/mailer.ts';
import type { TextDelivery, Texter } from '#platform/sms/texter.ts';
import { hasConsent } from '#rooms/consent/actions.ts';
import { findPerson } from '#rooms/people/actions.ts';
import { isOpen } from '../rules/channel.ts';
import type { Channel, TemplateName, TextLanguage } from '../rules/kinds.ts';
import { isReminder, textLanguage } from '../rules/kinds.ts';
import { optOutFoot } from '../rules/opt-out.ts';
import { nextAwake } from '../rules/quiet.ts';
import { findMessage, keepAppointment, lockDue, type MessageRecord } from '../store.ts';
import { type Content, contentOf } from './content.ts';
import { optOutAddress } from './opt-out.ts';
import { quietHours } from './quiet.ts';
import { addressFor, reachOf } from './reach.ts';
import { askToCall, queueText, unpacked } from './text.ts';

/** Who carries messages out of the house. Without a texter text messages wait for one. */
export interface Carriers {
  mailer: Mailer;
  texter?: Texter | undefined;
}

const MOST_TRIES = 8;
const JOB = 'messages.deliver';

type End =
  | Delivery
  | TextDelivery
  | { ok: false; because: 'content-unreadable' | 'no-address'; again: boolean }
  /** Nothing was handed over, and nothing shall be: cancelled, or asked for again over another channel. */
  | 'over';

/**
 * Sends what is due: at least once, recognisable as the same by its Message-ID or reference. The try is written down before it is made;
 * a crash in between means a second try, never a lost message. What cannot even be read counts its tries like the rest, so that nothing
 * waits behind it.
 *
 * The hand-over itself happens inside the transaction that holds the message and the appointment it speaks of: whoever moves or cancels
 * waits for it, and once the move is written nothing is handed over any more.
 */
export async function deliverDue(world: World, carriers: Carriers | Mailer, most = 20): Promise<number> {
  const { mailer, texter } = 'mailer' in carriers ? carriers : { mailer: carriers, texter: undefined };
  const channels: Channel[] = texter ? ['email', 'sms'] : ['email'];
  let sent = 0;
  let knocked: Promise<End | undefined> | undefined;
  for (; sent < most; sent += 1) {
    const row = await asSystem(world, JOB, (call) => claim(call, channels));
    if (!row) break;
    const read = await asSystem(world, JOB, (call) => contentOf(call, row)).catch(() => undefined);
    if (!read) {
      await asSystem(world, JOB, (call) => settle(call, row, { ok: false, because: 'content-unreadable', again: true }));
      continue;
    }
    // Asked once a round and before any lock: whoever moves an appointment never waits for a mail server that is silent.
    if (row.channel === 'email') knocked ??= mailer.knock?.();
    const shut = row.channel === 'email' ? await knocked : undefined;
    await asSystem(world, JOB, async (call) => {
      const end = shut ? await stillQueued(call, row, shut) : await underLock(call, { mailer, texter }, row, read);
      if (end !== 'over') await settle(call, row, end);
    });
  }
  return sent;
}

/** Nothing was handed over; whatever was cancelled meanwhile has not failed. */
async function stillQueued(call: Call, { id }: MessageRecord, shut: End): Promise<End> {
  return (await findMessage(call.tx, id))?.state === 'queued' ? shut : 'over';
}

/** Writes the try down before it is made. Where every try ended without a word, it is given up and shown. */
async function claim(call: Call, channels: readonly Channel[]): Promise<MessageRecord | undefined> {
  const due = await lockDue(call.tx, call.now, channels);
  if (!due) return undefined;
  await call.tx
    .updateTable('messages.message')
    .set({ attempts: due.attempts + 1, next_try_at: call.now.add({ seconds: 30 * 2 ** Math.min(due.attempts, MOST_TRIES) }) })
    .where('id', '=', due.id)
    .execute();
  return due;
}

/** Asks once more whether it may go, then hands over. The order of the locks is that of a move: appointment first, then its messages. */
async function underLock(call: Call, carriers: Carriers, claimed: MessageRecord, content: Content): Promise<End> {
  const { only_while_at: at, cause_id: cause } = claimed;
  const stands = at === null || (Temporal.Instant.compare(call.now, at) < 0 && (await keepAppointment(call.tx, cause, at)));
  const row = await findMessage(call.tx, claimed.id);
  if (row?.state !== 'queued') return 'over';
  if (claimed.attempts >= MOST_TRIES) return { ok: false, because: 'outcome-unknown', again: false };
  if (!stands) return cancel(call, row, 'appointment-over');
  const personId = row.person_id;
  const person = personId ? await findPerson(call, personId) : undefined;
  if (!person || !personId) return { ok: false, because: 'no-address', again: false };
  const reminder = isReminder(row.template);
  if (reminder && !(await hasConsent(call, personId, 'reminders'))) return cancel(call, row, 'consent-withdrawn');
  if (reminder && (await waitsForMorning(call, claimed))) return 'over';
  const channel = row.channel as 'email' | 'sms';
  const reach = await reachOf(call, person);
  const asked = content.to !== undefined ? { ...reach, addresses: { ...reach.addresses, [channel]: true } } : reach;
  if (!isOpen(asked, channel, reminder)) return overAnotherChannel(call, row, content);
  const to = content.to ?? addressFor(person, channel);
  if (!to) return { ok: false, because: 'no-address', again: false };
  return channel === 'sms' ? sendText(carriers, row, to, content) : sendMail(call, carriers, row, to, content);
}

/** A reminder that is late, because a server was away, wakes nobody: it waits for the end of the quiet hours, and its try does not count. */
async function waitsForMorning(call: Call, row: MessageRecord): Promise<boolean> {
  // Public holidays were asked when it was queued; which ones hold where is known only to rooms further on.
  const awake = nextAwake(call.now, await quietHours(call), () => false);
  if (awake === undefined || Temporal.Instant.compare(awake, call.now) <= 0) return false;
  await call.tx
    .updateTable('messages.message')
    .set({ not_before: awake, next_try_at: awake, attempts: row.attempts })
    .where('id', '=', row.id)
    .execute();
  return true;
}

async function cancel(call: Call, row: MessageRecord, because: string): Promise<'over'> {
  await call.tx.updateTable('messages.message').set({ state: 'cancelled', failure: because }).where('id', '=', row.id).execute();
  await record(call, {
    action: 'messages.message.cancelled',
    kind: 'U',
    object: ['message', row.id],
    personId: row.person_id,
    reason: because,
  });
  return 'over';
}

/** The way was closed while it waited: asked again from the start, so another channel or a call takes its place. */
async function overAnotherChannel(call: Call, row: MessageRecord, { wish, appointment }: Content): Promise<End> {
  if (!wish || !row.person_id) return { ok: false, because: 'no-address', again: false };
  await queueText<TemplateName>(call, {
    personId: row.person_id,
    template: wish.template,
    data: unpacked(wish.data) as never,
    cause: [row.cause_kind, row.cause_id],
    language: wish.language,
    ...(row.only_while_at ? { onlyWhileAt: row.only_while_at } : {}),
    ...(appointment
      ? {
          appointment: { id: appointment.id, start: Temporal.Instant.from(appointment.start), end: Temporal.Instant.from(appointment.end) },
        }
      : {}),
  });
  return cancel(call, row, 'channel-closed');
}

function sendMail(call: Call, { mailer }: Carriers, row: MessageRecord, to: string, content: Content): Promise<Delivery> {
  const { appointment } = content;
  const language: TextLanguage = textLanguage(row.language);
  const stop = optOutAddress(call, row.id);
  return mailer.send({
    id: row.id,
    to,
    language,
    text: `${content.text}\n\n--\n${optOutFoot(language, stop)}\n`,
    writtenAt: row.created_at,
    stop,
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

async function sendText({ texter }: Carriers, row: MessageRecord, to: string, { text }: Content): Promise<TextDelivery> {
  if (!texter) return { ok: false, because: 'sms-gateway-unreachable', again: true };
  return texter.send({ id: row.id, to, text });
}

/** Notes how a hand-over ended. What may be tried again stays in the queue until its tries are used up. */
async function settle(call: Call, row: MessageRecord, delivery: Exclude<End, 'over'>): Promise<void> {
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
  // The address itself is at fault: no second try mends it, so somebody calls.
  const wrong = !delivery.ok && ['mail-address-invalid', 'mail-recipient-refused', 'sms-number-invalid'].includes(delivery.because);
  if (wrong && row.person_id)
    await askToCall(
      call,
      { personId: row.person_id, messageId: row.id, template: row.template, cause: [row.cause_kind, row.cause_id] },
      'bounced',
    );
}

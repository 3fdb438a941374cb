import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Person } from '#rooms/people/contract.ts';
import { type ClosedBecause, chooseChannel } from '../rules/channel.ts';
import { type Channel, type DataOf, isReminder, KINDS, type TemplateName, type TextLanguage, textLanguage } from '../rules/kinds.ts';
import { isNeutral } from '../rules/neutral.ts';
import { fill, type Values } from '../rules/render.ts';
import { sealMessage } from './content.ts';
import { reachOf } from './reach.ts';
import { wordingOf } from './wording.ts';

/** A text to a person. Everything else (channel, language, wording, recipient) is found here. */
export interface TextWish<Name extends TemplateName = TemplateName> {
  personId: string;
  template: Name;
  data: DataOf<Name>;
  /** What it speaks of: ['appointment', id], ['request', id] … `cancelMessages(call, id)` takes back what has not gone. */
  cause: [kind: string, id: string];
  /** Not before; now unless told. */
  dueAt?: Temporal.Instant;
  /** Asked for just now and for this text; otherwise the person's own wish. */
  channel?: Channel;
  /** The language spoken just now; otherwise the person's. */
  language?: TextLanguage;
  /** Goes along with a mail as a calendar entry without telling words. */
  appointment?: { id: string; start: Temporal.Instant; end: Temporal.Instant };
  /** Only while the appointment of its cause stands at this time; asked again with the lock on it while the text is handed over. */
  onlyWhileAt?: Temporal.Instant;
}

/** What became of it. `failed` (no channel is open): the row stands in "Aufgaben → Post", and the desk has a task to call. */
export interface QueuedText {
  messageId: string;
  channel: Channel;
  state: 'queued' | 'failed';
}

/**
 * Puts a text for a person into the queue, in the transaction of what it speaks of. The channel is hers by wish, safe contact,
 * suppression and address; the wording is the network's or the shipped one in her language. Where no channel is open nothing is
 * dropped: the row fails visibly and the desk gets the task to call.
 *
 * The actor needs a relation to the person (or is the system; a public form calls it as the system). Refuses "not-found" without one.
 */
export async function queueText<Name extends TemplateName>(call: Call, wish: TextWish<Name>): Promise<QueuedText> {
  const person = await findPerson(call, wish.personId);
  if (!person) throw new Refusal('not-found');
  const reminder = isReminder(wish.template);
  const wished = wish.channel ?? person.channel;
  const chosen = chooseChannel(await reachOf(call, person), wished, reminder);
  const channel: Channel = chosen.ok ? chosen.channel : wished === null || wished === 'phone' ? 'letter' : wished;
  const language = wish.language ?? textLanguage(person.language);
  const form = channel === 'sms' ? ('short' as const) : ('long' as const);
  const wording = await wordingOf(call, wish.template, form, language);
  const values = { ...usualValues(call, person, wish.template), ...withContact(call, wish.data) };
  const messageId = await sealMessage(call, {
    personId: wish.personId,
    channel,
    template: wish.template,
    templateVersion: wording.version,
    language: wording.language,
    content: {
      text: fill(wording.body, values, wording.language, form),
      wish: { template: wish.template, data: packed(wish.data), language },
      ...(wish.appointment
        ? {
            appointment: { id: wish.appointment.id, start: wish.appointment.start.toString(), end: wish.appointment.end.toString() },
          }
        : {}),
    },
    cause: wish.cause,
    ...(wish.dueAt ? { dueAt: wish.dueAt } : {}),
    ...(wish.onlyWhileAt ? { onlyWhileAt: wish.onlyWhileAt } : {}),
    ...(wish.template === 'appointment-confirmation' && channel === 'letter' ? { attachment: 'confirmation-pdf' as const } : {}),
    ...(chosen.ok ? {} : { failure: chosen.because }),
  });
  if (!chosen.ok) await askToCall(call, { ...wish, messageId }, chosen.because);
  return { messageId, channel, state: chosen.ok ? 'queued' : 'failed' };
}

/** The desk shall call instead; the room that knows the request makes the task of it. */
export async function askToCall(
  call: Call,
  { personId, messageId, template, cause }: { personId: string; messageId: string; template: string; cause: [string, string] },
  because: ClosedBecause | 'bounced' | 'wrong-person',
): Promise<void> {
  await record(call, {
    action: 'messages.person.to-be-called',
    kind: 'C',
    object: ['message', messageId],
    personId,
    reason: because,
    data: { template, causeKind: cause[0], causeId: cause[1] },
  });
}

function usualValues(call: Call, person: Person, template: TemplateName): Values {
  const { name, phone } = call.network;
  return {
    name: person.called ?? [person.givenName, person.familyName].filter(Boolean).join(' '),
    network: KINDS[template].neutral && !isNeutral(name) ? null : name,
    phone: phone ?? null,
  };
}

/** Where a text says whom to call, the network's telephone stands in for a practice that has none. */
function withContact(call: Call, data: object): Values {
  const values = data as Values;
  return 'contact' in values && !values.contact ? { ...values, contact: call.network.phone ?? null } : values;
}

type Packed = Record<string, { at: string } | { day: string } | { text: string } | null>;

function packed(data: object): Packed {
  return Object.fromEntries(
    Object.entries(data as Values).map(([key, value]) => [
      key,
      value instanceof Temporal.Instant
        ? { at: value.toString() }
        : value instanceof Temporal.PlainDate
          ? { day: value.toString() }
          : value
            ? { text: value }
            : null,
    ]),
  );
}

/** What `queueText` was asked, as the sealed content keeps it: to ask again for another channel. */
export function unpacked(data: Packed): Values {
  return Object.fromEntries(
    Object.entries(data).map(([key, value]) => {
      if (value === null) return [key, null];
      if ('at' in value) return [key, Temporal.Instant.from(value.at)];
      return [key, 'day' in value ? Temporal.PlainDate.from(value.day) : value.text];
    }),
  );
}

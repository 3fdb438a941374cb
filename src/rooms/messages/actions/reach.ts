import type { Call } from '#platform/call.ts';
import { findSafeContact } from '#rooms/people/actions/safe-contact.ts';
import { findPerson } from '#rooms/people/actions.ts';
import type { Person } from '#rooms/people/contract.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import { chooseChannel, type Reach, textNumber } from '../rules/channel.ts';
import type { Channel } from '../rules/kinds.ts';
import { liveSuppressions } from '../store.ts';

/** How a person may be written to now. */
export async function reachOf(call: Call, person: Person): Promise<Reach> {
  const [safe, stopped] = await Promise.all([findSafeContact(call, person.id), liveSuppressions(call.tx, person.id)]);
  return {
    addresses: {
      email: addressFor(person, 'email') !== undefined,
      sms: addressFor(person, 'sms') !== undefined,
      letter: addressFor(person, 'letter') !== undefined,
    },
    safe: safe && { email: safe.email, sms: safe.sms, letter: safe.letter },
    stopped: stopped.map((row) => ({ channel: row.channel as Channel, scope: row.scope as 'all' | 'reminders' })),
    texts: call.network.texts === true,
  };
}

/** Where a text reaches the person over this channel today; a letter's lines without the name. */
export function addressFor(person: Person, channel: Channel): string | undefined {
  if (channel === 'email') return person.email || undefined;
  if (channel === 'sms') return person.phone ? textNumber(normalPhone(person.phone)) : undefined;
  if (!person.street || !person.place) return undefined;
  return [person.street, [person.postalCode, person.place].filter(Boolean).join(' ')].join('\n');
}

/** Whether a reminder can reach this person by mail or text message. */
export async function canRemind(call: Call, personId: string): Promise<boolean> {
  const person = await findPerson(call, personId);
  return person !== undefined && chooseChannel(await reachOf(call, person), person.channel, true).ok;
}

import { type Decision, no, yes } from '#kernel/decision.ts';
import type { Channel } from './kinds.ts';

/** What a channel depends on. */
export interface Reach {
  /** Where there is an address, a number that takes text messages, an address in the street. */
  addresses: Readonly<Record<Channel, boolean>>;
  /** The safe-contact rule; null where nobody set one, and then everything is open. */
  safe: Readonly<Record<Channel, boolean>> | null;
  /** Channels that the person stopped, or that do not arrive. `reminders` stops only those. */
  stopped: readonly { channel: Channel; scope: 'all' | 'reminders' }[];
  /** Whether this network has a gateway for text messages. */
  texts: boolean;
}

export type ClosedBecause = 'calls-wished' | 'channel-unsafe' | 'channel-stopped' | 'no-address';

/** Whether a channel is open to this person for this text. */
export function isOpen(reach: Reach, channel: Channel, reminder: boolean): boolean {
  return closedBecause(reach, channel, reminder) === undefined;
}

function closedBecause(reach: Reach, channel: Channel, reminder: boolean): Exclude<ClosedBecause, 'calls-wished'> | undefined {
  if (reach.safe && !reach.safe[channel]) return 'channel-unsafe';
  if (reach.stopped.some((one) => one.channel === channel && (one.scope === 'all' || reminder))) return 'channel-stopped';
  if (!reach.addresses[channel] || (channel === 'sms' && !reach.texts)) return 'no-address';
  return undefined;
}

/**
 * The channel for a text: the wished one where it is open, else the quickest that is. A person who wants to be called is not written
 * to. A reminder never goes by letter: it would come after the appointment, or say too early what changes again.
 */
export function chooseChannel(
  reach: Reach,
  wish: Channel | 'phone' | null,
  reminder: boolean,
): Decision<{ channel: Channel }, ClosedBecause> {
  if (wish === 'phone') return no('calls-wished');
  const order: Channel[] = ['email', 'sms', ...(reminder ? [] : (['letter'] as const))];
  const first = wish && order.includes(wish) ? [wish, ...order.filter((one) => one !== wish)] : order;
  const channel = first.find((one) => isOpen(reach, one, reminder));
  if (channel) return yes({ channel });
  const reasons = first.map((one) => closedBecause(reach, one, reminder));
  return no(reasons.find((one) => one === 'channel-unsafe') ?? reasons.find((one) => one === 'channel-stopped') ?? 'no-address');
}

/**
 * The number of a text message in E.164 ("+4915112345678"), or nothing where it takes none: a landline would read the text out to
 * whoever picks up.
 * @param digits with country code, as `normalPhone` gives them
 */
export function textNumber(digits: string | undefined): string | undefined {
  if (!digits) return undefined;
  if (digits.startsWith('49') && !/^491[567]\d{7,10}$/.test(digits)) return undefined; // German mobile numbers: 015, 016, 017
  return `+${digits}`;
}

import type { Reaction } from '#platform/events.ts';
import { begin, endSettled } from '../actions/phone-call.ts';

/** The desk's call begins and ends with what it is about, in the same transaction (V8, V16). */
export const phoneReactions: Record<string, Reaction> = {
  'placement.request.created': async (call, event) => {
    if (call.actor.kind === 'account' && event.data?.origin === 'phone' && event.personId)
      await begin(call, event.object[1], event.personId);
  },
  'placement.offer.booked': (call, event) => endSettled(call, event.object[1]),
  'placement.request.waiting': (call, event) => endSettled(call, event.object[1]),
  // A request that turns out to be somebody's earlier one is closed while she is still on the line.
  'placement.request.closed': async (call, event) => {
    if (event.reason !== 'duplicate') await endSettled(call, event.object[1]);
  },
};

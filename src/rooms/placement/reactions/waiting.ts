import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { type Happening, type Reaction, record } from '#platform/events.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { endWaiting, WAITING_TASKS } from '../actions/waiting-consent.ts';
import type { WaitingOfferState } from '../rules/waiting-offer.ts';
import { countWaitingBefore, findHeldOffer, followHold, TO_A_CALLER } from '../store/waiting.ts';

interface Ended {
  id: string;
  request_id: string;
  person_id: string;
  place_id: string;
}

/** Whoever ended it may have no relation to the person: the database ends the rows and says which. */
async function end(
  call: Call,
  { requestId = null, placeId = null }: { requestId?: string | null; placeId?: string | null },
  from: readonly WaitingOfferState[],
  to: WaitingOfferState,
  because: string,
): Promise<Ended[]> {
  const { rows } = await sql<Ended>`select id, request_id, person_id, place_id from app.end_waiting_offers(${requestId}, ${placeId},
    ${from as string[]}::text[], ${to}, ${because}, ${call.now.toString()})`.execute(call.tx);
  return rows;
}

function tell(call: Call, row: Ended, what: 'lapsed' | 'withdrawn' | 'accepted', because: string): Promise<void> {
  return record(call, {
    action: `placement.waiting.${what}`,
    kind: 'U',
    object: ['waiting-offer', row.id],
    personId: row.person_id,
    reason: because,
    data: { requestId: row.request_id, placeId: row.place_id },
  });
}

const CONTACT_TASKS = [...WAITING_TASKS, 'waiting-consent-withdrawn'] as const;
const text = (value: unknown) => (typeof value === 'string' ? value : null);

/** An exclusive offer never outlives what it holds: it ends in the transaction of whatever ended the hold (RQ7). */
export const waitingReactions: Record<string, Reaction> = {
  'consent.consent.withdrawn': async (call, event) => {
    if (event.data?.kind === 'waiting-list' && event.personId) await endWaiting(call, event.personId);
  },

  /** Waiting ended by a withdrawn consent: nothing is proposed any more, from this transaction on. */
  'placement.request.left-list': async (call, event) => {
    await end(call, { requestId: event.object[1] }, ['proposed'], 'withdrawn', 'request-left');
  },
  /** She waits (again): whether to go on is answered. */
  'placement.request.waiting': (call, event) => settleTasks(call, 'waiting-consent-withdrawn', event.object[1], 'waiting'),

  /** 48 h are over (PL3): nobody is skipped for it, the desk learns that the call-back was not made in time. */
  'placement.hold.expired': async (call, event) => {
    for (const row of await end(call, { requestId: event.object[1] }, ['held'], 'lapsed', 'time-over')) {
      await tell(call, row, 'lapsed', 'time-over');
      await appendTask(call, {
        kind: 'waiting-offer-lapsed',
        object: ['request', row.request_id],
        personId: row.person_id,
        ...(await deskOf(call, row.request_id)),
        priority: 1,
        dueAt: call.now.add({ hours: 24 }),
        facts: {},
      });
    }
  },

  /** The therapist withdrew the time or paused the place (SL8, PL13). */
  'placement.hold.lost': (call, event) => over(call, event, 'place-withdrawn'),
  'placement.hold.released': async (call, event) => {
    if (event.reason === 'other-offer') return; // something else is held in its stead: the next event says what
    await over(call, event, event.reason ?? 'released');
  },

  /** The desk holds something else for this person: what was held for the call-back went with it (hold_offer). */
  'placement.offer.held': async (call, event) => {
    const offer = await findHeldOffer(call.tx, event.object[1]);
    if (!offer) return;
    if (offer.place_id !== event.data?.placeId) return over(call, event, 'other-offer');
    const [slotId, until] = [text(event.data?.slotId), text(event.data?.until)];
    // another time at the same place, chosen on the telephone: from now on it is held as long as anything on the telephone
    if (slotId && until && slotId !== offer.slot_id) await followHold(call.tx, offer.id, slotId, Temporal.Instant.from(until));
  },

  /** 48 h are 48 h: the five minutes more are for people on the telephone (SL3). */
  'placement.hold.extended': async (call, event) => {
    if (await findHeldOffer(call.tx, event.object[1])) throw new Refusal('callback-not-extended');
  },

  'placement.offer.booked': async (call, event) => {
    const [requestId, placeId] = [event.object[1], text(event.data?.placeId)];
    const offer = await findHeldOffer(call.tx, requestId);
    const taken = offer !== undefined && offer.place_id === placeId;
    for (const row of await end(call, { requestId }, ['held'], taken ? 'accepted' : 'withdrawn', taken ? 'booked' : 'other-offer'))
      await tell(call, row, taken ? 'accepted' : 'withdrawn', taken ? 'booked' : 'other-offer');
    await end(call, { requestId }, ['proposed'], 'withdrawn', 'request-left');
    if (placeId && !taken) await passOver(call, event, placeId);
    if (placeId) await end(call, { placeId }, ['proposed'], 'withdrawn', 'place-gone');
    for (const kind of CONTACT_TASKS) await settleTasks(call, kind, requestId, 'booked');
  },

  'placement.request.closed': async (call, event) => {
    await over(call, event, 'request-closed');
    await end(call, { requestId: event.object[1] }, ['proposed'], 'withdrawn', 'request-left');
    for (const kind of CONTACT_TASKS) await settleTasks(call, kind, event.object[1], 'closed');
  },
};

/**
 * A caller takes a place for which people wait whose request is older. The network promises one call, so nothing stands against it
 * (docs/adr/0010); but it stands in the log, and the coordination sees it.
 */
async function passOver(call: Call, event: Happening, placeId: string): Promise<void> {
  const [, requestId] = event.object;
  const waiting = (await countWaitingBefore(call.tx, [placeId], requestId)).get(placeId);
  if (!waiting) return;
  await end(call, { placeId }, ['proposed'], 'withdrawn', TO_A_CALLER);
  await record(call, {
    action: 'placement.waiting.passed-over',
    kind: 'U',
    object: ['request', requestId],
    personId: event.personId ?? null,
    data: { placeId, waiting },
  });
}

async function over(call: Call, event: Happening, because: string): Promise<void> {
  const rows = await end(call, { requestId: event.object[1] }, ['held'], 'withdrawn', because.slice(0, 40));
  for (const row of rows) await tell(call, row, 'withdrawn', because);
}

import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import type { Happening, Reaction } from '#platform/events.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { findRequestRow } from '../store/requests.ts';

const KIND = 'hold-over-call-back';
/** As after a missed call. */
const WITHIN_HOURS = 4;

const settle = (outcome: string) => (call: Call, event: Happening) => settleTasks(call, KIND, event.object[1], outcome);
const requestOf = (event: Happening) => (typeof event.data?.requestId === 'string' ? event.data.requestId : undefined);

/**
 * Whoever hangs up in the middle of a booking is called back (rule book A.1.2 (e)): the hold ends by itself, the request stays with the
 * desk, and there is a task. While somebody still speaks about the request nobody hung up; then the end of that call asks the same.
 */
export const hungUpReactions: Record<string, Reaction> = {
  'placement.hold.expired': (call, event) => whenSilent(call, event.object[1]),
  'placement.hold.lost': (call, event) => whenSilent(call, event.object[1]),
  'placement.call.ended': async (call, event) => {
    const id = requestOf(event);
    if (!id || event.reason === 'settled') return;
    if (await lostDuring(call, event.object[1])) await askToCallBack(call, id);
  },

  'placement.offer.held': settle('held-again'),
  'placement.offer.booked': settle('booked'),
  'placement.request.waiting': settle('waiting'),
  'placement.request.closed': settle('closed'),
  /** Somebody speaks with her again. */
  'placement.call.began': async (call, event) => {
    const id = requestOf(event);
    if (id) await settleTasks(call, KIND, id, 'reached');
  },
};

async function whenSilent(call: Call, requestId: string): Promise<void> {
  const { rows } = await sql`select 1 from placement.phone_call
    where request_id = ${requestId} and answered_at is not null and ended_at is null`.execute(call.tx);
  if (rows.length === 0) await askToCallBack(call, requestId);
}

/** Whether the hold of the request went while this call was going on. */
async function lostDuring(call: Call, callId: string): Promise<boolean> {
  const { rows } = await sql`select 1 from placement.phone_call c join placement.request q on q.id = c.request_id
    where c.id = ${callId} and q.hold_lost_at >= c.at`.execute(call.tx);
  return rows.length > 0;
}

/** Only who came to nothing yet: a person of the waiting list has her own tasks. */
async function askToCallBack(call: Call, requestId: string): Promise<void> {
  const request = await findRequestRow(call.tx, requestId);
  if (request?.state !== 'triaged') return;
  await appendTask(call, {
    kind: KIND,
    object: ['request', requestId],
    personId: request.person_id,
    assigneeRole: 'desk',
    priority: 1,
    dueAt: call.now.add({ hours: WITHIN_HOURS }),
    facts: {},
  });
}

import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { stepRequest } from '../rules/request.ts';
import { findHold, lockRequestRow, type RequestRecord, updateRequest } from '../store/requests.ts';
import { findHeldOffer, selectContacts } from '../store/waiting.ts';
import { tellReleased } from './hold.ts';

/** Tasks that promise something to somebody who waits; they end with the waiting. */
export const WAITING_TASKS = [
  'waiting-contact',
  'waiting-contact-overdue',
  'waiting-final-notice',
  'waiting-no-way',
  'waiting-offer-lapsed',
] as const;

/**
 * The consent to the waiting list is withdrawn (Art. 7 (3) GDPR): from this moment nobody waits, nothing is proposed and nobody calls as
 * promised. What she seeks is not withdrawn with it: the request goes back to the desk with a task to go on otherwise or to close it. What
 * is held for a call-back is let go; only whoever was reached for it keeps it until she has answered.
 */
export async function endWaiting(call: Call, personId: string): Promise<void> {
  const { rows } = await sql<{ id: string }>`select id from placement.request
    where person_id = ${personId} and (state = 'waiting' or (state = 'offered' and waiting_since is not null)) order by id`.execute(
    call.tx,
  );
  for (const { id } of rows) {
    const request = await lockRequestRow(call.tx, id);
    if (request) await leave(call, request);
  }
}

async function leave(call: Call, request: RequestRecord): Promise<void> {
  const decision = stepRequest(request.state as 'waiting', 'waiting-consent-withdrawn', 'system', { now: call.now });
  if (!decision.ok) throw new Refusal(decision.because);
  const stays = request.state === 'offered' && (await keepsOffer(call, request.id));
  if (request.state === 'offered' && !stays) await letHoldGo(call, request);
  const left = { waiting_since: null, skipped: 0, final_notice_at: null, waiting_wished_only: false };
  await updateRequest(call.tx, request.id, stays ? left : { ...left, state: decision.to as 'triaged', next_step_at: call.now });
  for (const kind of WAITING_TASKS) await settleTasks(call, kind, request.id, 'consent-withdrawn');
  await record(call, {
    action: 'placement.request.left-list',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    reason: 'consent-withdrawn',
    data: { offerStays: stays },
  });
  await appendTask(call, {
    kind: 'waiting-consent-withdrawn',
    object: ['request', request.id],
    personId: request.person_id,
    ...(await deskOf(call, request.id)),
    priority: 2,
    dueAt: call.now.add({ hours: 24 }),
    facts: {},
  });
}

/** Held for this person by something other than the list, or by the list and she was reached for it. */
async function keepsOffer(call: Call, requestId: string): Promise<boolean> {
  const offer = await findHeldOffer(call.tx, requestId);
  if (!offer) return true;
  return (await selectContacts(call.tx, requestId)).some((one) => one.offer_id === offer.id && one.result === 'reached');
}

async function letHoldGo(call: Call, request: RequestRecord): Promise<void> {
  const hold = await findHold(call.tx, request.id);
  await sql`select * from placement.release_hold(${request.id}, ${call.now.toString()})`.execute(call.tx);
  if (hold) await tellReleased(call, request, hold, 'consent-withdrawn'); // ends the exclusive offer, too
}

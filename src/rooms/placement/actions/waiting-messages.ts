import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { queueText } from '#rooms/messages/actions/text.ts';
import { REQUEST_LIMITS } from '../rules/request.ts';
import type { RequestRecord } from '../store/requests.ts';

/**
 * Tells somebody who could not be reached, neutrally (RQ8): that we called, or, the third time, until when we wait for an answer. Channel,
 * safe contact and wording are the room of messages' own.
 * @returns the channel it goes over; undefined where none is open (the desk then has the task to find a way)
 */
export async function tellNotReached(
  call: Call,
  request: Pick<RequestRecord, 'id' | 'person_id'>,
  last: boolean,
): Promise<'email' | 'sms' | 'letter' | undefined> {
  const cause: [string, string] = ['request', request.id];
  const until = dayInBerlin(call.now).add({ days: REQUEST_LIMITS.finalNoticeDays });
  const queued = last
    ? await queueText(call, { personId: request.person_id, template: 'final-notice', data: { until }, cause })
    : await queueText(call, { personId: request.person_id, template: 'not-reached', data: {}, cause });
  return queued.state === 'queued' ? queued.channel : undefined;
}

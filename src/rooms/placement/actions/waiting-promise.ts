import type { FederalState } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { nextContactAt } from '../rules/waiting.ts';
import type { RequestRecord } from '../store/requests.ts';
import { findUsualState } from '../store/waiting.ts';

/** Public holidays where the network is: of the federal state in which most of its rooms are. */
export async function networkHolidays(call: Call): Promise<(day: Temporal.PlainDate) => boolean> {
  return holidaysIn(((await findUsualState(call.tx)) ?? 'NW') as FederalState);
}

/** When somebody spoken to now is spoken to again at the latest (RQ6). */
export async function nextContact(call: Call): Promise<Temporal.Instant> {
  return nextContactAt(call.now, await networkHolidays(call));
}

/** The task that keeps the promise, with its date. */
export async function promise(call: Call, request: Pick<RequestRecord, 'id' | 'person_id'>, dueAt: Temporal.Instant): Promise<boolean> {
  return appendTask(call, {
    kind: 'waiting-contact',
    object: ['request', request.id],
    personId: request.person_id,
    ...(await deskOf(call, request.id)),
    dueAt,
    facts: {},
  });
}

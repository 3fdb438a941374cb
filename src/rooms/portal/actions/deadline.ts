import type { FederalState } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { callBackBy, DESK_HOURS } from '../rules/deadline.ts';
import { stateOfNetwork } from '../store/intake.ts';

/** Until when the desk calls back, in the working days of the network's federal state. */
export async function deadlineOf(call: Call, sentAt: Temporal.Instant, urgent: boolean): Promise<Temporal.Instant> {
  const state = (await stateOfNetwork(call.tx)) as FederalState;
  return callBackBy(sentAt, urgent, DESK_HOURS, holidaysIn(state));
}

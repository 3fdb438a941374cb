import type { Call } from '#platform/call.ts';
import type { ReleaseInitiator, ReleaseReason } from '../rules/place.ts';
import { findHeldPlace } from '../store.ts';
import { movePlace } from './step.ts';
import { placeStateAt } from './views.ts';

// Steps of a place that belongs to a request. The rooms to the right know the facts and ask for the step; the life cycle decides here.

/** PL5: the first appointment was attended. */
export function beginTrial(call: Call, placeId: string) {
  return movePlace(call, { id: placeId, event: 'first-attended', as: 'system' });
}

/** PL6: the first appointment failed and no successor is booked. */
export function reopenAfterFirstFailed(
  call: Call,
  placeId: string,
  facts: { firstAppointmentFailed: boolean; hasBookedSuccessor: boolean },
) {
  return movePlace(call, { id: placeId, event: 'first-failed', facts });
}

/** PL7: both want. `trialEnough` is the payer's rule, `clientSaidYes` what is recorded. */
export function confirmStart(
  call: Call,
  placeId: string,
  version: number | undefined,
  facts: { trialEnough: boolean; clientSaidYes: boolean },
) {
  return movePlace(call, { id: placeId, version, event: 'confirm-start', facts });
}

/** PL8: no fit. */
export function releasePlace(
  call: Call,
  placeId: string,
  version: number | undefined,
  why: { reason: ReleaseReason; initiator: ReleaseInitiator },
) {
  return movePlace(call, { id: placeId, version, event: 'release', facts: why, reason: why.reason, data: { initiator: why.initiator } });
}

/** PL9: marks that the decision is overdue; the reminders are tasks of the caller. */
export function flagDecisionOverdue(call: Call, placeId: string) {
  return movePlace(call, { id: placeId, event: 'decision-overdue', facts: { decisionOverdue: true }, as: 'system' });
}

/** PL3 because the coupled slot was withdrawn: whoever holds it lets go. Answers the place, if there was one. */
export async function letHeldPlaceGo(call: Call, requestId: string): Promise<string | null> {
  const place = await findHeldPlace(call.tx, requestId);
  if (!place) return null;
  if (placeStateAt(place, call.now) !== 'held') return null; // ran out already; the timer writes it down
  // The hold ends now for everybody, so it is a timer's end whose time has come.
  await movePlace(call, { id: place.id, event: 'time-out', facts: { heldUntil: call.now }, as: 'system' });
  return place.id;
}

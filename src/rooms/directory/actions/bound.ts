import type { Call } from '#platform/call.ts';
import { findHeldPlace } from '../store.ts';
import { movePlace } from './step.ts';
import { placeStateAt } from './views.ts';

/** PL3 because the coupled slot was withdrawn: whoever holds the place lets go. Answers the place, if there was one. */
export async function letHeldPlaceGo(call: Call, requestId: string): Promise<string | null> {
  const place = await findHeldPlace(call.tx, requestId);
  if (!place) return null;
  if (placeStateAt(place, call.now) !== 'held') return null; // ran out already; the timer writes it down
  // The hold ends now for everybody, so it is a timer's end whose time has come.
  await movePlace(call, { id: place.id, event: 'time-out', facts: { heldUntil: call.now }, as: 'system' });
  return place.id;
}

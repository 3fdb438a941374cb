import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import type { Call } from '#platform/call.ts';
import { lockPlace, type PlaceRow } from '../store.ts';

/** The practitioner behind the account; an account without one has no offer. */
export function ownPractitionerId(call: Call): string {
  const id = call.actor.kind === 'account' ? call.actor.practitionerId : null;
  if (!id) throw new Refusal('not-found');
  return id;
}

/** Whether this practitioner is the one behind the account. */
export function isOwn(call: Call, practitionerId: string): boolean {
  return call.actor.kind === 'account' && call.actor.practitionerId === practitionerId;
}

/** In which parts somebody acts: the roles of the account, or the system. */
export function partiesOf(call: Call): readonly Party[] {
  if (call.actor.kind === 'account') return call.actor.roles;
  return call.actor.kind === 'system' ? ['system'] : [];
}

/** Refuses an old version and says the current one. */
export function insistVersion(current: number, sent: number | undefined): void {
  if (sent !== undefined && sent !== current) throw new Refusal('version-old', { current });
}

/** Locks a place; an unknown one is not found. */
export async function lockKnownPlace(call: Call, id: string): Promise<PlaceRow> {
  const place = await lockPlace(call.tx, id);
  if (!place) throw new Refusal('place-not-found');
  return place;
}

/** Throws the faults of fields as one refusal that names each. */
export function insistFields(errors: readonly { pointer: string; code: string; limit?: number | string }[]): void {
  if (errors.length > 0) throw new Refusal('invalid-input', { errors: [...errors] });
}

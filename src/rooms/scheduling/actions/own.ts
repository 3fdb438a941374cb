import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { BERLIN } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import type { Interval } from '../rules/overlap.ts';

/** The practitioner behind the account; an account without one has no calendar. */
export function ownPractitionerId(call: Call): string {
  const id = call.actor.kind === 'account' ? call.actor.practitionerId : null;
  if (!id) throw new Refusal('not-found');
  return id;
}

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

/** Throws the faults of fields as one refusal that names each. */
export function insistFields(errors: readonly { pointer: string; code: string; limit?: number | string }[]): void {
  if (errors.length > 0) throw new Refusal('invalid-input', { errors: [...errors] });
}

/** Whole Berlin days as a stretch of time: 23, 24 or 25 hours each. */
export function wholeDays(from: Temporal.PlainDate, days: number): Interval {
  return { start: from.toZonedDateTime(BERLIN).toInstant(), end: from.add({ days }).toZonedDateTime(BERLIN).toInstant() };
}

/** A stretch as facts of a refusal. */
export function timeFacts(row: { starts_at: Temporal.Instant; ends_at: Temporal.Instant }) {
  return { startsAt: row.starts_at.toString(), endsAt: row.ends_at.toString() };
}

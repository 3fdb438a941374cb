import type { AnyRole } from '#kernel/codes.ts';
import { type Decision, no, yes } from '#kernel/decision.ts';
import { PERMITS, type PermitName } from '#kernel/permits.ts';

/** As much of an actor as the decision needs. */
export type Asking = { kind: 'account'; roles: readonly AnyRole[] } | { kind: 'half' } | { kind: 'system' } | { kind: 'public' };

export type Denial = 'not-signed-in' | 'second-factor-needed' | 'not-permitted';

/**
 * Whether this actor has the permit (security table 2.2, parts 1 and 3 of the decision). Relation, consent and state of the object are
 * asked behind it. The system's own jobs have every permit; the database gives them their own, narrower rows.
 */
export function decide(actor: Asking, need: PermitName): Decision<object, Denial> {
  switch (actor.kind) {
    case 'system':
      return yes({});
    case 'public':
      return no('not-signed-in');
    case 'half':
      return no('second-factor-needed');
    case 'account':
      return (PERMITS[need] as readonly AnyRole[]).some((role) => actor.roles.includes(role)) ? yes({}) : no('not-permitted');
  }
}

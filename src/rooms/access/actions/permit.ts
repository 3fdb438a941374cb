import { Refusal } from '#kernel/decision.ts';
import type { PermitName } from '#kernel/permits.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { PermitNeed } from '#platform/http.ts';
import { makePermit, type Permit } from '#platform/permit.ts';
import { decide } from '../rules/decide.ts';
import { isSteppedUp } from '../store.ts';

/** The permit of this name for whoever the call is, or the refusal `not-signed-in`, `second-factor-needed` or `not-permitted`. */
export function permitFor<Name extends PermitName>(call: Call, name: Name): Permit<Name> {
  const decision = decide(call.actor, name);
  if (!decision.ok) throw new Refusal(decision.because);
  return makePermit(name, call.actor);
}

/** Logs a refusal of a signed-in person. Runs in a transaction of its own, since the refused one is rolled back. */
export async function recordDenial(call: Call, need: PermitNeed, code = 'not-permitted'): Promise<void> {
  if (call.actor.kind !== 'account') return;
  const { accountId } = call.actor;
  await record(call, { action: 'access.permit.denied', kind: 'E', object: ['account', accountId], reason: code, data: { permit: need } });
}

/** What the HTTP door asks before every route: nothing for public ones. Somebody half signed in has no permit at all. */
export const grant = Object.assign(
  (call: Call, need: PermitNeed, _half: boolean): Permit | undefined => (need === 'public' ? undefined : permitFor(call, need)),
  { denied: recordDenial },
);

/** For steps that need a code given in the last five minutes (security 2.1.1). */
export async function insistStepUp(call: Call): Promise<void> {
  if (call.actor.kind === 'system') return;
  if (!(await isSteppedUp(call))) throw new Refusal('step-up-needed');
}

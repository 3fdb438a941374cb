import { Refusal } from '#kernel/decision.ts';
import { type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import { provePassword, storedForm } from '#platform/password.ts';
import type { NextStep } from '../contract.ts';
import { HALF_SECONDS } from '../rules/session.ts';
import { endSessionRow, findCredentials, openSession, renewPassword } from '../store.ts';
import { pepperOf, strengthOf } from './strength.ts';
import { clearFailures, countFailure, guardOf, lockGuard, secondsLeft } from './throttle.ts';

/**
 * First step of signing in. A refusal is returned, not thrown: what it counted and logged must be committed.
 * Unknown address, wrong password and too many tries answer the same, and the first two take the same time.
 */
export async function signIn(
  call: Call,
  { email, password }: { email: string; password: string },
  door: Door,
): Promise<NextStep | Refusal> {
  const guard = await guardOf(call, 'password', email, door);
  const waiting = await secondsLeft(call, guard);
  const known = await findCredentials(call, email);
  if (waiting > 0) return denied(call, known?.accountId, 'blocked', waiting);

  const [pepper, strength] = [pepperOf(call), await strengthOf(call)];
  const proved = await provePassword(known?.form ?? undefined, password, pepper, strength);

  const { left, counted } = await lockGuard(call, guard); // others may have failed meanwhile
  if (left > 0) return denied(call, known?.accountId, 'blocked', left);
  const token = newSessionToken();
  const session = proved && { email, proof: proved.proof, id: call.newId(), token, device: deviceOf(door) };
  const opened = session && (await openSession(call, session));
  if (!opened) return denied(call, known?.accountId, 'wrong', await countFailure(call, guard, counted));

  await clearFailures(call, guard);
  if (proved.outdated) await renewPassword(call, email, proved.proof, await storedForm(password, pepper, strength));
  await endSessionRow(call, null, 'replaced'); // whatever this browser held before
  await record(call, { action: 'access.session.begun', kind: 'C', object: ['account', opened.accountId] });
  door.signIn(token, HALF_SECONDS);
  return opened.confirmed ? 'totp' : 'enrol';
}

/** What the browser says it is, without control characters. */
export function deviceOf(door: Door): string {
  return door.device.replace(/\p{Cc}+/gu, ' ').slice(0, 120);
}

async function denied(call: Call, accountId: string | undefined, reason: string, retryAfter: number): Promise<Refusal> {
  const object: [string, string] = accountId ? ['account', accountId] : ['sign-in', call.requestId];
  await record(call, { action: 'access.sign-in.denied', kind: 'E', object, reason });
  return new Refusal('sign-in-failed', retryAfter > 0 ? { retryAfter } : {});
}

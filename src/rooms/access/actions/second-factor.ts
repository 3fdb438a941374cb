import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call, newSessionToken } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import type { NextStep } from '../contract.ts';
import { ABSOLUTE_SECONDS, IDLE_SECONDS, STEP_UP_SECONDS } from '../rules/session.ts';
import { beginEnrolment, findSecondFactor, raiseSession, type Spent, stepUpSession } from '../store.ts';
import { clearFailures, countFailure, guardOf, lockGuard, rememberPlace, secondsLeft } from './throttle.ts';
import { findStep, makeSecret, uriOf } from './totp.ts';

/** Gives a secret to set up an authenticator app; asked again, a new one, until the first code confirms it. */
export async function startTotp(call: Call): Promise<{ uri: string; secret: string }> {
  insistHalf(call);
  const factor = await findSecondFactor(call);
  if (!factor) throw new Refusal('not-signed-in');
  if (factor.confirmed) throw new Refusal('second-factor-set');
  const { secret, sealed, check } = makeSecret(call, factor.accountId);
  if (!(await beginEnrolment(call, sealed, check))) throw new Refusal('second-factor-set');
  await record(call, { action: 'access.second-factor.begun', kind: 'U', object: ['account', factor.accountId] });
  return { uri: uriOf(call, factor.email, secret), secret };
}

/** Second step of signing in; `enrol`: the code proves that the app was set up. A refusal is returned, not thrown: its count stays. */
export async function confirmTotp(call: Call, code: string, door: Door, enrol: boolean): Promise<NextStep | Refusal> {
  if (call.actor.kind === 'account') return 'done'; // asked twice: the first answer was lost
  insistHalf(call);
  const token = newSessionToken();
  const spent = await spend(call, code, door, (secret, step) => raiseSession(call, { secret, step, enrol }, token, IDLE_SECONDS));
  if (spent instanceof Refusal) return spent;
  const { sessionId } = call.actor;
  if (enrol) await record(call, { action: 'access.second-factor.confirmed', kind: 'U', object: ['account', call.actor.accountId] });
  await record(call, { action: 'access.session.opened', kind: 'C', object: ['session', sessionId] });
  door.signIn(token, ABSOLUTE_SECONDS);
  return 'done';
}

/** Confirms once more with a fresh code; answers until when that counts. */
export async function stepUp(call: Call, code: string, door: Door): Promise<Temporal.Instant | Refusal> {
  const actor = accountOf(call);
  const spent = await spend(call, code, door, (secret, step) => stepUpSession(call, secret, step));
  if (spent instanceof Refusal) return spent;
  await record(call, { action: 'access.session.stepped-up', kind: 'U', object: ['session', actor.sessionId] });
  return call.now.add({ seconds: STEP_UP_SECONDS });
}

/** Looks whether the code fits, spends it and counts; the database decides whether it was spent before. */
async function spend(
  call: Call,
  code: string,
  door: Door,
  use: (secret: Buffer | null, step: number | null) => Promise<Spent>,
): Promise<'spent' | Refusal> {
  const factor = await findSecondFactor(call);
  if (!factor) throw new Refusal('not-signed-in');
  const guard = await guardOf(call, 'code', factor.email, door);
  const waiting = await secondsLeft(call, guard);
  if (waiting > 0) return denied(call, factor.accountId, 'blocked', waiting);
  const { left, counted } = await lockGuard(call, guard);
  if (left > 0) return denied(call, factor.accountId, 'blocked', left);
  const answer = await tryCode(call, factor, code, use);
  if (answer !== 'raised' && answer !== 'spent') return denied(call, factor.accountId, answer, await countFailure(call, guard, counted));
  await clearFailures(call, guard);
  await rememberPlace(call, guard);
  return 'spent';
}

async function tryCode(
  call: Call,
  factor: { accountId: string; sealed: Buffer | null },
  code: string,
  use: (secret: Buffer | null, step: number | null) => Promise<Spent>,
): Promise<Spent> {
  if (!factor.sealed) return call.actor.kind === 'account' && call.network.mode === 'demo' ? use(null, null) : 'wrong';
  const found = findStep(call, factor.accountId, factor.sealed, code);
  return found ? use(found.secret, found.step) : 'wrong';
}

async function denied(call: Call, accountId: string, reason: string, retryAfter: number): Promise<Refusal> {
  await record(call, { action: 'access.second-factor.denied', kind: 'E', object: ['account', accountId], reason });
  return new Refusal('second-factor-failed', retryAfter > 0 ? { retryAfter } : {});
}

function insistHalf(call: Call): asserts call is Call & { actor: Extract<Call['actor'], { kind: 'half' }> } {
  if (call.actor.kind !== 'half') throw new Refusal(call.actor.kind === 'account' ? 'second-factor-set' : 'not-signed-in');
}

import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Door } from '#platform/http.ts';
import { provePassword, storedForm } from '#platform/password.ts';
import { passwordFaults } from '../rules/password.ts';
import { endAllSessions, endSessionRow, findCredentials, setPassword } from '../store.ts';
import { pepperOf, strengthOf } from './strength.ts';
import { clearFailures, countFailure, guardOf, lockGuard, secondsLeft } from './throttle.ts';

/** Ends the session of this browser, whole or half; nobody's session is no fault. */
export async function signOut(call: Call, door: Door): Promise<void> {
  if (call.actor.kind === 'account' || call.actor.kind === 'half') {
    await record(call, { action: 'access.session.ended', kind: 'U', object: ['session', call.actor.sessionId], reason: 'signed-out' });
    await endSessionRow(call, null, 'signed-out');
  }
  door.signOut();
}

/** Ends whatever session this browser held before it gets another. */
export async function endOwnSession(call: Call, because: string): Promise<void> {
  await endSessionRow(call, null, because);
}

/** Ends all own sessions, this one too. */
export async function signOutEverywhere(call: Call, door: Door): Promise<number> {
  const { accountId } = accountOf(call);
  await record(call, { action: 'access.sessions.ended', kind: 'U', object: ['account', accountId], reason: 'signed-out-everywhere' });
  const ended = await endAllSessions(call, false, 'signed-out-everywhere');
  door.signOut();
  return ended;
}

/** The own live sessions, newest use first. */
export async function listSessions(call: Call) {
  const { accountId, sessionId } = accountOf(call);
  const rows = await call.tx
    .selectFrom('access.session')
    .select(['id', 'device', 'created_at', 'seen_at'])
    .where('account_id', '=', accountId)
    .where('level', '=', 2)
    .where('ended_at', 'is', null)
    .where(sql<boolean>`idle_until > now() and absolute_until > now()`)
    .orderBy('seen_at', 'desc')
    .execute();
  return rows.map(({ id, device, created_at, seen_at }) => ({
    id,
    device,
    createdAt: created_at.toString(),
    seenAt: seen_at.toString(),
    current: id === sessionId,
  }));
}

/** Ends one own session. */
export async function endSession(call: Call, id: string, door: Door): Promise<void> {
  const { sessionId } = accountOf(call);
  await record(call, { action: 'access.session.ended', kind: 'U', object: ['session', id], reason: 'ended-by-owner' });
  if (!(await endSessionRow(call, id, 'ended-by-owner'))) throw new Refusal('session-not-found');
  if (id === sessionId) door.signOut();
}

/** A new own password; all other sessions end. A wrong old one is returned as a refusal, since its count must stay. */
export async function changePassword(call: Call, body: { current: string; next: string }, door: Door): Promise<number | Refusal> {
  const { accountId, name } = accountOf(call);
  const { email } = await call.tx.selectFrom('access.account').select('email').where('id', '=', accountId).executeTakeFirstOrThrow();
  insistGoodPassword(body.next, { name, email }, '/next');

  const guard = await guardOf(call, 'password', email, door);
  const waiting = await secondsLeft(call, guard);
  if (waiting > 0) throw new Refusal('too-many', { retryAfter: waiting });
  const [pepper, strength] = [pepperOf(call), await strengthOf(call)];
  const known = await findCredentials(call, email);
  const proved = await provePassword(known?.form ?? undefined, body.current, pepper, strength);
  const stored = await storedForm(body.next, pepper, strength);
  const { left, counted } = await lockGuard(call, guard);
  if (left > 0) throw new Refusal('too-many', { retryAfter: left });
  const ended = proved && (await setPassword(call, proved.proof, stored));
  if (ended === undefined) {
    const retryAfter = await countFailure(call, guard, counted);
    await record(call, { action: 'access.password.denied', kind: 'E', object: ['account', accountId], reason: 'wrong' });
    return new Refusal('invalid-current-password', {
      errors: [{ pointer: '/current', code: 'wrong' }],
      ...(retryAfter > 0 && { retryAfter }),
    });
  }
  await clearFailures(call, guard);
  await record(call, { action: 'access.password.changed', kind: 'U', object: ['account', accountId], data: { ended } });
  return ended;
}

/** Throws `invalid-password` with every fault of a new password. */
export function insistGoodPassword(password: string, owner: { name: string; email: string }, pointer: string): void {
  const faults = passwordFaults(password, owner);
  if (faults.length > 0) throw new Refusal('invalid-password', { errors: faults.map((code) => ({ pointer, code })) });
}

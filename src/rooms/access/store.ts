import { sql } from 'kysely';
import pg from 'pg';
import type { Role } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import type { Tries } from './rules/throttle.ts';

/** Salt and cost of an account's password; nothing for an unknown address. */
export async function findCredentials(call: Call, email: string): Promise<{ accountId: string; form: string | null } | undefined> {
  const { rows } = await sql<{ account_id: string; form: string | null }>`select * from app.credentials(${email})`.execute(call.tx);
  const [row] = rows;
  return row && { accountId: row.account_id, form: row.form };
}

export async function openSession(
  call: Call,
  session: { email: string; proof: Buffer; id: string; token: string; device: string },
): Promise<{ accountId: string; confirmed: boolean } | undefined> {
  const { rows } = await sql<{ account_id: string; confirmed: boolean }>`
    select * from app.open_session(${session.email}, ${session.proof}, ${session.id}, ${session.token}, ${session.device})`.execute(
    call.tx,
  );
  const [row] = rows;
  return row && { accountId: row.account_id, confirmed: row.confirmed };
}

export async function renewPassword(call: Call, email: string, proof: Buffer, stored: string): Promise<void> {
  await sql`select app.renew_password(${email}, ${proof}, ${stored})`.execute(call.tx);
}

export interface SecondFactor {
  accountId: string;
  email: string;
  sealed: Buffer | null;
  confirmed: boolean;
}

/** The second factor of whoever this call is, half signed in or whole. */
export async function findSecondFactor(call: Call): Promise<SecondFactor | undefined> {
  const { rows } = await sql<{ account_id: string; email: string; sealed: Buffer | null; confirmed: boolean }>`
    select * from app.second_factor()`.execute(call.tx);
  const [row] = rows;
  return row && { accountId: row.account_id, email: row.email, sealed: row.sealed, confirmed: row.confirmed };
}

export async function beginEnrolment(call: Call, sealed: Buffer, check: Buffer): Promise<boolean> {
  const { rows } = await sql<{ begun: boolean }>`select app.begin_enrolment(${sealed}, ${check}) as begun`.execute(call.tx);
  return rows[0]?.begun === true;
}

export type Spent = 'raised' | 'spent' | 'wrong' | 'used' | 'no-session';

export async function raiseSession(
  call: Call,
  code: { secret: Buffer | null; step: number | null; enrol: boolean },
  token: string,
  idleSeconds: number,
): Promise<Spent> {
  const { rows } = await sql<{ answer: Spent }>`
    select app.raise_session(${code.secret}, ${code.step}, ${code.enrol}, ${token}, ${idleSeconds}) as answer`.execute(call.tx);
  return rows[0]?.answer ?? 'no-session';
}

export async function stepUpSession(call: Call, secret: Buffer | null, step: number | null): Promise<Spent> {
  const { rows } = await sql<{ answer: Spent }>`select app.step_up(${secret}, ${step}) as answer`.execute(call.tx);
  return rows[0]?.answer ?? 'no-session';
}

export async function isSteppedUp(call: Call): Promise<boolean> {
  const { rows } = await sql<{ fresh: boolean }>`select app.stepped_up() as fresh`.execute(call.tx);
  return rows[0]?.fresh === true;
}

/** Ends the current session (null) or another own one. */
export async function endSessionRow(call: Call, sessionId: string | null, because: string): Promise<boolean> {
  const { rows } = await sql<{ ended: boolean }>`select app.end_session(${sessionId}, ${because}) as ended`.execute(call.tx);
  return rows[0]?.ended === true;
}

export async function endAllSessions(call: Call, butThis: boolean, because: string): Promise<number> {
  const { rows } = await sql<{ ended: number }>`select app.end_sessions(${butThis}, ${because}) as ended`.execute(call.tx);
  return rows[0]?.ended ?? 0;
}

/** Number of other sessions that ended; nothing where the old password is wrong. */
export async function setPassword(call: Call, proof: Buffer, stored: string): Promise<number | undefined> {
  const { rows } = await sql<{ ended: number | null }>`select app.set_password(${proof}, ${stored}) as ended`.execute(call.tx);
  return rows[0]?.ended ?? undefined;
}

interface TriesRow {
  bucket: string;
  tries: number;
  blocked_until: Temporal.Instant;
  touched_at: Temporal.Instant;
}

function byBucket(rows: readonly TriesRow[]): Map<string, Tries> {
  return new Map(rows.map((row) => [row.bucket, { tries: row.tries, blockedUntil: row.blocked_until, touchedAt: row.touched_at }]));
}

export async function listTries(call: Call, buckets: readonly string[]): Promise<Map<string, Tries>> {
  const { rows } = await sql<TriesRow>`select * from app.look_throttle(${[...buckets]}::text[])`.execute(call.tx);
  return byBucket(rows);
}

export async function lockTries(call: Call, buckets: readonly string[]): Promise<Map<string, Tries>> {
  const { rows } = await sql<TriesRow>`select * from app.lock_throttle(${[...buckets]}::text[])`.execute(call.tx);
  return byBucket(rows);
}

export async function setTries(call: Call, bucket: string, tries: number, blockedUntil: Temporal.Instant): Promise<void> {
  await sql`select app.set_throttle(${bucket}, ${tries}, ${blockedUntil.toString()})`.execute(call.tx);
}

export async function forgetTries(call: Call): Promise<number> {
  const { rows } = await sql<{ forgotten: number }>`select app.forget_throttle() as forgotten`.execute(call.tx);
  return rows[0]?.forgotten ?? 0;
}

/** Roles of accounts, sorted. */
export async function rolesOf(call: Call, accountIds: readonly string[]): Promise<Map<string, Role[]>> {
  const found = new Map<string, Role[]>();
  if (accountIds.length === 0) return found;
  const rows = await call.tx
    .selectFrom('access.account_role')
    .select(['account_id', 'role'])
    .where('account_id', 'in', [...accountIds])
    .orderBy('role')
    .execute();
  for (const { account_id, role } of rows) found.set(account_id, [...(found.get(account_id) ?? []), role as Role]);
  return found;
}

/** The database's own no to an administrator who lost the role or the fresh code while she waited (42501) is a refusal, not a fault. */
export async function asAdministrator<Result>(statement: Promise<Result>): Promise<Result> {
  try {
    return await statement;
  } catch (fault) {
    if (fault instanceof pg.DatabaseError && fault.code === '42501') throw new Refusal('not-permitted');
    throw fault;
  }
}

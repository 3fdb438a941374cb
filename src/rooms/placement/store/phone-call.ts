import { type Selectable, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { DB } from '#platform/schema.gen.ts';

export type CallRow = Pick<
  Selectable<DB['placement.phone_call']>,
  'id' | 'at' | 'answered_at' | 'ended_at' | 'request_id' | 'known_request_id' | 'is_first' | 'person_id'
>;
const COLUMNS = ['id', 'at', 'answered_at', 'ended_at', 'request_id', 'known_request_id', 'is_first', 'person_id'] as const;

export function findRunning(tx: Tx, accountId: string): Promise<CallRow | undefined> {
  return tx
    .selectFrom('placement.phone_call')
    .select(COLUMNS)
    .where('account_id', '=', accountId)
    .where('answered_at', 'is not', null)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
}

/** What rings, and what a telephone has answered that no desk has taken. */
export function selectUntaken(tx: Tx, since: Temporal.Instant): Promise<CallRow[]> {
  return tx
    .selectFrom('placement.phone_call')
    .select(COLUMNS)
    .where('account_id', 'is', null)
    .where('ended_at', 'is', null)
    .where('at', '>', since)
    .orderBy('at')
    .limit(20)
    .execute();
}

export function lockCall(tx: Tx, id: string) {
  return tx.selectFrom('placement.phone_call').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findCall(tx: Tx, id: string) {
  return tx.selectFrom('placement.phone_call').selectAll().where('id', '=', id).executeTakeFirst();
}

/** By the telephone's own id, whoever wrote the row: in front of it stands the id of the system's link, or of the desk that opened it. */
export async function findByForeign(tx: Tx, foreign: string, since: Temporal.Instant): Promise<CallRow | undefined> {
  const { rows } =
    await sql<CallRow>`select id, at, answered_at, ended_at, request_id, known_request_id, is_first, person_id from placement.phone_call
    where substr(foreign_id, 38) = ${foreign} and at > ${since.toString()} order by at desc limit 1`.execute(tx);
  return rows[0];
}

/** A call that somebody at the desk began; nothing where her other click was faster. */
export async function appendCall(
  tx: Tx,
  row: {
    id: string;
    at: Temporal.Instant;
    answered: boolean;
    accountId: string | null;
    requestId: string | null;
    personId: string | null;
    first: boolean;
    source: 'desk' | 'telephone';
    foreignId?: string;
  },
): Promise<boolean> {
  const answered = row.answered ? row.at.toString() : null;
  const { numAffectedRows } =
    await sql`insert into placement.phone_call (id, at, answered_at, account_id, request_id, person_id, is_first, source, foreign_id)
    values (${row.id}, ${row.at.toString()}, ${answered}, ${row.accountId}, ${row.requestId}, ${row.personId}, ${row.first}, ${row.source}, ${row.foreignId ?? null})
    on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export async function updateCall(
  tx: Tx,
  id: string,
  change: {
    account_id?: string;
    request_id?: string;
    person_id?: string;
    is_first?: boolean;
    answered_at?: Temporal.Instant;
    ended_at?: Temporal.Instant;
    ended_because?: string;
    number_sealed?: null;
  },
): Promise<void> {
  await tx.updateTable('placement.phone_call').set(change).where('id', '=', id).execute();
}

/** Whether nobody has spoken about this request before. */
export async function isFirstCall(tx: Tx, requestId: string, but: string | null): Promise<boolean> {
  const { rows } = await sql<{ spoken: boolean }>`select exists (select 1 from placement.phone_call
    where request_id = ${requestId} and answered_at is not null and id is distinct from ${but}::uuid) as spoken`.execute(tx);
  return rows[0]?.spoken === false;
}

/** The one call that a telephone has answered and no desk has taken; nothing where there are several, since it would be a guess. */
export async function findOnlyUntaken(tx: Tx, since: Temporal.Instant): Promise<CallRow | undefined> {
  const rows = await tx
    .selectFrom('placement.phone_call')
    .select(COLUMNS)
    .where('source', '=', 'telephone')
    .where('account_id', 'is', null)
    .where('answered_at', 'is not', null)
    .where('ended_at', 'is', null)
    .where('at', '>', since)
    .limit(2)
    .execute();
  return rows.length === 1 ? rows[0] : undefined;
}

/** Calls that nobody ended, as of long ago. */
export function selectForgotten(tx: Tx, before: Temporal.Instant): Promise<CallRow[]> {
  return tx
    .selectFrom('placement.phone_call')
    .select(COLUMNS)
    .where('answered_at', '<', before)
    .where('ended_at', 'is', null)
    .limit(200)
    .execute();
}

/** Numbers and tokens of callers are kept no longer than they are needed to call back. */
export async function forgetNumbers(tx: Tx, before: Temporal.Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('placement.phone_call')
    .set({ number_sealed: null, phone_token: null })
    .where('at', '<', before)
    .where((eb) => eb.or([eb('number_sealed', 'is not', null), eb('phone_token', 'is not', null)]))
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

export interface Report {
  tokenHash: Buffer;
  id: string;
  foreign: string;
  state: 'ringing' | 'answered' | 'ended';
  at: Temporal.Instant;
  phone: Buffer | null;
  number: Buffer | null;
}

export async function reportRow(
  tx: Tx,
  one: Report,
): Promise<{ callId: string; news: 'rang' | 'answered' | 'ended' | 'missed' | null; knownRequestId: string | null } | undefined> {
  const { rows } = await sql<{ call_id: string; news: 'rang' | 'answered' | 'ended' | 'missed' | null; known_request_id: string | null }>`
    select * from app.report_call(${one.tokenHash}, ${one.id}, ${one.foreign}, ${one.state}, ${one.at.toString()}, ${one.phone}, ${one.number})`.execute(
    tx,
  );
  const [row] = rows;
  return row && { callId: row.call_id, news: row.news, knownRequestId: row.known_request_id };
}

export function selectLinks(tx: Tx) {
  return tx
    .selectFrom('placement.phone_link')
    .select(['id', 'name', 'made_at', 'used_at'])
    .where('ended_at', 'is', null)
    .orderBy('made_at')
    .execute();
}

export async function appendLink(
  tx: Tx,
  row: { id: string; name: string; token_hash: Buffer; made_at: Temporal.Instant; made_by: string },
): Promise<void> {
  await tx.insertInto('placement.phone_link').values(row).execute();
}

export async function endLink(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('placement.phone_link')
    .set({ ended_at: at })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Whether a request was closed because the caller turned out to have an earlier one. */
export async function closedAsDuplicate(tx: Tx, requestId: string): Promise<boolean> {
  const row = await tx.selectFrom('placement.request').select('closed_reason').where('id', '=', requestId).executeTakeFirst();
  return row?.closed_reason === 'duplicate';
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** A request that nobody at the desk began: it has no owner until somebody takes it. */
export async function appendWebRequest(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    origin: 'web' | 'partner';
    originId: string;
    createdAt: Temporal.Instant;
    nextStepAt: Temporal.Instant;
    callerRole: string;
    privacyVersion: string;
    criteria: object;
    concernSealed: Buffer | null;
  },
): Promise<void> {
  await sql`insert into placement.request (id, person_id, origin, origin_id, created_at, next_step_at, caller_role, privacy_version, privacy_given_at, criteria, concern_sealed)
    values (${row.id}, ${row.personId}, ${row.origin}, ${row.originId}, ${row.createdAt.toString()}, ${row.nextStepAt.toString()}, ${row.callerRole},
      ${row.privacyVersion}, ${row.createdAt.toString()}, ${JSON.stringify(row.criteria)}, ${row.concernSealed})`.execute(tx);
}

/** Open requests in the desk's reach of whoever has this number, oldest first. */
export async function openRequestsByPhone(tx: Tx, token: Buffer): Promise<{ requestId: string; personId: string }[]> {
  const { rows } = await sql<{ request_id: string; person_id: string }>`select * from app.open_requests_by_phone(${token})`.execute(tx);
  return rows.map((row) => ({ requestId: row.request_id, personId: row.person_id }));
}

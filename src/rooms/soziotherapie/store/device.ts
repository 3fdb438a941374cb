import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** The key that devices seal to now. */
export function findCurrentKey(tx: Tx) {
  return tx
    .selectFrom('soziotherapie.device_key')
    .select(['id', 'public_key', 'made_at'])
    .where('retired_at', 'is', null)
    .executeTakeFirst();
}

/** Puts a new key in the place of one that is too old, or of none; whoever was faster stands. */
export async function renewKey(tx: Tx, key: { id: string; publicKey: Uint8Array; sealed: Buffer; at: Temporal.Instant }): Promise<void> {
  await sql`select app.renew_device_key(${key.id}, ${Buffer.from(key.publicKey)}, ${key.sealed}, ${key.at.toString()})`.execute(tx);
}

/** Both halves of a key, in use or retired; the private one still sealed with the network's secret. */
export async function findSecret(tx: Tx, keyId: string): Promise<{ publicKey: Buffer; sealed: Buffer } | undefined> {
  const { rows } = await sql<{ public_key: Buffer; private_sealed: Buffer }>`select * from app.device_secret(${keyId})`.execute(tx);
  const [row] = rows;
  return row && { publicKey: row.public_key, sealed: row.private_sealed };
}

export interface NewEntry {
  id: string;
  keyId: string;
  body: Buffer;
  writtenLocal: string;
}

/** Keeps what came; one that is there already stays as it is. */
export async function keepRows(
  tx: Tx,
  entries: readonly NewEntry[],
  by: { accountId: string; practitionerId: string; at: Temporal.Instant },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.device_entry')
    .values(
      entries.map((entry) => ({
        id: entry.id,
        account_id: by.accountId,
        practitioner_id: by.practitionerId,
        key_id: entry.keyId,
        sealed_body: entry.body,
        written_local: entry.writtenLocal,
        arrived_at: by.at,
        state: 'received',
      })),
    )
    .onConflict((on) => on.column('id').doNothing())
    .execute();
}

/** Which of these are kept, as far as they are one's own. */
export async function selectKept(tx: Tx, ids: readonly string[]): Promise<string[]> {
  const rows = await tx
    .selectFrom('soziotherapie.device_entry')
    .select('id')
    .where('id', 'in', [...ids])
    .execute();
  return rows.map(({ id }) => id);
}

const entries = (tx: Tx) => tx.selectFrom('soziotherapie.device_entry').selectAll().orderBy('written_local').orderBy('id');
export type EntryRecord = Awaited<ReturnType<typeof lockReceived>>[number];

/** What was kept and not yet opened, in the order it was written. */
export function lockReceived(tx: Tx, most: number) {
  return entries(tx).where('state', '=', 'received').limit(most).forUpdate().execute();
}

export async function countReceived(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('soziotherapie.device_entry')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('state', '=', 'received')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}

export function selectOpenEntries(tx: Tx) {
  return entries(tx).where('state', 'in', ['received', 'conflict', 'refused']).limit(100).execute();
}

export function lockEntry(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.device_entry').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function updateEntry(
  tx: Tx,
  id: string,
  change: {
    state: string;
    because: string | null;
    person_id?: string | null;
    session_id?: string | null;
    resolved_how?: string;
    resolved_at?: Temporal.Instant;
  },
): Promise<EntryRecord> {
  return tx
    .updateTable('soziotherapie.device_entry')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

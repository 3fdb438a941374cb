import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

const rows = (tx: Tx) =>
  tx
    .selectFrom('crisis.script as s')
    .leftJoin('access.account as d', 'd.id', 's.drafted_by')
    .leftJoin('access.account as g', 'g.id', 's.signed_by')
    .leftJoin('access.account as w', 'w.id', 's.withdrawn_by')
    .selectAll('s')
    .select(['d.name as drafted_by_name', 'g.name as signed_by_name', 'w.name as withdrawn_by_name']);

export function selectScripts(tx: Tx) {
  return rows(tx).orderBy('s.drafted_at', 'desc').orderBy('s.id', 'desc').limit(200).execute();
}
export type ScriptRecord = Awaited<ReturnType<typeof selectScripts>>[number];

export function findScript(tx: Tx, id: string) {
  return rows(tx).where('s.id', '=', id).executeTakeFirst();
}

export function lockScript(tx: Tx, id: string) {
  return tx.selectFrom('crisis.script').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The one version that is signed and not withdrawn. */
export function findInUse(tx: Tx) {
  return rows(tx).where('s.signed_at', 'is not', null).where('s.withdrawn_at', 'is', null).executeTakeFirst();
}

/** A version by its name, also one that was withdrawn since: a running emergency keeps its deadlines. */
export function findByName(tx: Tx, scriptVersion: string) {
  return tx.selectFrom('crisis.script').selectAll().where('script_version', '=', scriptVersion).executeTakeFirst();
}

export async function appendScript(
  tx: Tx,
  row: { id: string; scriptVersion: string; body: string; hash: Buffer; at: Temporal.Instant; by: string | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('crisis.script')
    .values({ id: row.id, script_version: row.scriptVersion, body: row.body, body_hash: row.hash, drafted_at: row.at, drafted_by: row.by })
    .onConflict((on) => on.column('script_version').doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

type Change = Partial<{
  script_version: string;
  body: string;
  body_hash: Buffer;
  signed_at: Temporal.Instant;
  signed_by: string;
  withdrawn_at: Temporal.Instant;
  withdrawn_by: string;
}>;

export async function updateScript(tx: Tx, id: string, change: Change): Promise<number> {
  const row = await tx
    .updateTable('crisis.script')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

/** Two signatures at once come one after the other, so that each knows what it replaces. */
export async function lockSignature(tx: Tx): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('crisis.script'))`.execute(tx);
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

export interface ErasureFile {
  person_id: string;
  name: string | null;
  ended_on: Day;
  running: boolean;
  legal_hold: boolean;
  vouchers_until: Day | null;
  open_claim: boolean;
  elsewhere: boolean;
}

/** Files of a practice whose last case ended on or before a day, or that of one person; whoever was erased is not among them. */
export async function selectFiles(tx: Tx, organisationId: string, endedBy: Day, personId: string | null = null): Promise<ErasureFile[]> {
  const { rows } =
    await sql<ErasureFile>`select person_id, name, ended_on::text as ended_on, running, legal_hold, vouchers_until::text as vouchers_until,
      open_claim, elsewhere from app.erasure_files(${organisationId}, ${endedBy}, ${personId}) order by ended_on, person_id limit 500`.execute(
      tx,
    );
  return rows;
}

export async function appendRun(tx: Tx, run: { id: string; organisationId: string; by: string; at: Temporal.Instant }): Promise<void> {
  await tx
    .insertInto('soziotherapie.erasure_run')
    .values({ id: run.id, organisation_id: run.organisationId, state: 'proposed', proposed_by: run.by, proposed_at: run.at })
    .execute();
}

export async function appendEntry(
  tx: Tx,
  entry: { id: string; runId: string; personId: string; mark: Buffer; endedOn: Day; keptUntil: Day },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.erasure_entry')
    .values({
      id: entry.id,
      run_id: entry.runId,
      subject_id: entry.personId,
      mark: entry.mark,
      rule: 'R22',
      ended_on: entry.endedOn,
      kept_until: entry.keptUntil,
    })
    .execute();
}

/** Runs that the asker sees, newest first: the lead her practice's, the auditor all. */
export function selectRuns(tx: Tx) {
  return tx
    .selectFrom('soziotherapie.erasure_run as r')
    .innerJoin('directory.organisation as o', 'o.id', 'r.organisation_id')
    .leftJoin('access.account as a', 'a.id', 'r.proposed_by')
    .leftJoin('access.account as b', 'b.id', 'r.decided_by')
    .selectAll('r')
    .select(['o.name as organisation', 'a.name as proposer', 'b.name as decider'])
    .orderBy('r.proposed_at', 'desc')
    .limit(50)
    .execute();
}
export type RunRow = Awaited<ReturnType<typeof selectRuns>>[number];

export function selectEntries(tx: Tx, runIds: readonly string[]) {
  if (runIds.length === 0) return Promise.resolve([]);
  return tx
    .selectFrom('soziotherapie.erasure_entry')
    .selectAll()
    .where('run_id', 'in', [...runIds])
    .orderBy('kept_until')
    .orderBy('id')
    .execute();
}

export function lockRun(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.erasure_run').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function decideRun(
  tx: Tx,
  id: string,
  { to, by, at }: { to: 'approved' | 'declined'; by: string; at: Temporal.Instant },
): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.erasure_run')
    .set((eb) => ({ state: to, decided_by: by, decided_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

/** The next run that two people agreed on; another worker skips it. */
export function lockApproved(tx: Tx) {
  return tx
    .selectFrom('soziotherapie.erasure_run')
    .select(['id', 'organisation_id'])
    .where('state', '=', 'approved')
    .orderBy('decided_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
}

/** "ok", or what holds the file; the database asks everything once more. */
export async function eraseFile(tx: Tx, entryId: string, at: Temporal.Instant): Promise<string> {
  const { rows } = await sql<{ said: string }>`select app.erase_file(${entryId}, ${at.toString()}) as said`.execute(tx);
  return rows[0]?.said ?? 'treatment-goes-on';
}

export async function keepEntry(tx: Tx, id: string, because: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('soziotherapie.erasure_entry').set({ result: 'kept', because, settled_at: at }).where('id', '=', id).execute();
}

export async function finishRun(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx
    .updateTable('soziotherapie.erasure_run')
    .set((eb) => ({ state: 'done', done_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

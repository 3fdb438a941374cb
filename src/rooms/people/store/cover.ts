import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Cover, Exemption } from '../contract/cover.ts';

const COVER = [
  'id',
  'person_id',
  'payer_ik',
  'payer_name',
  'kvnr',
  'kvnr_confirmed',
  'insured_status',
  'insurer_group',
  'state',
  'from_on',
  'to_on',
  'continues_former',
  'recorded_at',
  'version',
] as const;

function coversOf(tx: Tx) {
  return tx.selectFrom('people.cover').select(COVER).where('withdrawn_at', 'is', null);
}

type CoverRow = Awaited<ReturnType<ReturnType<typeof coversOf>['executeTakeFirstOrThrow']>>;

const asCover = (row: CoverRow): Cover & { personId: string } => ({
  id: row.id,
  personId: row.person_id,
  version: row.version,
  payerIk: row.payer_ik,
  payerName: row.payer_name,
  kvnr: row.kvnr,
  kvnrConfirmed: row.kvnr_confirmed,
  insuredStatus: row.insured_status,
  insurerGroup: row.insurer_group as Cover['insurerGroup'],
  state: row.state,
  from: row.from_on,
  to: row.to_on,
  continuesFormer: row.continues_former,
  recordedAt: row.recorded_at.toString(),
});

/** Covers of a person, earliest first; withdrawn ones are left out. */
export async function selectCovers(tx: Tx, personId: string): Promise<(Cover & { personId: string })[]> {
  return (await coversOf(tx).where('person_id', '=', personId).orderBy('from_on').execute()).map(asCover);
}

/** Covers of several persons at once, earliest first. */
export async function selectCoversOf(tx: Tx, personIds: readonly string[]): Promise<(Cover & { personId: string })[]> {
  if (personIds.length === 0) return [];
  return (await coversOf(tx).where('person_id', 'in', personIds).orderBy('from_on').execute()).map(asCover);
}

export async function lockCover(tx: Tx, id: string): Promise<(Cover & { personId: string }) | undefined> {
  const row = await coversOf(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row && asCover(row);
}

export async function appendCover(
  tx: Tx,
  cover: Omit<Cover, 'version' | 'recordedAt'> & { personId: string; at: Temporal.Instant; by: string | null },
): Promise<void> {
  await sql`insert into people.cover (id, person_id, payer_ik, payer_name, kvnr, kvnr_confirmed, insured_status, insurer_group, state, from_on, to_on,
      continues_former, recorded_at, recorded_by)
    values (${cover.id}, ${cover.personId}, ${cover.payerIk}, ${cover.payerName}, ${cover.kvnr}, ${cover.kvnrConfirmed}, ${cover.insuredStatus},
      ${cover.insurerGroup}, ${cover.state}, ${cover.from}, ${cover.to}, ${cover.continuesFormer}, ${cover.at.toString()}, ${cover.by})`.execute(
    tx,
  );
}

export async function endCoverRow(tx: Tx, id: string, to: string): Promise<void> {
  await sql`update people.cover set to_on = ${to}::date, version = version + 1 where id = ${id}`.execute(tx);
}

export async function withdrawCoverRow(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update people.cover set withdrawn_at = ${at.toString()}, version = version + 1 where id = ${id}`.execute(tx);
}

/** Certificates of several persons, earliest first. */
export async function selectExemptionsOf(tx: Tx, personIds: readonly string[]): Promise<(Exemption & { personId: string })[]> {
  if (personIds.length === 0) return [];
  const rows = await tx
    .selectFrom('people.copay_exemption')
    .select(['id', 'person_id', 'from_on', 'to_on', 'file_id', 'recorded_at'])
    .where('person_id', 'in', personIds)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on')
    .execute();
  return rows.map((row) => ({
    id: row.id,
    personId: row.person_id,
    from: row.from_on,
    to: row.to_on,
    fileId: row.file_id,
    recordedAt: row.recorded_at.toString(),
  }));
}

export async function appendExemption(
  tx: Tx,
  one: { id: string; personId: string; from: string; to: string; fileId: string | null; at: Temporal.Instant; by: string | null },
): Promise<void> {
  await sql`insert into people.copay_exemption (id, person_id, from_on, to_on, file_id, recorded_at, recorded_by)
    values (${one.id}, ${one.personId}, ${one.from}, ${one.to}, ${one.fileId}, ${one.at.toString()}, ${one.by})`.execute(tx);
}

/** Whose certificate it was and its first day; undefined where there is none, or it was withdrawn. */
export async function withdrawExemptionRow(
  tx: Tx,
  id: string,
  at: Temporal.Instant,
): Promise<{ personId: string; from: string } | undefined> {
  const row = await tx
    .updateTable('people.copay_exemption')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .returning(['person_id', 'from_on'])
    .executeTakeFirst();
  return row && { personId: row.person_id, from: row.from_on };
}

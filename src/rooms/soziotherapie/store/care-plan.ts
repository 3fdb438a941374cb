import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

export interface CaseRow {
  id: string;
  person_id: string;
  organisation_id: string;
  practitioner_id: string | null;
  practitioner_name: string | null;
  prescriber_id: string | null;
  prescriber_name: string | null;
  state: string;
  given_name: string | null;
  family_name: string | null;
  birth_date: Day | null;
  guardian: boolean;
}

/** A case with who it is about, who accompanies and who prescribes now; only where the asker has a relation. */
export async function findCase(tx: Tx, id: string): Promise<CaseRow | undefined> {
  const { rows } =
    await sql<CaseRow>`select e.id, e.person_id, e.organisation_id, e.practitioner_id, h.name as practitioner_name, e.prescriber_id,
      nullif(concat_ws(' ', d.title, d.name), '') as prescriber_name, e.state, p.given_name, p.family_name, p.birth_date,
      exists (select 1 from people.guardian g where g.person_id = e.person_id) as guardian
    from soziotherapie.episode e join people.person p on p.id = e.person_id
      left join directory.practitioner h on h.id = e.practitioner_id left join soziotherapie.prescriber d on d.id = e.prescriber_id
    where e.id = ${id}`.execute(tx);
  return rows[0];
}

export interface PlanRecord {
  id: string;
  version: number;
  number: number;
  state: 'draft' | 'offered' | 'agreed' | 'replaced' | 'dropped';
  episode_id: string;
  person_id: string;
  organisation_id: string;
  prescription_id: string;
  valid_from: Day;
  planned_units: number | null;
  signed_on: Day | null;
  offered_at: Temporal.Instant | null;
  content_digest: Buffer | null;
  written_at: Temporal.Instant;
  written_by_name: string | null;
  sealed: Buffer;
}

const PLAN = sql`c.id, c.version, c.number, c.state, c.episode_id, c.person_id, c.organisation_id, c.prescription_id, c.valid_from,
  c.planned_units::float8 as planned_units, c.signed_on, c.offered_at, c.content_digest, c.written_at, a.name as written_by_name, c.sealed
  from soziotherapie.care_plan c left join access.account a on a.id = c.written_by`;

/** All versions of a case, newest first. */
export async function selectPlans(tx: Tx, episodeId: string): Promise<PlanRecord[]> {
  return (await sql<PlanRecord>`select ${PLAN} where c.episode_id = ${episodeId} order by c.number desc`.execute(tx)).rows;
}

export async function findPlan(tx: Tx, id: string): Promise<PlanRecord | undefined> {
  return (await sql<PlanRecord>`select ${PLAN} where c.id = ${id}`.execute(tx)).rows[0];
}

export async function lockPlan(tx: Tx, id: string): Promise<PlanRecord | undefined> {
  return (await sql<PlanRecord>`select ${PLAN} where c.id = ${id} for update of c`.execute(tx)).rows[0];
}

/** Two versions begun at once come one after the other. */
export async function lockCase(tx: Tx, episodeId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('soziotherapie.care_plan'), hashtext(${episodeId}))`.execute(tx);
}

export async function appendPlan(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    organisationId: string;
    episodeId: string;
    prescriptionId: string;
    number: number;
    sealed: Buffer;
    validFrom: Day;
    reviewId: string | null;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.care_plan')
    .values({
      id: row.id,
      person_id: row.personId,
      organisation_id: row.organisationId,
      episode_id: row.episodeId,
      prescription_id: row.prescriptionId,
      number: row.number,
      state: 'draft',
      sealed: row.sealed,
      valid_from: row.validFrom,
      review_id: row.reviewId,
      written_at: row.at,
      written_by: row.by,
    })
    .execute();
}

type Change = Partial<{
  state: PlanRecord['state'];
  sealed: Buffer;
  valid_from: Day;
  prescription_id: string;
  planned_units: number;
  offered_at: Temporal.Instant;
  content_digest: Buffer;
  signed_on: Day;
}>;

export async function updatePlan(tx: Tx, id: string, change: Change): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.care_plan')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export interface SignatureRecord {
  care_plan_id: string;
  party: 'client' | 'provider' | 'prescriber';
  how: 'paper' | 'screen' | 'link' | 'refused';
  by_guardian: boolean;
  signed_on: Day;
  file_id: string | null;
  drawn: boolean;
  recorded_at: Temporal.Instant;
  recorded_by_name: string | null;
}

export async function selectSignatures(tx: Tx, planIds: readonly string[]): Promise<SignatureRecord[]> {
  const { rows } =
    await sql<SignatureRecord>`select s.care_plan_id, s.party, s.how, s.by_guardian, s.signed_on, s.file_id, s.strokes_sealed is not null as drawn,
      s.recorded_at, a.name as recorded_by_name
    from soziotherapie.plan_signature s left join access.account a on a.id = s.recorded_by where s.care_plan_id = any (${planIds}::uuid[]) order by s.recorded_at, s.id`.execute(
      tx,
    );
  return rows;
}

export async function appendSignature(
  tx: Tx,
  row: {
    id: string;
    plan: Pick<PlanRecord, 'id' | 'person_id' | 'organisation_id'>;
    digest: Buffer;
    party: SignatureRecord['party'];
    how: SignatureRecord['how'];
    byGuardian: boolean;
    signedOn: Day;
    fileId: string | null;
    linkId: string | null;
    strokesSealed: Buffer | null;
    at: Temporal.Instant;
    by: string | null;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.plan_signature')
    .values({
      id: row.id,
      care_plan_id: row.plan.id,
      person_id: row.plan.person_id,
      organisation_id: row.plan.organisation_id,
      content_digest: row.digest,
      party: row.party,
      how: row.how,
      by_guardian: row.byGuardian,
      signed_on: row.signedOn,
      file_id: row.fileId,
      link_id: row.linkId,
      strokes_sealed: row.strokesSealed,
      recorded_at: row.at,
      recorded_by: row.by,
    })
    .execute();
}

export interface PrescriptionRow {
  id: string;
  kind: string;
  units: number | null;
  group_allowed: boolean;
  issued_on: Day | null;
  prescriber_id: string | null;
  prescriber_name: string | null;
  form_sealed: Buffer | null;
}

/** Prescriptions of a case for which Muster 27 is written (not Muster 28, none withdrawn), newest first. */
export async function selectPrescriptions(tx: Tx, episodeId: string): Promise<PrescriptionRow[]> {
  const { rows } = await sql<PrescriptionRow>`select r.id, r.kind, r.units, r.group_allowed, r.issued_on, r.prescriber_id,
      nullif(concat_ws(' ', d.title, d.name), '') as prescriber_name, r.form_sealed
    from soziotherapie.prescription r left join soziotherapie.prescriber d on d.id = r.prescriber_id
    where r.episode_id = ${episodeId} and r.form = '26' and r.state <> 'WITHDRAWN' order by r.issued_on desc nulls first, r.created_at desc`.execute(
    tx,
  );
  return rows;
}

export async function appendRating(
  tx: Tx,
  row: {
    id: string;
    personId: string;
    organisationId: string;
    episodeId: string;
    ratedOn: Day;
    source: 'muster-27' | 'review';
    sourceId: string;
    sealed: Buffer;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await tx
    .insertInto('soziotherapie.gaf_rating')
    .values({
      id: row.id,
      person_id: row.personId,
      organisation_id: row.organisationId,
      episode_id: row.episodeId,
      rated_on: row.ratedOn,
      rated_by: 'soziotherapist',
      source_kind: row.source,
      source_id: row.sourceId,
      sealed: row.sealed,
      recorded_at: row.at,
      recorded_by: row.by,
    })
    .execute();
}

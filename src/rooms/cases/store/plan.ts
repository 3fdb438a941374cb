import type { Insertable, Selectable, Updateable } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesGoal, CasesGoalRating, CasesMeasure, CasesPlanVersion } from '#platform/schema.gen.ts';
import type { Level } from '../rules/gas.ts';

type Bound = 'id' | 'case_id' | 'person_id' | 'organisation_id' | 'version';
export type GoalRow = Omit<Selectable<CasesGoal>, 'baseline'> & { baseline: Level };
export type RatingRow = Omit<Selectable<CasesGoalRating>, 'level'> & { level: Level; by_name: string | null };
export type MeasureRow = Omit<Selectable<CasesMeasure>, 'times_per_week'> & { times_per_week: number | null };
export type VersionRow = Selectable<CasesPlanVersion>;

export interface PlanCase {
  id: string;
  person_id: string;
  organisation_id: string;
  manager_id: string;
  manager_name: string;
  phase: string;
  area: string;
  pseudonym: string;
  agreed_plan_on: string | null;
  given_name: string | null;
  family_name: string | null;
  birth_date: string | null;
  service_name: string;
  service_phone: string | null;
  opened_on: string;
  closed_on: string | null;
}

const CASE = sql`c.id, c.person_id, c.organisation_id, c.manager_id, a.name as manager_name, c.phase, c.area, c.pseudonym, c.agreed_plan_on,
    p.given_name, p.family_name, p.birth_date, o.name as service_name, o.phone as service_phone, c.opened_on, c.closed_on
  from cases."case" c join people.person p on p.id = c.person_id join access.account a on a.id = c.manager_id
    join directory.organisation o on o.id = c.organisation_id`;

/** A case with who it is about and who keeps it; only where the asker has a relation. */
export async function findPlanCase(tx: Tx, id: string): Promise<PlanCase | undefined> {
  return (await sql<PlanCase>`select ${CASE} where c.id = ${id}`.execute(tx)).rows[0];
}

/** Two who change a plan at once come one after the other. */
export async function lockPlanOf(tx: Tx, caseId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('cases.plan'), hashtext(${caseId}))`.execute(tx);
}

export async function selectGoals(tx: Tx, caseId: string): Promise<GoalRow[]> {
  const rows = await tx.selectFrom('cases.goal').selectAll().where('case_id', '=', caseId).orderBy('made_on').orderBy('id').execute();
  return rows as GoalRow[];
}
export async function findGoal(tx: Tx, id: string): Promise<GoalRow | undefined> {
  return (await tx.selectFrom('cases.goal').selectAll().where('id', '=', id).executeTakeFirst()) as GoalRow | undefined;
}
export async function appendGoal(tx: Tx, row: Insertable<CasesGoal>): Promise<void> {
  await tx.insertInto('cases.goal').values(row).execute();
}
/** Changes a goal whose version was shown; false where somebody was faster. */
export async function updateGoal(tx: Tx, id: string, version: number, change: Omit<Updateable<CasesGoal>, Bound>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.goal')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ratings that stand, in the order in which they were made. */
export async function selectRatings(tx: Tx, caseId: string): Promise<RatingRow[]> {
  const { rows } =
    await sql<RatingRow>`select r.*, a.name as by_name from cases.goal_rating r left join access.account a on a.id = r.made_by
    where r.case_id = ${caseId} and r.withdrawn_at is null order by r.rated_on, r.made_at, r.id`.execute(tx);
  return rows;
}
export function findRating(tx: Tx, id: string) {
  return tx.selectFrom('cases.goal_rating').selectAll().where('id', '=', id).executeTakeFirst();
}
export async function appendRating(tx: Tx, row: Insertable<CasesGoalRating>): Promise<void> {
  await tx.insertInto('cases.goal_rating').values(row).execute();
}
export async function withdrawRatingRow(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const query = tx.updateTable('cases.goal_rating').set({ withdrawn_at: at }).where('id', '=', id).where('withdrawn_at', 'is', null);
  return (await query.executeTakeFirst()).numUpdatedRows > 0n;
}

const measures = (tx: Tx) =>
  tx.selectFrom('cases.measure').selectAll().select(sql<number | null>`times_per_week::float8`.as('times_per_week'));
export async function selectMeasures(tx: Tx, caseId: string): Promise<MeasureRow[]> {
  return (await measures(tx).where('case_id', '=', caseId).orderBy('start_on').orderBy('id').execute()) as MeasureRow[];
}
export async function findMeasure(tx: Tx, id: string): Promise<MeasureRow | undefined> {
  return (await measures(tx).where('id', '=', id).executeTakeFirst()) as MeasureRow | undefined;
}
export async function appendMeasure(tx: Tx, row: Insertable<CasesMeasure>): Promise<void> {
  await tx.insertInto('cases.measure').values(row).execute();
}
export async function updateMeasure(tx: Tx, id: string, version: number, change: Omit<Updateable<CasesMeasure>, Bound>): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.measure')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('version', '=', version)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** All versions of a case, newest first. */
export function selectVersions(tx: Tx, caseId: string): Promise<VersionRow[]> {
  return tx.selectFrom('cases.plan_version').selectAll().where('case_id', '=', caseId).orderBy('number', 'desc').execute();
}
export function findVersion(tx: Tx, id: string): Promise<VersionRow | undefined> {
  return tx.selectFrom('cases.plan_version').selectAll().where('id', '=', id).executeTakeFirst();
}
export function lockVersion(tx: Tx, id: string): Promise<VersionRow | undefined> {
  return tx.selectFrom('cases.plan_version').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export async function appendVersion(tx: Tx, row: Insertable<CasesPlanVersion>): Promise<void> {
  await tx.insertInto('cases.plan_version').values(row).execute();
}
export async function updateVersion(tx: Tx, id: string, change: Omit<Updateable<CasesPlanVersion>, Bound>): Promise<number> {
  const { version } = await tx
    .updateTable('cases.plan_version')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}
/** From this day the plan counts; reviews are due from here (B.4 RV). */
export async function writeAgreedDay(tx: Tx, caseId: string, on: string): Promise<void> {
  await tx.updateTable('cases.case').set({ agreed_plan_on: on }).where('id', '=', caseId).execute();
}

/** Domains of the last assessment with what was said about them. */
export async function selectNeeds(tx: Tx, caseId: string) {
  const { rows } = await sql<{
    id: string;
    person_id: string;
    domain: string;
    priority: boolean;
    client_need: string | null;
    prof_need: string | null;
    text_sealed: Buffer | null;
    client_text_sealed: Buffer | null;
    not_now_reason: 'client-wish' | 'other-first' | 'no-offer' | 'other' | null;
    not_now_on: string | null;
  }>`select r.id, r.person_id, r.domain, r.priority, r.client_need, r.prof_need, r.text_sealed, r.client_text_sealed, r.not_now_reason, r.not_now_on from cases.domain_rating r
    where r.assessment_id = (select s.id from cases.assessment s where s.case_id = ${caseId} order by s.round desc limit 1)`.execute(tx);
  return rows;
}
export async function writeNotNow(tx: Tx, id: string, reason: 'client-wish' | 'other-first' | 'no-offer' | 'other' | null, on: string) {
  await tx
    .updateTable('cases.domain_rating')
    .set((eb) => ({ not_now_reason: reason, not_now_on: reason ? on : null, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** Lines of a case that a measure can name, with who gives the service. */
export async function selectLineNames(tx: Tx, caseId: string) {
  const { rows } = await sql<{
    id: string;
    person_id: string;
    service_type: string;
    name: string | null;
    provider_sealed: Buffer | null;
  }>`select l.id, l.person_id,
      l.service_type, coalesce(o.name, nullif(concat_ws(' ', p.title, p.name), '')) as name, l.provider_sealed
    from cases.service_line l left join directory.organisation o on o.id = l.provider_organisation_id left join directory.practitioner p on p.id = l.practitioner_id
    where l.case_id = ${caseId} order by l.since, l.id`.execute(tx);
  return rows;
}

/** The client's copy among the artefacts of the planning; the latest. */
export async function findCopyDay(tx: Tx, caseId: string, since: string): Promise<string | null> {
  const row = await tx
    .selectFrom('cases.artefact')
    .select('at_on')
    .where('case_id', '=', caseId)
    .where('kind', '=', 'client-copy')
    .where('at_on', '>=', since)
    .where('withdrawn_at', 'is', null)
    .orderBy('at_on', 'desc')
    .executeTakeFirst();
  return row?.at_on ?? null;
}
export async function appendCopyArtefact(
  tx: Tx,
  row: { id: string; case: Pick<PlanCase, 'id' | 'person_id' | 'organisation_id'>; on: string; at: Temporal.Instant; by: string },
): Promise<void> {
  await tx
    .insertInto('cases.artefact')
    .values({
      id: row.id,
      case_id: row.case.id,
      person_id: row.case.person_id,
      organisation_id: row.case.organisation_id,
      kind: 'client-copy',
      at_on: row.on,
      form: 'paper',
      made_at: row.at,
      made_by: row.by,
    })
    .execute();
}

/** Plans of Soziotherapie that their practice's release opens to this case (C.1); the database asks the release. */
export async function selectReleasedPlans(tx: Tx, caseId: string) {
  type Row = { plan_id: string; person_id: string; sealed: Buffer };
  return (await sql<Row>`select plan_id, person_id, sealed from app.released_care_plans(${caseId})`.execute(tx)).rows;
}

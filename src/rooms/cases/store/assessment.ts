import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesDomainRating } from '#platform/schema.gen.ts';
import type { InstrumentFields } from '../contract/assessment.ts';
import type { ResourceKind, RoundKind } from '../rules/assessment.ts';
import type { ReassessmentTrigger } from '../rules/phase.ts';

const caseOf = (tx: Tx, id: string) =>
  tx.selectFrom('cases.case').select(['id', 'person_id', 'organisation_id', 'phase', 'area', 'opened_on']).where('id', '=', id);
export type AssessedCase = NonNullable<Awaited<ReturnType<typeof findAssessedCase>>>;
export const findAssessedCase = (tx: Tx, id: string) => caseOf(tx, id).executeTakeFirst();
/** Two rounds begun at once come one after the other. */
export const lockAssessedCase = (tx: Tx, id: string) => caseOf(tx, id).forUpdate().executeTakeFirst();

export interface RoundRow {
  id: string;
  case_id: string;
  person_id: string;
  organisation_id: string;
  round: number;
  kind: RoundKind;
  trigger: ReassessmentTrigger | null;
  started_on: string;
  completed_on: string | null;
  version: number;
}
const ROUND = sql`select id, case_id, person_id, organisation_id, round, kind, trigger, started_on, completed_on, version from cases.assessment`;

/** Oldest first. */
export async function selectRounds(tx: Tx, caseId: string): Promise<RoundRow[]> {
  return (await sql<RoundRow>`${ROUND} where case_id = ${caseId} order by round`.execute(tx)).rows;
}
export async function lockRound(tx: Tx, id: string): Promise<RoundRow | undefined> {
  return (await sql<RoundRow>`${ROUND} where id = ${id} for update`.execute(tx)).rows[0];
}
export async function appendRound(tx: Tx, row: Omit<RoundRow, 'version' | 'completed_on'>): Promise<void> {
  await tx.insertInto('cases.assessment').values(row).execute();
}
export async function closeRound(tx: Tx, id: string, on: string): Promise<number> {
  const { version } = await tx
    .updateTable('cases.assessment')
    .set((eb) => ({ completed_on: on, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export type RatingRow = Selectable<CasesDomainRating>;
export function selectRatings(tx: Tx, caseId: string): Promise<RatingRow[]> {
  return tx.selectFrom('cases.domain_rating').selectAll().where('case_id', '=', caseId).execute();
}
export function lockRating(tx: Tx, id: string): Promise<RatingRow | undefined> {
  return tx.selectFrom('cases.domain_rating').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}
export async function appendRatings(tx: Tx, rows: Insertable<CasesDomainRating>[]): Promise<void> {
  if (rows.length > 0) await tx.insertInto('cases.domain_rating').values(rows).execute();
}
export async function updateRating(tx: Tx, id: string, change: Updateable<CasesDomainRating>): Promise<number> {
  const { version } = await tx
    .updateTable('cases.domain_rating')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

interface Origin {
  id: string;
  caseId: string;
  personId: string;
  organisationId: string;
}
const origin = ({ id, caseId, personId, organisationId }: Origin) => ({
  id,
  case_id: caseId,
  person_id: personId,
  organisation_id: organisationId,
});

export function selectResources(tx: Tx, caseId: string) {
  return tx.selectFrom('cases.resource').selectAll().where('case_id', '=', caseId).orderBy('recorded_on').orderBy('id').execute();
}
export function lockResource(tx: Tx, id: string) {
  return tx.selectFrom('cases.resource').selectAll().where('id', '=', id).where('removed_on', 'is', null).forUpdate().executeTakeFirst();
}
interface ResourceColumns {
  domain: string;
  kind: ResourceKind;
  text_sealed: Buffer;
}
export async function appendResource(tx: Tx, whose: Origin, row: ResourceColumns & { recorded_on: string }): Promise<void> {
  await tx
    .insertInto('cases.resource')
    .values({ ...origin(whose), ...row })
    .execute();
}
export async function updateResource(tx: Tx, id: string, change: ResourceColumns | { removed_on: string }): Promise<number> {
  const { version } = await tx
    .updateTable('cases.resource')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

interface InstrumentRow {
  id: string;
  instrument: string;
  instrument_version: string | null;
  score: number;
  rated_on: string;
  rater: InstrumentFields['rater'];
  partner_id: string | null;
  partner: string | null;
  withdrawn: boolean;
  version: number;
}
/** Newest first. */
export async function selectInstruments(tx: Tx, caseId: string): Promise<InstrumentRow[]> {
  const { rows } = await sql<InstrumentRow>`select i.id, i.instrument, i.instrument_version, i.score::float8 as score, i.rated_on, i.rater,
      i.partner_id, o.name as partner, i.withdrawn_at is not null as withdrawn, i.version
    from cases.instrument_result i left join directory.organisation o on o.id = i.partner_id
    where i.case_id = ${caseId} order by i.rated_on desc, i.id desc`.execute(tx);
  return rows;
}
export async function appendInstrument(tx: Tx, whose: Origin, roundId: string | null, fields: InstrumentFields): Promise<void> {
  await tx
    .insertInto('cases.instrument_result')
    .values({
      ...origin(whose),
      assessment_id: roundId,
      instrument: fields.instrument,
      instrument_version: fields.instrumentVersion || null,
      score: fields.score,
      rated_on: fields.ratedOn,
      rater: fields.rater,
      partner_id: fields.partnerId,
    })
    .execute();
}
export function lockInstrument(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.instrument_result')
    .select(['id', 'case_id', 'person_id', 'organisation_id', 'instrument', 'version'])
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}
export async function withdrawInstrumentRow(tx: Tx, id: string, at: Temporal.Instant): Promise<number> {
  const { version } = await tx
    .updateTable('cases.instrument_result')
    .set((eb) => ({ withdrawn_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

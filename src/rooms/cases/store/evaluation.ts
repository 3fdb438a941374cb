import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesDisclosure, CasesEvaluation } from '#platform/schema.gen.ts';
import type { Need } from '../rules/evaluation.ts';

export type EvaluationRow = Selectable<CasesEvaluation> & { asked_by_name: string | null; approved_by_name: string | null };

const evaluations = (tx: Tx) =>
  tx
    .selectFrom('cases.evaluation as e')
    .leftJoin('access.account as a', 'a.id', 'e.asked_by')
    .leftJoin('access.account as b', 'b.id', 'e.approved_by')
    .selectAll('e')
    .select(['a.name as asked_by_name', 'b.name as approved_by_name']);

/** The newest evaluation of a case. */
export function findLastEvaluation(tx: Tx, caseId: string): Promise<EvaluationRow | undefined> {
  return evaluations(tx)
    .where('e.case_id', '=', caseId)
    .orderBy(sql`e.approved_at is null`, 'desc')
    .orderBy('e.started_on', 'desc')
    .orderBy('e.id', 'desc')
    .executeTakeFirst();
}
export function findEvaluation(tx: Tx, id: string): Promise<EvaluationRow | undefined> {
  return evaluations(tx).where('e.id', '=', id).executeTakeFirst();
}
export function lockEvaluation(tx: Tx, id: string): Promise<EvaluationRow | undefined> {
  return evaluations(tx).where('e.id', '=', id).forUpdate('e').executeTakeFirst();
}
export async function appendEvaluation(tx: Tx, row: Insertable<CasesEvaluation>): Promise<void> {
  await tx.insertInto('cases.evaluation').values(row).execute();
}
export async function updateEvaluation(
  tx: Tx,
  id: string,
  change: Omit<Updateable<CasesEvaluation>, 'id' | 'case_id' | 'person_id' | 'organisation_id' | 'version'>,
): Promise<number> {
  const { version } = await tx
    .updateTable('cases.evaluation')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export interface RoundRating {
  round: number;
  domain: string;
  client_severity: number | null;
  client_need: Need | null;
  prof_severity: number | null;
  prof_need: Need | null;
}
/** Ratings of the first and the last round; the same one where there is only one. */
export async function selectRounds(tx: Tx, caseId: string): Promise<RoundRating[]> {
  const { rows } =
    await sql<RoundRating>`select s.round, r.domain, r.client_severity, r.client_need, r.prof_severity, r.prof_need from cases.assessment s
    join cases.domain_rating r on r.assessment_id = s.id
    where s.case_id = ${caseId} and s.round in ((select min(round) from cases.assessment where case_id = ${caseId}), (select max(round) from cases.assessment where case_id = ${caseId}))
    order by s.round, r.domain`.execute(tx);
  return rows;
}
export async function selectStays(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.phase_visit')
    .select(['phase', 'entered_on', 'left_on'])
    .where('case_id', '=', caseId)
    .orderBy('entered_at')
    .orderBy('id')
    .execute();
}
export async function selectFindings(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.finding')
    .select(['rule', 'since', 'closed_at', 'closed_because'])
    .where('case_id', '=', caseId)
    .orderBy('since')
    .orderBy('id')
    .execute();
}
export async function selectServices(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.service_line')
    .select(['id', 'service_type', 'state', 'started_on', 'ended_on', 'outcome'])
    .where('case_id', '=', caseId)
    .orderBy('since')
    .orderBy('id')
    .execute();
}

export async function appendDisclosure(tx: Tx, row: Insertable<CasesDisclosure>): Promise<void> {
  await tx.insertInto('cases.disclosure').values(row).execute();
}
/** What went out, newest first. */
export function selectDisclosures(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.disclosure as d')
    .leftJoin('access.account as a', 'a.id', 'd.made_by')
    .selectAll('d')
    .select('a.name as made_by_name')
    .where('d.case_id', '=', caseId)
    .orderBy('d.made_at', 'desc')
    .orderBy('d.id', 'desc')
    .execute();
}

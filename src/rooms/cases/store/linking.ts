import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesServiceLine } from '#platform/schema.gen.ts';
import type { LineOutcome, LineState } from '../rules/line.ts';
import type { Mirrored, Reflection } from '../rules/line-mirror.ts';
import type { Parts } from '../rules/line-parts.ts';
import type { MeasureKind } from '../rules/plan.ts';

type Typed = { state: LineState; mirrors: Mirrored | null; outcome: LineOutcome | null; preparation: Parts };
export type LineRow = Omit<Selectable<CasesServiceLine>, keyof Typed> & Typed;
export type LineChange = Omit<Updateable<CasesServiceLine>, 'id' | 'version' | 'case_id' | 'person_id' | 'organisation_id'>;

export interface CaseRow {
  id: string;
  person_id: string;
  organisation_id: string;
  manager_id: string;
  phase: string;
}

const caseOf = (tx: Tx, id: string) =>
  tx.selectFrom('cases.case').select(['id', 'person_id', 'organisation_id', 'manager_id', 'phase']).where('id', '=', id);
export const findCaseOfLines = (tx: Tx, id: string): Promise<CaseRow | undefined> => caseOf(tx, id).executeTakeFirst();
/** The case first, as everywhere, so that two steps of one case never wait for each other crosswise. */
export const lockCaseOfLines = (tx: Tx, id: string): Promise<CaseRow | undefined> => caseOf(tx, id).forUpdate().executeTakeFirst();

export async function findLineRow(tx: Tx, id: string): Promise<LineRow | undefined> {
  return (await tx.selectFrom('cases.service_line').selectAll().where('id', '=', id).executeTakeFirst()) as LineRow | undefined;
}

export async function lockLineRow(tx: Tx, id: string): Promise<LineRow | undefined> {
  return (await tx.selectFrom('cases.service_line').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()) as LineRow | undefined;
}

export async function selectLines(tx: Tx, caseId: string): Promise<LineRow[]> {
  const rows = await tx.selectFrom('cases.service_line').selectAll().where('case_id', '=', caseId).orderBy('id').execute();
  return rows as unknown as LineRow[];
}

/** The lines of a mirrored object that the actor sees, the newest first. */
export async function selectMirroring(tx: Tx, mirroredId: string): Promise<LineRow[]> {
  const rows = await tx.selectFrom('cases.service_line').selectAll().where('mirrored_id', '=', mirroredId).orderBy('id', 'desc').execute();
  return rows as unknown as LineRow[];
}

type NewLine = Pick<Insertable<CasesServiceLine>, 'id' | 'case_id' | 'person_id' | 'organisation_id' | 'service_type' | 'since'>;

export async function appendLine(tx: Tx, row: NewLine & LineChange): Promise<void> {
  await tx
    .insertInto('cases.service_line')
    .values(row as Insertable<CasesServiceLine>)
    .execute();
}

/** Writes columns and counts the version up; returns it. */
export async function updateLine(tx: Tx, id: string, change: LineChange): Promise<number> {
  const row = await tx
    .updateTable('cases.service_line')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export async function appendLineState(
  tx: Tx,
  row: { id: string; line: Pick<LineRow, 'id' | 'case_id' | 'person_id' | 'organisation_id'>; state: LineState; onDay: string } & {
    at: Temporal.Instant;
    by: string | null;
    cause: string | null;
  },
): Promise<void> {
  const { line } = row;
  await tx
    .insertInto('cases.line_state')
    .values({
      id: row.id,
      line_id: line.id,
      case_id: line.case_id,
      person_id: line.person_id,
      organisation_id: line.organisation_id,
      state: row.state,
      on_day: row.onDay,
      at: row.at,
      by: row.by,
      because: row.cause,
    })
    .execute();
}

export function selectCourse(tx: Tx, caseId: string) {
  return tx
    .selectFrom('cases.line_state')
    .select(['line_id', 'state', 'on_day', 'because'])
    .where('case_id', '=', caseId)
    .orderBy('number')
    .execute();
}

/** Who offers what in words: names of organisations and practitioners of the directory. */
export async function selectProviderNames(tx: Tx, lines: readonly LineRow[]): Promise<Map<string, string>> {
  const ids = [
    ...new Set(lines.flatMap((line) => [line.provider_organisation_id, line.practitioner_id, line.directory_service_id])),
  ].filter((id) => id !== null);
  if (ids.length === 0) return new Map();
  const { rows } = await sql<{ id: string; name: string }>`
    select id, name from directory.organisation where id = any (${ids}::uuid[]) union all
    select id, concat_ws(' ', title, name) from directory.practitioner where id = any (${ids}::uuid[]) union all
    select id, name from directory.service where id = any (${ids}::uuid[])`.execute(tx);
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Needs of the latest round that somebody sees as unmet, and those that have a priority. */
export async function selectOpenNeeds(tx: Tx, caseId: string) {
  const { rows } = await sql<{ domain: string; client: string | null; professional: string | null; priority: boolean }>`
    select r.domain, r.client_need as client, r.prof_need as professional, r.priority from cases.domain_rating r
    where r.case_id = ${caseId} and (r.client_need = 'unmet' or r.prof_need = 'unmet' or r.priority) and r.not_now_reason is null
      and r.assessment_id = (select a.id from cases.assessment a where a.case_id = ${caseId} and exists
        (select 1 from cases.domain_rating d where d.assessment_id = a.id) order by a.round desc limit 1)
    order by length(r.domain), r.domain`.execute(tx);
  return rows;
}

interface OpenMeasure {
  id: string;
  person_id: string;
  kind: MeasureKind;
  text_sealed: Buffer;
  status: string;
  goal_ids: string[];
  line_id: string | null;
  domains: string[];
}

/** Measures of goals that hold, with the domains of their goals. */
export async function selectOpenMeasures(tx: Tx, caseId: string) {
  const { rows } = await sql<OpenMeasure>`
    select m.id, m.person_id, m.kind, m.text_sealed, m.status, m.goal_ids, m.service_line_id as line_id,
      coalesce(array(select distinct g.domain from cases.goal g where g.id = any (m.goal_ids) order by 1), '{}') as domains
    from cases.measure m where m.case_id = ${caseId} and m.status in ('planned', 'active') order by m.id`.execute(tx);
  return rows;
}

export async function linkMeasure(tx: Tx, caseId: string, measureId: string, lineId: string): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('cases.measure')
    .set((eb) => ({ service_line_id: lineId, version: eb('version', '+', 1) }))
    .where('id', '=', measureId)
    .where('case_id', '=', caseId)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

export interface MirroringLine extends Reflection {
  id: string;
  case_id: string;
  person_id: string;
  organisation_id: string;
}

/** Lines that show an object's states, whoever asks (a therapist sees no case, and her word still moves the line). */
export async function selectMirroringForAll(tx: Tx, mirroredId: string): Promise<MirroringLine[]> {
  const { rows } = await sql<
    Omit<MirroringLine, 'onTrial'> & { on_trial: boolean }
  >`select id, case_id, person_id, organisation_id, state, on_trial from app.mirroring_lines(${mirroredId})`.execute(tx);
  return rows.map(({ on_trial: onTrial, ...row }) => ({ ...row, onTrial }));
}

export async function showOnLine(
  tx: Tx,
  move: { lineId: string; stepId: string; from: LineState; to: Reflection; outcome: LineOutcome | null; nextStartOn: string | null } & {
    day: string;
    at: Temporal.Instant;
    cause: string;
  },
): Promise<number | null> {
  const { rows } = await sql<{ version: number | null }>`
    select app.show_on_line(${move.lineId}, ${move.stepId}, ${move.from}, ${move.to.state}, ${move.to.onTrial}, ${move.outcome}, ${move.nextStartOn}::date,
      ${move.day}::date, ${move.at.toString()}, ${move.cause}) as version`.execute(tx);
  return rows[0]?.version ?? null;
}

export async function findLinesOfCase(tx: Tx, caseId: string) {
  const { rows } = await sql<{ phase: string; manager_id: string; states: string[] }>`select * from app.lines_of_case(${caseId})`.execute(
    tx,
  );
  return rows[0];
}

export async function moveDerivedPhase(
  tx: Tx,
  move: { caseId: string; visitId: string; from: string; to: string; day: string; at: Temporal.Instant },
): Promise<boolean> {
  const { rows } = await sql<{ moved: boolean }>`
    select app.move_derived_phase(${move.caseId}, ${move.visitId}, ${move.from}, ${move.to}, ${move.day}::date, ${move.at.toString()}) as moved`.execute(
    tx,
  );
  return rows[0]?.moved === true;
}

export async function findEpisodeOnLine(tx: Tx, lineId: string) {
  const { rows } = await sql<{
    episode_id: string;
    person_id: string;
    practice_id: string;
    practice: string;
    state: string;
    opened_on: string;
    closed_on: string | null;
  }>`select * from app.episode_on_line(${lineId})`.execute(tx);
  return rows[0];
}

/** What a release lets the case read of the episode's plan; nothing without one. */
export async function findEpisodeSummary(tx: Tx, lineId: string) {
  const { rows } = await sql<{
    plan_id: string | null;
    plan_sealed: Buffer | null;
    next_review_on: string | null;
    used_units: string;
    approved_units: string;
  }>`select * from app.episode_summary_on_line(${lineId})`.execute(tx);
  return rows[0];
}

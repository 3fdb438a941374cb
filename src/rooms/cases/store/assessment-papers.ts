import { type Insertable, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesArtefact } from '#platform/schema.gen.ts';
import { type ArtefactShape, ASSESSMENT_ARTEFACTS } from '../contract/assessment.ts';

/** Papers of the assessment that hold, newest first. */
export async function selectPapers(tx: Tx, caseId: string) {
  const rows = await tx
    .selectFrom('cases.artefact')
    .select(['id', 'kind', 'at_on', 'form', 'note_sealed'])
    .where('case_id', '=', caseId)
    .where('kind', 'in', [...ASSESSMENT_ARTEFACTS])
    .where('withdrawn_at', 'is', null)
    .orderBy('at_on', 'desc')
    .orderBy('id', 'desc')
    .execute();
  return rows as (Omit<(typeof rows)[number], 'kind' | 'form'> & { kind: ArtefactShape['kind']; form: ArtefactShape['form'] | null })[];
}

export async function appendPaper(tx: Tx, row: Insertable<CasesArtefact>): Promise<void> {
  await tx.insertInto('cases.artefact').values(row).execute();
}

export function lockPaper(tx: Tx, id: string) {
  return tx
    .selectFrom('cases.artefact')
    .select(['id', 'case_id', 'person_id', 'organisation_id', 'kind'])
    .where('id', '=', id)
    .where('kind', 'in', [...ASSESSMENT_ARTEFACTS])
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function withdrawPaper(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await tx.updateTable('cases.artefact').set({ withdrawn_at: at }).where('id', '=', id).execute();
}

/** A map that holds, or the day on which the client declined one. */
export async function findMapStanding(tx: Tx, caseId: string): Promise<'drawn' | 'declined' | null> {
  const { rows } = await sql<{ standing: 'drawn' | 'declined' | null }>`select case
      when exists (select 1 from cases.network_map m join cases.network_node n on n.map_id = m.id where m.case_id = ${caseId} and m.withdrawn_at is null) then 'drawn'
      when exists (select 1 from cases.artefact a where a.case_id = ${caseId} and a.kind = 'network-map-declined' and a.withdrawn_at is null) then 'declined'
    end as standing`.execute(tx);
  return rows[0]?.standing ?? null;
}

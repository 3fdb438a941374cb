import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Need, Severity } from '../rules/assessment.ts';

export interface OwnViewRow {
  rating_id: string;
  person_id: string;
  area: string;
  open: boolean;
  domain: string;
  severity: Severity | null;
  need: Need | null;
  sealed: Buffer | null;
  rated_on: string | null;
  version: number;
}

/** Her own side of the latest round; empty where the caller is neither she nor her guardian. */
export async function selectOwnView(tx: Tx, caseId: string): Promise<OwnViewRow[]> {
  return (await sql<OwnViewRow>`select * from app.own_view(${caseId}::uuid)`.execute(tx)).rows;
}

/** Keeps her side of a domain; null where nothing is open to the caller. */
export async function keepOwnView(
  tx: Tx,
  ratingId: string,
  view: { source: 'portal' | 'guardian'; severity: Severity | null; need: Need | null; sealed: Buffer | null; on: string | null },
): Promise<number | null> {
  const { rows } = await sql<{
    version: number | null;
  }>`select app.keep_own_view(${ratingId}::uuid, ${view.source}, ${view.severity}::smallint,
    ${view.need}, ${view.sealed}, ${view.on}::date) as version`.execute(tx);
  return rows[0]?.version ?? null;
}

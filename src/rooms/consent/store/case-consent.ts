import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export interface CaseConsentRow {
  id: string;
  given_at: Temporal.Instant;
  /** Last day on which it holds; null = until withdrawn. */
  until_on: string | null;
  withdrawn_at: Temporal.Instant | null;
  form: string;
  given_by: string | null;
  text_version: string;
}

/** The consent to Case Management that counts: the latest one to this service. */
export async function findCaseConsentRow(tx: Tx, personId: string, organisationId: string): Promise<CaseConsentRow | undefined> {
  const { rows } = await sql<CaseConsentRow>`select k.id, k.given_at, k.withdrawn_at, k.form, k.given_by, k.text_version,
      (((k.until_at - interval '1 second') at time zone 'Europe/Berlin')::date)::text as until_on
    from consent.consent k where k.person_id = ${personId} and k.organisation_id = ${organisationId} and k.kind = 'case-management'
    order by k.given_at desc, k.id desc limit 1`.execute(tx);
  return rows[0];
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/findings/days.ts';
import type { CaseFacts } from '../rules/findings/facts.ts';
import type { Evidence, FindingRule, Severity } from '../rules/findings/kinds.ts';

export interface OpenFinding {
  id: string;
  rule: FindingRule;
  subject: string;
  severity: Severity;
  since: Day;
  evidence: readonly Evidence[];
}

/** Everything that a case's findings are computed from, and those that stand. */
export interface StoredCase extends CaseFacts {
  personId: string;
  organisationId: string;
  open: readonly OpenFinding[];
}

/**
 * Those of these cases that changed since they were last looked at, or that the day changed (with `all`: every one of them), locked until
 * the commit. One statement for all; cases out of the asker's reach are not among them.
 */
export async function beginFindings(tx: Tx, caseIds: readonly string[], day: Day, all: boolean): Promise<StoredCase[]> {
  const { rows } = await sql<{
    facts: StoredCase;
  }>`select facts from app.begin_findings(${caseIds}::uuid[], ${day}::date, ${all})`.execute(tx);
  return rows.map(({ facts }) => facts);
}

/** Cases that the worker has to look at. */
export async function selectToLookAt(tx: Tx, day: Day, most: number): Promise<string[]> {
  const { rows } = await sql<{ case_id: string }>`select case_id from app.cases_to_look_at(${day}::date, ${most})`.execute(tx);
  return rows.map(({ case_id }) => case_id);
}

export interface NewFinding extends OpenFinding {
  caseId: string;
  personId: string;
  organisationId: string;
}
export interface ClosedFinding {
  id: string;
  because: 'gone' | 'changed' | 'case-ended';
}

/** Writes what began, changed and ended: at most one statement of each kind, however many cases. */
export async function writeFindings(
  tx: Tx,
  { began, changed, ended }: { began: readonly NewFinding[]; changed: readonly OpenFinding[]; ended: readonly ClosedFinding[] },
  at: Temporal.Instant,
): Promise<void> {
  const writes: Promise<unknown>[] = [];
  // ended first: the same rule and subject may begin again in this very transaction
  if (ended.length > 0)
    writes.push(
      sql`update cases.finding f set closed_at = ${at}, closed_because = x.because, version = f.version + 1
        from jsonb_to_recordset(${JSON.stringify(ended)}::jsonb) as x (id uuid, because text) where f.id = x.id and f.closed_at is null`.execute(
        tx,
      ),
    );
  if (changed.length > 0)
    writes.push(
      sql`update cases.finding f set severity = x.severity, since = x.since, evidence = x.evidence
        from jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) as x (id uuid, severity text, since date, evidence jsonb) where f.id = x.id`.execute(
        tx,
      ),
    );
  if (began.length > 0)
    writes.push(
      sql`insert into cases.finding (id, case_id, person_id, organisation_id, rule, subject, severity, since, evidence, found_at)
        select x.id, x."caseId", x."personId", x."organisationId", x.rule, x.subject, x.severity, x.since, x.evidence, ${at}
        from jsonb_to_recordset(${JSON.stringify(began)}::jsonb)
          as x (id uuid, "caseId" uuid, "personId" uuid, "organisationId" uuid, rule text, subject text, severity text, since date, evidence jsonb)`.execute(
        tx,
      ),
    );
  await Promise.all(writes);
}

export interface FindingRow {
  id: string;
  version: number;
  case_id: string;
  person_id: string;
  organisation_id: string;
  rule: FindingRule;
  subject: string;
  severity: Severity;
  since: Day;
  evidence: Evidence[];
  snoozed_until: Day | null;
  snooze_reason_sealed: Buffer | null;
  closed_at: Temporal.Instant | null;
}

const FINDING = sql`f.id, f.version, f.case_id, f.person_id, f.organisation_id, f.rule, f.subject, f.severity, f.since, f.evidence, f.snoozed_until,
  f.snooze_reason_sealed, f.closed_at from cases.finding f`;

/** Findings that stand, of one case. */
export async function selectFindings(tx: Tx, caseId: string): Promise<FindingRow[]> {
  return (await sql<FindingRow>`select ${FINDING} where f.case_id = ${caseId} and f.closed_at is null`.execute(tx)).rows;
}

export async function lockFinding(tx: Tx, id: string): Promise<FindingRow | undefined> {
  return (await sql<FindingRow>`select ${FINDING} where f.id = ${id} for update`.execute(tx)).rows[0];
}

export async function snoozeFinding(
  tx: Tx,
  id: string,
  { until, reason, by }: { until: Day | null; reason: Buffer | null; by: string },
): Promise<number> {
  const row = await tx
    .updateTable('cases.finding')
    .set((eb) => ({ snoozed_until: until, snooze_reason_sealed: reason, snoozed_by: by, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return row.version;
}

export interface CountRow {
  case_id: string;
  alert: number;
  warn: number;
  info: number;
  snoozed: number;
}
/** How many stand by severity, snoozed ones apart; cases without any are left out. */
export async function countFindings(tx: Tx, caseIds: readonly string[], day: Day): Promise<CountRow[]> {
  const { rows } = await sql<CountRow>`select f.case_id, count(*) filter (where not z.snoozed and f.severity = 'alert')::int as alert,
      count(*) filter (where not z.snoozed and f.severity = 'warn')::int as warn, count(*) filter (where not z.snoozed and f.severity = 'info')::int as info,
      count(*) filter (where z.snoozed)::int as snoozed
    from cases.finding f cross join lateral (select coalesce(f.snoozed_until >= ${day}::date, false) as snoozed) z
    where f.case_id = any (${caseIds}::uuid[]) and f.closed_at is null group by 1`.execute(tx);
  return rows;
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { OverrideResult, ScreeningResult } from '../rules/screening.ts';

type Day = string;

export interface ArtefactRow {
  id: string;
  kind: string;
  at_on: Day;
  answer: 'yes' | 'no' | 'later' | null;
  guardian_id: string | null;
  signs_for_both: boolean;
  until_on: Day | null;
  text_version: string | null;
  form: 'spoken' | 'paper' | 'screen' | 'portal' | null;
  note_sealed: Buffer | null;
  made_at: Temporal.Instant;
  by_name: string | null;
}
/** What was handed over, said and decided and still stands, the oldest first. */
export async function selectArtefacts(tx: Tx, caseId: string): Promise<ArtefactRow[]> {
  const { rows } =
    await sql<ArtefactRow>`select x.id, x.kind, x.at_on, x.answer, x.guardian_id, x.signs_for_both, x.until_on, x.text_version, x.form,
      x.note_sealed, x.made_at, a.name as by_name
    from cases.artefact x left join access.account a on a.id = x.made_by
    where x.case_id = ${caseId} and x.withdrawn_at is null order by x.made_at, x.id limit 500`.execute(tx);
  return rows;
}

export interface NewArtefact {
  id: string;
  caseId: string;
  personId: string;
  organisationId: string;
  kind: string;
  on: Day;
  answer?: string | null | undefined;
  guardianId?: string | null | undefined;
  signsForBoth?: boolean | undefined;
  until?: Day | null | undefined;
  textVersion?: string | null | undefined;
  form?: string | null | undefined;
  note: Buffer | null;
  at: Temporal.Instant;
  by: string | null;
}
export async function appendArtefact(tx: Tx, one: NewArtefact): Promise<void> {
  await tx
    .insertInto('cases.artefact')
    .values({
      id: one.id,
      case_id: one.caseId,
      person_id: one.personId,
      organisation_id: one.organisationId,
      kind: one.kind,
      at_on: one.on,
      answer: one.answer ?? null,
      guardian_id: one.guardianId ?? null,
      signs_for_both: one.signsForBoth ?? false,
      until_on: one.until ?? null,
      text_version: one.textVersion ?? null,
      form: one.form ?? null,
      note_sealed: one.note,
      made_at: one.at,
      made_by: one.by,
    })
    .execute();
}

/** Takes a mistaken one back; false where it is not (or no longer) there. */
export async function withdrawArtefactRow(tx: Tx, caseId: string, id: string, at: Temporal.Instant): Promise<string | undefined> {
  const row = await tx
    .updateTable('cases.artefact')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('case_id', '=', caseId)
    .where('withdrawn_at', 'is', null)
    .returning('kind')
    .executeTakeFirst();
  return row?.kind;
}

export interface ScreeningRow {
  id: string;
  version: number;
  input: unknown;
  reason_sealed: Buffer | null;
  result: ScreeningResult;
  criteria: unknown;
  override_result: OverrideResult | null;
  override_reason_sealed: Buffer | null;
  override_by_name: string | null;
  override_at: Temporal.Instant | null;
  made_on: Day;
  by_name: string | null;
}
/** The screening that counts: the latest one. */
export async function findScreening(tx: Tx, caseId: string, id: string | null = null, lock = false): Promise<ScreeningRow | undefined> {
  const { rows } = await sql<ScreeningRow>`select s.id, s.version, s.input, s.reason_sealed, s.result, s.criteria, s.override_result,
      s.override_reason_sealed, o.name as override_by_name, s.override_at, s.made_on, a.name as by_name
    from cases.screening s left join access.account a on a.id = s.made_by left join access.account o on o.id = s.override_by
    where s.case_id = ${caseId} and (${id}::uuid is null or s.id = ${id})
    order by s.made_at desc, s.id desc limit 1 ${lock ? sql`for update of s` : sql``}`.execute(tx);
  return rows[0];
}

/** The open case that a consent to a service is about. */
export async function findCaseOfConsent(
  tx: Tx,
  personId: string,
  organisationId: string,
): Promise<{ caseId: string; managerId: string } | undefined> {
  const { rows } = await sql<{ caseId: string; managerId: string }>`select case_id as "caseId", manager_id as "managerId"
    from app.case_of_consent(${personId}, ${organisationId})`.execute(tx);
  return rows[0];
}

export interface NewScreening {
  id: string;
  caseId: string;
  personId: string;
  organisationId: string;
  input: unknown;
  reason: Buffer | null;
  result: ScreeningResult;
  criteria: unknown;
  missing: readonly string[];
  rulesVersion: string;
  on: Day;
  at: Temporal.Instant;
  by: string | null;
}
export async function appendScreening(tx: Tx, one: NewScreening): Promise<void> {
  await tx
    .insertInto('cases.screening')
    .values({
      id: one.id,
      case_id: one.caseId,
      person_id: one.personId,
      organisation_id: one.organisationId,
      input: JSON.stringify(one.input),
      reason_sealed: one.reason,
      result: one.result,
      criteria: JSON.stringify(one.criteria),
      missing: [...one.missing],
      rules_version: one.rulesVersion,
      made_on: one.on,
      made_at: one.at,
      made_by: one.by,
    })
    .execute();
}

export async function overrideRow(
  tx: Tx,
  id: string,
  wish: { result: OverrideResult; reason: Buffer; by: string; at: Temporal.Instant; version: number },
): Promise<void> {
  await tx
    .updateTable('cases.screening')
    .set({
      override_result: wish.result,
      override_reason_sealed: wish.reason,
      override_by: wish.by,
      override_at: wish.at,
      version: wish.version + 1,
    })
    .where('id', '=', id)
    .execute();
}

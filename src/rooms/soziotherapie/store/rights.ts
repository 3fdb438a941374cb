import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

/** Ends of all cases of a person in a practice; null: goes on. */
export async function caseEnds(
  tx: Tx,
  personId: string,
  organisationId: string,
): Promise<{ closed_on: Day | null; legal_hold: string | null }[]> {
  const { rows } = await sql<{ closed_on: Day | null; legal_hold: string | null }>`select closed_on, legal_hold from soziotherapie.episode
    where person_id = ${personId} and organisation_id = ${organisationId}`.execute(tx);
  return rows;
}

export interface LogRow {
  seq: number;
  happened_at: Temporal.Instant;
  kind: 'C' | 'R' | 'U' | 'D' | 'Q' | 'E';
  action: string;
  object_kind: string;
  purpose: string;
  actor_kind: 'account' | 'system' | 'public' | 'link';
  actor_name: string | null;
  actor_roles: string[];
}

/** Who read or changed what of a person, newest first; the database shows it to the lead of the practice alone. */
export async function personLog(tx: Tx, personId: string, before: number | null, most: number): Promise<LogRow[]> {
  const { rows } = await sql<LogRow>`select * from app.person_log(${personId}, ${before}, ${most})`.execute(tx);
  return rows;
}

export interface NewDisclosure {
  id: string;
  personId: string;
  organisationId: string;
  episodeId: string;
  kind: 'insurer-package' | 'md-package' | 'client-copy' | 'access-refused' | 'erasure-answered';
  recipient: string;
  address?: readonly string[];
  requestedOn?: Day;
  reason?: 'therapeutic' | 'third-party';
  form?: 'pdf' | 'json';
  withheld?: boolean;
  at: Temporal.Instant;
  by: string | null;
}

export async function appendDisclosure(
  tx: Tx,
  row: NewDisclosure,
  documents: readonly { kind: string; objectId: string }[] = [],
): Promise<void> {
  await tx
    .insertInto('soziotherapie.disclosure')
    .values({
      id: row.id,
      person_id: row.personId,
      organisation_id: row.organisationId,
      episode_id: row.episodeId,
      kind: row.kind,
      recipient: row.recipient,
      address: [...(row.address ?? [])],
      requested_on: row.requestedOn ?? null,
      reason: row.reason ?? null,
      form: row.form ?? null,
      withheld: row.withheld ?? false,
      made_at: row.at,
      made_by: row.by,
    })
    .execute();
  if (documents.length === 0) return;
  await tx
    .insertInto('soziotherapie.disclosed_document')
    .values(
      documents.map(({ kind, objectId }, position) => ({
        disclosure_id: row.id,
        disclosure_kind: row.kind,
        position,
        person_id: row.personId,
        organisation_id: row.organisationId,
        kind,
        object_id: objectId,
      })),
    )
    .execute();
}

export function selectDisclosures(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.disclosure as d')
    .leftJoin('access.account as a', 'a.id', 'd.made_by')
    .selectAll('d')
    .select('a.name as made_by_name')
    .where('d.person_id', '=', personId)
    .where('d.organisation_id', '=', organisationId)
    .orderBy('d.made_at', 'desc')
    .orderBy('d.id', 'desc')
    .limit(200)
    .execute();
}
export function findDisclosure(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.disclosure').selectAll().where('id', '=', id).executeTakeFirst();
}
export function documentsOf(tx: Tx, ids: readonly string[]) {
  return ids.length === 0
    ? Promise.resolve([])
    : tx
        .selectFrom('soziotherapie.disclosed_document')
        .selectAll()
        .where('disclosure_id', 'in', ids)
        .orderBy('disclosure_id')
        .orderBy('position')
        .execute();
}

export interface OfferedRow {
  kind: 'muster-26' | 'muster-27' | 'muster-28' | 'closing-notice' | 'session-notes' | 'review';
  object_id: string;
  day: Day | null;
  number: string | null;
}
/** Documents of a case that are finished, by kind. What was written about units is offered only to whom the database shows it. */
export async function finishedDocuments(tx: Tx, episodeId: string): Promise<OfferedRow[]> {
  const { rows } = await sql<OfferedRow>`
    select case form when '26' then 'muster-26' else 'muster-28' end as kind, id as object_id, issued_on as day, null as number
      from soziotherapie.prescription where episode_id = ${episodeId} and state <> 'DRAFT'
    union all select 'muster-27', id, signed_on, number::text from soziotherapie.care_plan where episode_id = ${episodeId} and state in ('agreed', 'replaced')
    union all select 'closing-notice', id, closed_on, null from soziotherapie.episode where id = ${episodeId} and state = 'CLOSED'
    union all select 'review', id, done_on, null from soziotherapie.review where episode_id = ${episodeId}
    union all select distinct on (s.id) 'session-notes', s.id, s.day, null from soziotherapie.session s join soziotherapie.session_note n on n.session_id = s.id
      where s.episode_id = ${episodeId}
    order by kind, day`.execute(tx);
  return rows;
}

/** The newest version of what was written about units, by unit. */
export async function notesOfSessions(tx: Tx, sessionIds: readonly string[]) {
  const { rows } = await sql<{ id: string; session_id: string; person_id: string; sealed: Buffer; day: Day; minutes: number }>`
    select distinct on (n.session_id) n.id, n.session_id, n.person_id, n.sealed, s.day, s.minutes
    from soziotherapie.session_note n join soziotherapie.session s on s.id = n.session_id
    where n.session_id = any (${sessionIds}::uuid[]) order by n.session_id, n.number desc`.execute(tx);
  return rows;
}

export async function findInsurer(tx: Tx, personId: string, day: Day): Promise<string | undefined> {
  const { rows } = await sql<{
    payer_name: string;
  }>`select payer_name from people.cover where person_id = ${personId} and withdrawn_at is null
    and from_on <= ${day} and (to_on is null or to_on >= ${day}) limit 1`.execute(tx);
  return rows[0]?.payer_name;
}

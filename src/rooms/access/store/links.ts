import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** What a recipient can answer, by the purpose of her link. */
export type AnyAnswer = 'signed' | 'asked-back' | 'declined' | 'read' | 'agreed' | 'answered';

export interface NewLink {
  id: string;
  tokenHash: Buffer;
  codeHash: Buffer;
  purpose: 'sign-plan' | 'read-report' | 'agree-plan' | 'answer-referral';
  objectKind: string;
  objectId: string;
  personId: string;
  organisationId: string;
  recipientKind: 'prescriber' | 'client' | 'guardian' | 'partner';
  recipientId: string | null;
  recipientSealed: Buffer;
  createdAt: Temporal.Instant;
  createdBy: string | null;
  expiresAt: Temporal.Instant;
}

export async function appendLink(tx: Tx, link: NewLink): Promise<void> {
  await tx
    .insertInto('access.link')
    .values({
      id: link.id,
      token_hash: link.tokenHash,
      code_hash: link.codeHash,
      purpose: link.purpose,
      object_kind: link.objectKind,
      object_id: link.objectId,
      person_id: link.personId,
      organisation_id: link.organisationId,
      recipient_kind: link.recipientKind,
      recipient_id: link.recipientId,
      recipient_sealed: link.recipientSealed,
      created_at: link.createdAt,
      created_by: link.createdBy,
      expires_at: link.expiresAt,
    })
    .execute();
}

const columns = [
  'l.id',
  'l.purpose',
  'l.object_kind',
  'l.object_id',
  'l.person_id',
  'l.organisation_id',
  'l.recipient_kind',
  'l.recipient_id',
  'l.recipient_sealed',
  'l.code_tries',
  'l.bound_at',
  'l.created_at',
  'l.expires_at',
  'l.revoked_at',
  'l.answered_at',
  'l.answer',
  'l.answer_sealed',
  'l.version',
] as const;

const links = (tx: Tx) =>
  tx
    .selectFrom('access.link as l')
    .leftJoin('access.account as a', 'a.id', 'l.created_by')
    .select(columns)
    .select('a.name as created_by_name');
export type LinkRecord = Awaited<ReturnType<ReturnType<typeof links>['executeTakeFirstOrThrow']>>;

/** Links to any of these objects, newest first. */
export async function selectLinks(tx: Tx, objectIds: readonly string[]): Promise<LinkRecord[]> {
  if (objectIds.length === 0) return [];
  return links(tx).where('l.object_id', 'in', objectIds).orderBy('l.created_at', 'desc').orderBy('l.id', 'desc').limit(200).execute();
}

export function findLink(tx: Tx, id: string): Promise<LinkRecord | undefined> {
  return links(tx).where('l.id', '=', id).executeTakeFirst();
}

/** Closes links that are still open; answers which. */
export function revokeOpen(
  tx: Tx,
  at: Temporal.Instant,
  which:
    | { id: string }
    | { objectId: string; recipientKind?: string; recipientId?: string }
    /** Of a person in a practice; `notTo`: only those to prescribers other than this one. */
    | { personId: string; organisationId: string; notTo?: string | null },
) {
  let query = tx
    .updateTable('access.link')
    .set((eb) => ({ revoked_at: at, version: eb('version', '+', 1) }))
    .where('revoked_at', 'is', null);
  if ('id' in which) query = query.where('id', '=', which.id);
  else if ('objectId' in which) {
    query = query.where('object_id', '=', which.objectId).where('answered_at', 'is', null);
    if (which.recipientKind) query = query.where('recipient_kind', '=', which.recipientKind);
    if (which.recipientId) query = query.where('recipient_id', '=', which.recipientId);
  } else {
    query = query.where('person_id', '=', which.personId).where('organisation_id', '=', which.organisationId);
    if (which.notTo !== undefined)
      query = query.where('recipient_kind', '=', 'prescriber').where((eb) => eb('recipient_id', 'is distinct from', which.notTo ?? null));
  }
  return query.returning(['id', 'person_id', 'version']).execute();
}

/** The database's own word on what stands behind a secret; binds at the first use and counts wrong codes. */
export async function openLinkRow(tx: Tx, tokenHash: Buffer, browserHash: Buffer, codeHash: Buffer | null, at: Temporal.Instant) {
  const { rows } = await sql<{
    outcome: 'unknown' | 'gone' | 'other-browser' | 'blocked' | 'code-needed' | 'code-wrong' | 'open';
    link_id: string | null;
  }>`select outcome, link_id from app.open_link(${tokenHash}, ${browserHash}, ${codeHash}, ${at.toString()})`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('a link without an answer');
  return row;
}

/** Keeps the one answer; false where there is one already. */
export async function writeAnswer(
  tx: Tx,
  id: string,
  { at, answer, sealed }: { at: Temporal.Instant; answer: AnyAnswer; sealed: Buffer | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('access.link')
    .set((eb) => ({ answered_at: at, answer, answer_sealed: sealed, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .where('answered_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

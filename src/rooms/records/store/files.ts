import { type Selectable, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { RecordsFile } from '#platform/schema.gen.ts';

export type FileRow = Selectable<RecordsFile>;

/** Row-level security shows a file to its service only, and those for care not to the office. */
export function findFileRow(tx: Tx, id: string): Promise<FileRow | undefined> {
  return tx.selectFrom('records.file').selectAll().where('id', '=', id).executeTakeFirst();
}

export function lockFileRow(tx: Tx, id: string): Promise<FileRow | undefined> {
  return tx.selectFrom('records.file').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** The files of a person in one organisation, newest first. */
export function filesOf(tx: Tx, personId: string, organisationId: string): Promise<FileRow[]> {
  return tx
    .selectFrom('records.file')
    .selectAll()
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .orderBy('uploaded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1_000)
    .execute();
}

export async function bytesKept(tx: Tx, personId: string, organisationId: string): Promise<number> {
  const row = await tx
    .selectFrom('records.file')
    .select(sql<number>`coalesce(sum(size), 0)::int8`.as('bytes'))
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .executeTakeFirstOrThrow();
  return row.bytes;
}

/** What was stored with the same bytes for this person, as far as the asker may see it. */
export async function findSameContent(tx: Tx, personId: string, digest: Buffer): Promise<string | undefined> {
  const row = await tx
    .selectFrom('records.file_content')
    .select('id')
    .where('person_id', '=', personId)
    .where('digest', '=', digest)
    .limit(1)
    .executeTakeFirst();
  return row?.id;
}

export async function sealedContent(tx: Tx, contentId: string): Promise<Buffer | undefined> {
  return (await tx.selectFrom('records.file_content').select('sealed').where('id', '=', contentId).executeTakeFirst())?.sealed;
}

export async function changeFileState(tx: Tx, id: string, version: number, state: FileRow['state']): Promise<void> {
  await tx
    .updateTable('records.file')
    .set({ state, version: version + 1 })
    .where('id', '=', id)
    .execute();
}

/** Files that wait for the scanner, oldest first. */
export function pendingFiles(tx: Tx, most: number): Promise<FileRow[]> {
  return tx.selectFrom('records.file').selectAll().where('state', '=', 'pending').orderBy('uploaded_at').limit(most).execute();
}

export async function namesOfUploaders(tx: Tx, rows: readonly FileRow[]): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap((row) => row.uploaded_by ?? []))];
  if (ids.length === 0) return new Map();
  const accounts = await tx.selectFrom('access.account').select(['id', 'name']).where('id', 'in', ids).execute();
  return new Map(accounts.map(({ id, name }) => [id, name]));
}

import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { MediaType } from '../rules/limits.ts';
import { type FileRow, findFileRow, sealedContent } from '../store/files.ts';
import { contentPlace } from './keep.ts';

export interface FileContent {
  id: string;
  name: string;
  mediaType: MediaType;
  bytes: Buffer;
}

/**
 * Opens a file for whoever may see it, and writes down that it was read. `file-not-found` also for those of others;
 * `file-pending` while the scanner has not looked, `file-withdrawn` for what was taken back or found to be malware.
 */
export async function readFileContent(call: Call, id: string): Promise<FileContent> {
  const row = await findFileRow(call.tx, id);
  if (!row) throw new Refusal('file-not-found');
  if (row.state === 'pending') throw new Refusal('file-pending', { retryAfter: 5 });
  if (row.state !== 'kept') throw new Refusal('file-withdrawn');
  const sealed = await sealedContent(call.tx, row.content_id);
  if (!sealed) throw new Refusal('file-not-found');
  const bytes = await call.sealer.openBytes(call.tx, row.person_id, contentPlace(row.content_id), sealed);
  if (call.actor.kind === 'account') await recordReads(call, 'records.file.read', 'file', [{ id, personId: row.person_id }]);
  return { id, name: await fileName(call, row), mediaType: row.media_type as MediaType, bytes };
}

/** The name as it is shown; sealed, because names say what is inside. */
export function fileName(call: Call, row: Pick<FileRow, 'id' | 'person_id' | 'name_sealed'>): Promise<string> {
  return call.sealer.open(call.tx, row.person_id, { table: 'records.file', column: 'name_sealed', row: row.id }, row.name_sealed);
}

/** Whether a file lies with this person and was not taken back: a signed paper, a picture of a signature. */
export async function isFileOf(call: Call, id: string, personId: string): Promise<boolean> {
  const row = await findFileRow(call.tx, id);
  return row !== undefined && row.person_id === personId && (row.state === 'kept' || row.state === 'pending');
}

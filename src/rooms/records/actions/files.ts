import { Refusal } from '#kernel/decision.ts';
import type { UploadedFile } from '#kernel/upload.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import { FileAnswer } from '#platform/http.ts';
import type { Permit } from '#platform/permit.ts';
import { isOfService } from '#rooms/access/actions/service.ts';
import type { FileView } from '../contract.ts';
import type { Audience, FileNote, MediaType } from '../rules/limits.ts';
import { changeFileState, type FileRow, filesOf, lockFileRow, namesOfUploaders } from '../store/files.ts';
import { keepFile } from './keep.ts';
import { fileName, readFileContent } from './read.ts';

type Files = Permit<'records.files'>;

export interface Upload {
  file: UploadedFile;
  personId: string;
  kind: string;
  audience: Audience;
  objectKind?: string | undefined;
  objectId?: string | undefined;
}

/** A file comes in by hand. The office puts nothing into care that it could not read again itself. */
export async function uploadFile(call: Call, _permit: Files, { file, personId, kind, audience, objectKind, objectId }: Upload) {
  const { roles } = accountOf(call);
  const organisationId = ownOrganisation(call);
  if (audience === 'care' && !['soziotherapist', 'case-manager', 'lead'].some((role) => (roles as readonly string[]).includes(role)))
    throw new Refusal('file-not-yours');
  if (!(await isOfService(call, personId, organisationId))) throw new Refusal('not-found');
  const kept = keepFile(call, {
    personId,
    organisationId,
    audience,
    kind,
    name: file.name,
    mediaType: file.mediaType,
    bytes: file.bytes,
    ...(objectKind && objectId ? { object: { kind: objectKind, id: objectId } } : {}),
  });
  return kept.catch((fault: unknown) => writeDownMalware(call, fault, personId, organisationId));
}

/** A refusal that is returned is committed with what it wrote: who sent malware is in the log, though nothing of it was kept. */
async function writeDownMalware(call: Call, fault: unknown, personId: string, organisationId: string): Promise<Refusal> {
  if (!(fault instanceof Refusal) || fault.detail.facts?.reason !== 'malware') throw fault;
  await record(call, {
    action: 'records.file.refused',
    kind: 'C',
    object: ['person', personId],
    personId,
    reason: 'malware',
    data: { organisationId },
  });
  return fault;
}

export async function listFiles(call: Call, _permit: Files, personId: string): Promise<{ files: FileView[] }> {
  const organisationId = ownOrganisation(call);
  if (!(await isOfService(call, personId, organisationId))) throw new Refusal('not-found');
  const rows = await filesOf(call.tx, personId, organisationId);
  await recordReads(call, 'records.list.read', 'person', [{ id: personId, personId }]);
  const names = await namesOfUploaders(call.tx, rows);
  return { files: await Promise.all(rows.map((row) => viewOf(call, row, names))) };
}

export async function downloadFile(call: Call, _permit: Files, id: string): Promise<FileAnswer> {
  const { mediaType, name, bytes } = await readFileContent(call, id);
  return new FileAnswer(mediaType, name, bytes);
}

export async function withdrawFile(call: Call, _permit: Files, id: string, version: number | undefined) {
  const row = await lockFileRow(call.tx, id);
  if (!row) throw new Refusal('file-not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  if (row.state === 'withdrawn') throw new Refusal('file-withdrawn');
  await changeFileState(call.tx, id, row.version, 'withdrawn');
  await record(call, {
    action: 'records.file.withdrawn',
    kind: 'U',
    object: ['file', id],
    personId: row.person_id,
    data: { organisationId: row.organisation_id, kind: row.kind },
  });
  return { id, version: row.version + 1 };
}

function ownOrganisation(call: Call): string {
  const { organisationId } = accountOf(call);
  if (!organisationId) throw new Refusal('not-found');
  return organisationId;
}

async function viewOf(call: Call, row: FileRow, names: ReadonlyMap<string, string>): Promise<FileView> {
  return {
    id: row.id,
    version: row.version,
    kind: row.kind,
    audience: row.audience as Audience, // CHECK of the table
    name: await fileName(call, row),
    mediaType: row.media_type as MediaType,
    size: row.size,
    notes: row.notes as FileNote[],
    state: row.state as FileView['state'],
    objectKind: row.object_kind,
    objectId: row.object_id,
    uploadedAt: row.uploaded_at.toString(),
    uploadedByName: row.uploaded_by ? (names.get(row.uploaded_by) ?? null) : null,
    byLink: row.link_id !== null,
  };
}

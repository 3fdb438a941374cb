import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { type Audience, type FileNote, MOST_BYTES, MOST_BYTES_OF_A_PERSON } from '../rules/limits.ts';
import { cleanName } from '../rules/name.ts';
import { bytesKept, findSameContent } from '../store/files.ts';
import { lookThrough } from './check/look.ts';

export interface NewFile {
  personId: string;
  organisationId: string;
  /** `care`: not for the office; `office`: papers of the administration, for both. */
  audience: Audience;
  /** muster-26, decision, proof-of-sending, signature, release, letter … */
  kind: string;
  /** As the browser sent it; may be empty. */
  name: string;
  /** As the sender claims; the content decides. */
  mediaType?: string;
  bytes: Uint8Array;
  /** What it belongs to. */
  object?: { kind: string; id: string };
  /** The link by which somebody without an account sent it. */
  linkId?: string;
}

export interface KeptFile {
  id: string;
  /** What the uploader is told: metadata were taken away, the name was cut. */
  notes: FileNote[];
  /** `pending` while a virus scanner is still to look at it. */
  state: 'kept' | 'pending';
}

/**
 * Looks through a file and keeps it, sealed with the person's key. The one way by which files come in, by upload, by link or made here.
 * Refuses `file-refused` with the reason, `file-too-large`, `quota-reached`; row-level security refuses whom the person is none of.
 */
export async function keepFile(call: Call, file: NewFile): Promise<KeptFile> {
  const raw = Buffer.from(file.bytes.buffer, file.bytes.byteOffset, file.bytes.byteLength);
  if (raw.length > MOST_BYTES) throw new Refusal('file-too-large', { facts: { megabytes: MOST_BYTES / 1024 / 1024 } });
  const looked = await lookThrough(raw, file.name);
  if (!looked.ok) throw refusal(looked.because, looked.hint);
  const named = cleanName(file.name, looked.type);
  if (!named) throw refusal('name');
  await insistOnRoom(call, file, looked.bytes.length);

  const id = call.newId();
  const { personId, organisationId } = file;
  const plain = createHash('sha256').update(looked.bytes).digest('hex');
  const digest = call.sealer.token('file', `${personId}\n${plain}`);
  const same = await findSameContent(call.tx, personId, digest);
  const contentId = same ?? call.newId();
  const notes = [...looked.notes, ...named.notes];
  const state = call.network.scans ? 'pending' : 'kept';
  await call.tx
    .insertInto('records.file')
    .values({
      id,
      person_id: personId,
      organisation_id: organisationId,
      audience: file.audience,
      kind: file.kind,
      object_kind: file.object?.kind ?? null,
      object_id: file.object?.id ?? null,
      content_id: contentId,
      name_sealed: await call.sealer.seal(call.tx, personId, { table: 'records.file', column: 'name_sealed', row: id }, named.name),
      media_type: looked.type,
      size: looked.bytes.length,
      notes,
      state,
      uploaded_at: call.now,
      uploaded_by: call.actor.kind === 'account' ? call.actor.accountId : null,
      link_id: file.linkId ?? null,
    })
    .execute()
    .catch(denied);
  if (!same) {
    const sealed = await call.sealer.sealBytes(call.tx, personId, contentPlace(contentId), looked.bytes);
    await call.tx.insertInto('records.file_content').values({ id: contentId, person_id: personId, digest, sealed }).execute();
  }
  await record(call, {
    action: 'records.file.kept',
    kind: 'C',
    object: ['file', id],
    personId,
    data: { organisationId, kind: file.kind, audience: file.audience, state, size: looked.bytes.length, objectId: file.object?.id ?? null },
  });
  return { id, notes, state };
}

export const contentPlace = (id: string) => ({ table: 'records.file_content', column: 'sealed', row: id });

function refusal(reason: string, hint?: string): Refusal {
  return new Refusal('file-refused', {
    errors: [{ pointer: '/file', code: `file-${reason}` }],
    facts: { reason, ...(hint ? { hint } : {}) },
  });
}

async function insistOnRoom(call: Call, { personId, organisationId }: NewFile, more: number): Promise<void> {
  const before = await bytesKept(call.tx, personId, organisationId);
  if (before + more > MOST_BYTES_OF_A_PERSON) throw new Refusal('quota-reached');
}

/** Row-level security says no: a deputy reads, and adds nothing. */
function denied(fault: unknown): never {
  throw (fault as { code?: string }).code === '42501' ? new Refusal('file-not-yours') : fault;
}

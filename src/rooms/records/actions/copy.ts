import type { Call } from '#platform/call.ts';
import { filesOf } from '../store/files.ts';
import { fileName, readFileContent } from './read.ts';

/** The files of a person in one service for her copy: what they are, and, for the machine-readable one, what is in them. */
export async function filesForCopy(
  call: Call,
  personId: string,
  organisationId: string,
  withContents: boolean,
): Promise<Record<string, unknown>[]> {
  const rows = await filesOf(call.tx, personId, organisationId);
  const copies: Record<string, unknown>[] = [];
  for (const row of rows) {
    if (row.state !== 'kept') continue;
    const content = withContents ? (await readFileContent(call, row.id)).bytes.toString('base64') : undefined;
    copies.push({
      id: row.id,
      name: await fileName(call, row),
      kind: row.kind,
      media_type: row.media_type,
      size: row.size,
      uploaded_at: row.uploaded_at.toString(),
      ...(content === undefined ? {} : { content }),
    });
  }
  return copies;
}

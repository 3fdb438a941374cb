import { z } from 'zod';
import type { Call } from '#platform/call.ts';
import { LINKING_PARTS, type LinkingPart } from '../rules/line-parts.ts';
import type { LineRow } from '../store/linking.ts';

type Owned = Pick<LineRow, 'id' | 'person_id'>;
const providerPlace = (id: string) => ({ table: 'cases.service_line', column: 'provider_sealed', row: id });
const notesPlace = (id: string) => ({ table: 'cases.service_line', column: 'parts_sealed', row: id });

const Notes = z.strictObject(
  Object.fromEntries(LINKING_PARTS.map((part) => [part, z.string().nullable().optional()])) as Record<
    LinkingPart,
    z.ZodOptional<z.ZodNullable<z.ZodString>>
  >,
);
export type Notes = z.infer<typeof Notes>;

/** Who offers the service, where the directory has none: a name is about the person, too. */
export async function sealProvider(call: Call, line: Owned, name: string | null): Promise<Buffer | null> {
  return name ? call.sealer.seal(call.tx, line.person_id, providerPlace(line.id), name) : null;
}

export async function openProvider(call: Call, line: Owned & Pick<LineRow, 'provider_sealed'>): Promise<string | null> {
  return line.provider_sealed ? call.sealer.open(call.tx, line.person_id, providerPlace(line.id), line.provider_sealed) : null;
}

/** The notes of the four parts, sealed together. */
export async function sealNotes(call: Call, line: Owned, notes: Notes): Promise<Buffer> {
  return call.sealer.seal(call.tx, line.person_id, notesPlace(line.id), JSON.stringify(Notes.parse(notes)));
}

export async function openNotes(call: Call, line: Owned & Pick<LineRow, 'parts_sealed'>): Promise<Notes> {
  if (!line.parts_sealed) return {};
  return Notes.parse(JSON.parse(await call.sealer.open(call.tx, line.person_id, notesPlace(line.id), line.parts_sealed)));
}

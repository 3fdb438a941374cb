import type { Tx } from '#platform/database.ts';

export interface NewEntry {
  id: string;
  emergencyId: string;
  personId: string;
  at: Temporal.Instant;
  by: string | null;
  kind: string;
  facts: Record<string, string | number | boolean | null | string[]>;
  noteSealed: Buffer | null;
}

export async function appendEntryRow(tx: Tx, entry: NewEntry): Promise<void> {
  await tx
    .insertInto('crisis.entry')
    .values({
      id: entry.id,
      emergency_id: entry.emergencyId,
      person_id: entry.personId,
      at: entry.at,
      by: entry.by,
      kind: entry.kind,
      facts: JSON.stringify(entry.facts),
      note_sealed: entry.noteSealed,
    })
    .execute();
}

export function selectEntries(tx: Tx, emergencyId: string) {
  return tx
    .selectFrom('crisis.entry as e')
    .leftJoin('access.account as a', 'a.id', 'e.by')
    .selectAll('e')
    .select('a.name as by_name')
    .where('e.emergency_id', '=', emergencyId)
    .orderBy('e.at')
    .orderBy('e.seq')
    .limit(1_000)
    .execute();
}

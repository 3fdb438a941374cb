import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

export interface NewExternal {
  id: string;
  personId: string;
  organisationId: string;
  day: Day;
  minutes: number;
  evidence: string | null;
  evidenceFileId: string | null;
  at: Temporal.Instant;
  by: string | null;
}

export async function appendExternal(tx: Tx, units: NewExternal): Promise<void> {
  await tx
    .insertInto('soziotherapie.external_units')
    .values({
      id: units.id,
      person_id: units.personId,
      organisation_id: units.organisationId,
      day: units.day,
      minutes: units.minutes,
      evidence: units.evidence,
      evidence_file_id: units.evidenceFileId,
      recorded_at: units.at,
      recorded_by: units.by,
    })
    .execute();
}

export function findExternal(tx: Tx, id: string) {
  return tx.selectFrom('soziotherapie.external_units').selectAll().where('id', '=', id).executeTakeFirst();
}

/** Taken back once; false where it was already. */
export async function withdrawExternal(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('soziotherapie.external_units')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

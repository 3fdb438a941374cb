import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Day } from '../rules/calendar.ts';

/** People with a running case who were not looked at today, the longest ago first. */
export async function selectUnseen(tx: Tx, today: Day, most: number): Promise<string[]> {
  // from the running cases, which are few, to the people: those of ended cases are many and grow
  const { rows } = await sql<{
    person_id: string;
  }>`select c.person_id from (select distinct e.person_id from soziotherapie.episode e where e.state <> 'CLOSED') e
      join soziotherapie.contingent c on c.person_id = e.person_id
    where c.looked_at_on is distinct from ${today}::date
    order by c.looked_at_on nulls first, c.person_id limit ${most}`.execute(tx);
  return rows.map(({ person_id }) => person_id);
}

export async function markSeen(tx: Tx, personId: string, today: Day): Promise<void> {
  await tx.updateTable('soziotherapie.contingent').set({ looked_at_on: today }).where('person_id', '=', personId).execute();
}

/** Practices that run a case of this person. */
export async function selectPracticesOf(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom('soziotherapie.episode')
    .select('organisation_id')
    .distinct()
    .where('person_id', '=', personId)
    .where('state', '<>', 'CLOSED')
    .orderBy('organisation_id')
    .execute();
  return rows.map(({ organisation_id }) => organisation_id);
}

/** When this question was asked last, open or answered: nothing is asked twice. */
export async function lastAsked(tx: Tx, kind: string, objectId: string): Promise<Temporal.Instant | null> {
  const row = await tx
    .selectFrom('tasks.task')
    .select((eb) => eb.fn.max('created_at').as('at'))
    .where('kind', '=', kind)
    .where('object_id', '=', objectId)
    .executeTakeFirst();
  return (row?.at as Temporal.Instant | null | undefined) ?? null;
}

/** Cases that ended longer ago than this day and can still be opened by everybody. */
export function selectToRestrict(tx: Tx, endedBefore: Day, most: number) {
  return tx
    .selectFrom('soziotherapie.episode')
    .select(['id', 'person_id', 'organisation_id'])
    .where('state', '=', 'CLOSED')
    .where('restricted_at', 'is', null)
    .where('closed_on', '<', endedBefore)
    .orderBy('closed_on')
    .limit(most)
    .forUpdate()
    .skipLocked()
    .execute();
}

export function selectPrescriptionsOf(tx: Tx, episodeId: string) {
  return tx
    .selectFrom('soziotherapie.prescription')
    .selectAll()
    .where('episode_id', '=', episodeId)
    .orderBy('issued_on')
    .orderBy('id')
    .execute();
}

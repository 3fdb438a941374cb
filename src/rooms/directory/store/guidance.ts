import { type Insertable, type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { DB } from '#platform/schema.gen.ts';

export type GuidanceRow = Selectable<DB['directory.guidance']>;

export function selectGuidance(tx: Tx): Promise<GuidanceRow[]> {
  return tx
    .selectFrom('directory.guidance')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .orderBy('position')
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export function lockGuidance(tx: Tx, id: string): Promise<GuidanceRow | undefined> {
  return tx
    .selectFrom('directory.guidance')
    .selectAll()
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

export async function appendGuidanceRow(tx: Tx, row: Insertable<DB['directory.guidance']>): Promise<void> {
  await tx.insertInto('directory.guidance').values(row).execute();
}

export async function updateGuidance(tx: Tx, id: string, change: Updateable<DB['directory.guidance']>): Promise<void> {
  await tx.updateTable('directory.guidance').set(change).where('id', '=', id).execute();
}

/** Whether this network has ever had an entry, also one that was withdrawn. */
export async function hasGuidance(tx: Tx): Promise<boolean> {
  const row = await tx.selectFrom('directory.guidance').select('id').limit(1).executeTakeFirst();
  return row !== undefined;
}

/** The position behind all others. */
export async function nextPosition(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('directory.guidance')
    .select((eb) => eb.fn.max('position').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0) + 10;
}

/** Named ids get 10, 20 …; the others keep their order behind them. */
export async function orderRows(tx: Tx, ids: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`update directory.guidance g set position = o.position, version = g.version + 1
    from (select id, 10 * row_number() over (order by coalesce(array_position(${ids as string[]}::uuid[], id), 100000), position, name, id) as position
      from directory.guidance where withdrawn_at is null) o
    where g.id = o.id and g.position <> o.position`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

/** Federal states of a postal code; empty where it is not known. */
export async function statesOf(tx: Tx, postalCode: string): Promise<string[]> {
  const rows = await tx.selectFrom('directory.postal_code').select('state').where('postal_code', '=', postalCode).execute();
  return rows.flatMap(({ state }) => state ?? []);
}

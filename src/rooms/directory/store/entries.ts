import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Entry } from '../contract/entries.ts';

const ENTRIES = sql`(
    select 'practitioner' as kind, p.id, p.name, o.name as detail, p.closed_at from directory.practitioner p join directory.organisation o on o.id = p.organisation_id
    union all select 'organisation', o.id, o.name, '', o.closed_at from directory.organisation o
    union all select 'service', s.id, s.name, o.name, s.closed_at from directory.service s join directory.organisation o on o.id = s.organisation_id) e`;
const read = async (tx: Tx, where: RawBuilder<unknown>) =>
  (await sql<Entry>`select e.kind, e.id, e.name, e.detail from ${ENTRIES} where ${where}`.execute(tx)).rows;

/** Open entries whose name holds a text; those that begin with it first. */
export function searchEntries(tx: Tx, text: string, most: number): Promise<Entry[]> {
  const plain = text.replaceAll(/[\\%_]/g, '\\$&');
  return read(
    tx,
    sql`e.closed_at is null and e.name ilike ${`%${plain}%`} order by e.name ilike ${`${plain}%`} desc, e.name, e.kind, e.id limit ${most}`,
  );
}

/** Entries by their ids, also those that have closed since. */
export function selectEntries(tx: Tx, ids: readonly string[]): Promise<Entry[]> {
  return ids.length === 0 ? Promise.resolve([]) : read(tx, sql`e.id = any (${[...ids]}::uuid[])`);
}

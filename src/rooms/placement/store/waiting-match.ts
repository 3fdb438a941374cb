import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CallerPlace } from './candidates.ts';

/** The practitioners to whom these places and slots belong. */
export async function selectOwners(tx: Tx, places: readonly string[], slots: readonly string[]): Promise<string[]> {
  if (places.length + slots.length === 0) return [];
  const { rows } = await sql<{ id: string }>`select practitioner_id as id from directory.place where id = any(${places as string[]}::uuid[])
    union select practitioner_id from scheduling.slot where id = any(${slots as string[]}::uuid[])`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Who excludes each of these codes, asked once for all: only that they do. */
export async function selectExcludedByCode(tx: Tx, codes: readonly string[], day: string): Promise<Map<string, Set<string>>> {
  const found = new Map<string, Set<string>>();
  if (codes.length === 0) return found;
  const { rows } = await sql<{ code: string; id: string }>`select c.code, e.id from unnest(${codes as string[]}::text[]) as c (code)
    cross join lateral app.excluded_practitioners(array[c.code], ${day}::date) as e (id)`.execute(tx);
  for (const { code, id } of rows) found.set(code, (found.get(code) ?? new Set()).add(id));
  return found;
}

/** Pairs of person and practitioner that are kept apart today, as "person practitioner". */
export async function selectBlockedPairs(tx: Tx, persons: readonly string[], day: string): Promise<Set<string>> {
  if (persons.length === 0) return new Set();
  const { rows } = await sql<{ person_id: string; practitioner_id: string }>`select person_id, practitioner_id from placement.pair_block
    where person_id = any(${persons as string[]}::uuid[]) and (until_on is null or until_on > ${day}::date)`.execute(tx);
  return new Set(rows.map((row) => `${row.person_id} ${row.practitioner_id}`));
}

export async function selectCallerPlaces(tx: Tx, postalCodes: readonly string[]): Promise<Map<string, CallerPlace>> {
  if (postalCodes.length === 0) return new Map();
  const { rows } = await sql<CallerPlace & { postal_code: string }>`select postal_code, latitude, longitude, zone, places
    from directory.postal_code where postal_code = any(${postalCodes as string[]}::text[])`.execute(tx);
  return new Map(rows.map((row) => [row.postal_code, row]));
}

/** Free first appointments of a kind that start late enough for a call-back, the earliest of each place. */
export async function selectLateSlots(
  tx: Tx,
  places: readonly { id: string; practitioner_id: string }[],
  kind: string,
  earliest: Temporal.Instant,
): Promise<Map<string, { id: string; starts_at: Temporal.Instant }>> {
  if (places.length === 0) return new Map();
  const { rows } = await sql<{ place_id: string; id: string; starts_at: Temporal.Instant }>`
    select p.place_id, s.id, s.starts_at
    from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map((one) => one.practitioner_id)}::uuid[]) as p (place_id, practitioner_id)
    cross join lateral (
      select f.id, f.starts_at from scheduling.slot f
      where f.live and f.state = 'free' and f.practitioner_id = p.practitioner_id and f.starts_at >= ${earliest.toString()}
        and (f.place_id is null or f.place_id = p.place_id) and ${kind} = any(f.kinds)
      order by f.starts_at limit 1) s`.execute(tx);
  return new Map(rows.map((row) => [row.place_id, row]));
}

/**
 * How far a reader of the log has come; locked, so that of two workers one matches. A new reader begins at the end.
 * @returns nothing where another worker holds it
 */
export async function lockReader(tx: Tx, name: string): Promise<{ xid: string; seq: number; fresh: boolean } | undefined> {
  const known = await tx
    .selectFrom('platform.reader')
    .select(['xid', 'seq'])
    .where('name', '=', name)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (known) return { ...known, fresh: false };
  const { rows } = await sql<{ xid: string }>`insert into platform.reader (name, xid, seq)
    values (${name}, pg_snapshot_xmin(pg_current_snapshot()), 0) on conflict (name) do nothing returning xid::text`.execute(tx);
  return rows[0] && { xid: rows[0].xid, seq: 0, fresh: true };
}

export async function moveReader(tx: Tx, name: string, xid: string, seq: number): Promise<void> {
  await tx.updateTable('platform.reader').set({ xid, seq }).where('name', '=', name).execute();
}

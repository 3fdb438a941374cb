import { type Insertable, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesNetworkEdge, CasesNetworkNode } from '#platform/schema.gen.ts';
import type { EdgeShape, MapFields } from '../contract/network-map.ts';
import type { Horizon, Sector, Tie } from '../rules/network-map.ts';

export interface MapRow {
  id: string;
  case_id: string;
  person_id: string;
  organisation_id: string;
  drawn_on: string;
  title: MapFields['title'];
  ties: boolean;
  names_agreed_on: string | null;
  fixed_at: Temporal.Instant | null;
  version: number;
}
const MAP = sql`select id, case_id, person_id, organisation_id, drawn_on, title, ties, names_agreed_on, fixed_at, version from cases.network_map`;

/** Newest first; dropped ones are gone. */
export async function selectMaps(tx: Tx, caseId: string): Promise<MapRow[]> {
  return (await sql<MapRow>`${MAP} where case_id = ${caseId} and withdrawn_at is null order by drawn_on desc, id desc`.execute(tx)).rows;
}
export async function lockMap(tx: Tx, id: string): Promise<MapRow | undefined> {
  return (await sql<MapRow>`${MAP} where id = ${id} and withdrawn_at is null for update`.execute(tx)).rows[0];
}
export async function appendMap(tx: Tx, row: Omit<MapRow, 'version' | 'fixed_at'>): Promise<void> {
  await tx.insertInto('cases.network_map').values(row).execute();
}
export async function updateMap(
  tx: Tx,
  id: string,
  change: Partial<Pick<MapRow, 'drawn_on' | 'title' | 'ties' | 'names_agreed_on' | 'fixed_at'>> & { withdrawn_at?: Temporal.Instant },
): Promise<number> {
  const { version } = await tx
    .updateTable('cases.network_map')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export interface NodeRow {
  id: string;
  map_id: string;
  person_id: string;
  sector: Sector;
  horizon: Horizon;
  angle: number;
  name_sealed: Buffer;
  tie: Tie | null;
  origin_id: string;
  practitioner_id: string | null;
  linked_organisation_id: string | null;
  directory_service_id: string | null;
}
export async function selectNodes(tx: Tx, mapIds: readonly string[]): Promise<NodeRow[]> {
  const { rows } = await sql<NodeRow>`select id, map_id, person_id, sector, horizon, angle, name_sealed, tie, origin_id, practitioner_id,
      linked_organisation_id, directory_service_id from cases.network_node
    where map_id = any (${mapIds}::uuid[]) order by id`.execute(tx);
  return rows;
}
/** Puts people on a map or moves them; who is new on it keeps her origin, known ones keep theirs. Answers how many were written. */
export async function putNodes(tx: Tx, rows: Insertable<CasesNetworkNode>[]): Promise<number> {
  if (rows.length === 0) return 0;
  const written = await tx
    .insertInto('cases.network_node')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet((eb) => ({
          sector: eb.ref('excluded.sector'),
          horizon: eb.ref('excluded.horizon'),
          angle: eb.ref('excluded.angle'),
          name_sealed: eb.ref('excluded.name_sealed'),
          tie: eb.ref('excluded.tie'),
          practitioner_id: eb.ref('excluded.practitioner_id'),
          linked_organisation_id: eb.ref('excluded.linked_organisation_id'),
          directory_service_id: eb.ref('excluded.directory_service_id'),
        }))
        .where(sql<boolean>`network_node.map_id = excluded.map_id`),
    )
    .returning('id')
    .execute();
  return written.length;
}
export async function removeNodes(tx: Tx, mapId: string, keep: readonly string[]): Promise<void> {
  await sql`delete from cases.network_node where map_id = ${mapId} and id <> all (${keep}::uuid[])`.execute(tx);
}

export async function selectEdges(tx: Tx, mapIds: readonly string[]): Promise<(EdgeShape & { map_id: string })[]> {
  const { rows } = await sql<EdgeShape & { map_id: string }>`select map_id, from_id as "from", to_id as "to", tie from cases.network_edge
    where map_id = any (${mapIds}::uuid[]) order by from_id, to_id`.execute(tx);
  return rows;
}
/** The relations of a map, as they are now. */
export async function replaceEdges(tx: Tx, mapId: string, rows: Insertable<CasesNetworkEdge>[]): Promise<void> {
  await tx.deleteFrom('cases.network_edge').where('map_id', '=', mapId).execute();
  if (rows.length > 0) await tx.insertInto('cases.network_edge').values(rows).execute();
}

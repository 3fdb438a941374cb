import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { entriesOf } from '#rooms/directory/actions/entries.ts';
import { AlterShape, type EdgeShape, type MapFields, type MapShape, type readNetworkMaps as wire } from '../contract/network-map.ts';
import { judgeMap } from '../rules/network-map.ts';
import { selectPapers } from '../store/assessment-papers.ts';
import * as store from '../store/network-map.ts';
import { getAssessedCase, insistRunning, todayOf } from './assessment.ts';

type Care = Permit<'cases.care'>;

/** Who somebody is, under one seal: relation and name. */
const Who = AlterShape.pick({ relation: true, name: true });
type Who = z.infer<typeof Who>;

const place = (row: string) => ({ table: 'cases.network_node', column: 'name_sealed', row });
const seal = (call: Call, personId: string, id: string, { relation, name }: Who) =>
  call.sealer.seal(call.tx, personId, place(id), JSON.stringify({ relation, name }));
const open = async (call: Call, row: store.NodeRow): Promise<Who> =>
  Who.parse(JSON.parse(await call.sealer.open(call.tx, row.person_id, place(row.id), row.name_sealed)));

async function told(call: Call, map: Omit<store.MapRow, 'version' | 'fixed_at'>, verb: string): Promise<void> {
  await record(call, {
    action: `cases.network-map.${verb}`,
    kind: verb === 'drawn' ? 'C' : verb === 'dropped' ? 'D' : 'U',
    object: ['network-map', map.id],
    personId: map.person_id,
    data: { organisationId: map.organisation_id, caseId: map.case_id },
  });
}

/** Where each kind of entry is kept in a row. */
const LINK_COLUMNS = { practitioner: 'practitioner_id', organisation: 'linked_organisation_id', service: 'directory_service_id' } as const;
type Link = NonNullable<AlterShape['link']>;
const KINDS = Object.keys(LINK_COLUMNS) as Link['kind'][];
function linkOf(row: store.NodeRow): Link | null {
  const kind = KINDS.find((one) => row[LINK_COLUMNS[one]] !== null);
  return kind ? { kind, id: row[LINK_COLUMNS[kind]] as string } : null;
}
const columnsOfLink = (link: Link | null) => ({
  practitioner_id: link?.kind === 'practitioner' ? link.id : null,
  linked_organisation_id: link?.kind === 'organisation' ? link.id : null,
  directory_service_id: link?.kind === 'service' ? link.id : null,
});

const OVER = ['closed', 'not_opened'];

/** All maps of a case with everybody on them, newest first. */
export async function readNetworkMaps(call: Call, _permit: Care, caseId: string): Promise<z.input<typeof wire.answer>> {
  const found = await getAssessedCase(call, caseId);
  await recordReads(call, 'cases.network-map.read', 'case', [{ id: caseId, personId: found.person_id }]);
  const rows = await store.selectMaps(call.tx, caseId);
  const ids = rows.map(({ id }) => id);
  const [nodes, edges] = [await store.selectNodes(call.tx, ids), await store.selectEdges(call.tx, ids)];
  const alters = new Map<string, MapShape['alters']>();
  const linked = new Map<string, string[]>();
  for (const row of nodes) {
    const { id, map_id, sector, horizon, angle, tie } = row;
    const link = linkOf(row);
    if (link) linked.set(map_id, [...(linked.get(map_id) ?? []), link.id]);
    alters.set(map_id, [...(alters.get(map_id) ?? []), { id, sector, horizon, angle, tie, link, ...(await open(call, row)) }]);
  }
  const entries = await entriesOf(call, [...linked.values()].flat());
  const declined = (await selectPapers(call.tx, caseId)).find(({ kind }) => kind === 'network-map-declined');
  return {
    maps: rows.map((row) => ({
      id: row.id,
      version: row.version,
      title: row.title,
      drawnOn: row.drawn_on,
      ties: row.ties,
      namesAgreed: row.names_agreed_on !== null,
      namesAgreedOn: row.names_agreed_on,
      fixedOn: row.fixed_at ? dayInBerlin(row.fixed_at).toString() : null,
      alters: alters.get(row.id) ?? [],
      edges: edges.filter((edge) => edge.map_id === row.id).map(({ from, to, tie }) => ({ from, to, tie })),
      entries: [...new Set(linked.get(row.id))].flatMap((id) => entries.get(id) ?? []),
      origins: Object.fromEntries(nodes.filter((node) => node.map_id === row.id).map((node) => [node.id, node.origin_id])),
    })),
    declined: declined ? { id: declined.id, on: declined.at_on } : null,
    mayDraw: !OVER.includes(found.phase),
    today: todayOf(call),
  };
}

/** Relations with the smaller id first, each pair once; what was said last holds. */
function ordered(edges: readonly EdgeShape[]): EdgeShape[] {
  const once = new Map<string, EdgeShape>();
  for (const { from, to, tie } of edges) {
    const [a, b] = from < to ? [from, to] : [to, from];
    once.set(`${a} ${b}`, { from: a, to: b, tie });
  }
  return [...once.values()];
}

/** A new map of a case: empty, or with everybody of an earlier one, who stay known as the same people. */
export async function drawNetworkMap(
  call: Call,
  _permit: Care,
  caseId: string,
  { title, copyOf }: { title: MapFields['title']; copyOf: string | null },
): Promise<{ id: string; version: number }> {
  const found = await getAssessedCase(call, caseId);
  insistRunning(found);
  const source = copyOf === null ? undefined : await store.lockMap(call.tx, copyOf);
  if (copyOf !== null && source?.case_id !== caseId) throw new Refusal('not-found');
  const whose = { case_id: caseId, person_id: found.person_id, organisation_id: found.organisation_id };
  const map = {
    id: call.newId(),
    ...whose,
    drawn_on: todayOf(call),
    title,
    ties: source?.ties ?? false,
    names_agreed_on: source?.names_agreed_on ?? null,
  };
  await store.appendMap(call.tx, map);
  if (source) await copyPeople(call, source.id, { id: map.id, ...whose });
  await told(call, map, 'drawn');
  return { id: map.id, version: 1 };
}

async function copyPeople(
  call: Call,
  sourceId: string,
  { id: map_id, ...whose }: { id: string; case_id: string; person_id: string; organisation_id: string },
): Promise<void> {
  const ids = new Map<string, string>();
  const rows: Parameters<typeof store.putNodes>[1] = [];
  for (const { id: old, map_id: _, person_id: _p, name_sealed: _n, ...kept } of await store.selectNodes(call.tx, [sourceId])) {
    const id = call.newId();
    ids.set(old, id);
    const who = await open(call, { id: old, map_id: sourceId, person_id: whose.person_id, name_sealed: _n, ...kept });
    rows.push({ ...kept, id, map_id, ...whose, name_sealed: await seal(call, whose.person_id, id, who) });
  }
  await store.putNodes(call.tx, rows);
  const edges = (await store.selectEdges(call.tx, [sourceId])).flatMap(({ from, to, tie }) => {
    const [a, b] = [ids.get(from), ids.get(to)];
    return a && b ? [{ from: a, to: b, tie }] : [];
  });
  await store.replaceEdges(
    call.tx,
    map_id,
    ordered(edges).map(({ from, to, tie }) => ({ map_id, ...whose, from_id: from, to_id: to, tie })),
  );
}

async function lockFree(call: Call, id: string, version: number | undefined): Promise<store.MapRow> {
  const map = await store.lockMap(call.tx, id);
  if (!map) throw new Refusal('not-found');
  if (map.version !== version) throw new Refusal('version-old', { current: map.version });
  return map;
}

/** Keeps a map as a whole: who left it is gone from it, who is new joins, names only as far as she agreed. */
export async function saveNetworkMap(call: Call, _permit: Care, id: string, version: number | undefined, given: MapFields) {
  const map = await lockFree(call, id, version);
  if (map.fixed_at !== null) throw new Refusal('network-map-fixed');
  insistRunning(await getAssessedCase(call, map.case_id));
  const fields = {
    ...given,
    alters: given.alters.map((alter) => ({ ...alter, id: alter.id.toLowerCase() })),
    edges: given.edges.map(({ from, to, tie }) => ({ from: from.toLowerCase(), to: to.toLowerCase(), tie })),
  };
  const judged = judgeMap(fields);
  if (!judged.ok) throw new Refusal(judged.because, { errors: [{ pointer: judged.at, code: judged.because }] });
  if (fields.drawnOn > todayOf(call))
    throw new Refusal('assessment-day-ahead', { errors: [{ pointer: '/drawnOn', code: 'assessment-day-ahead' }] });
  const whose = { map_id: id, case_id: map.case_id, person_id: map.person_id, organisation_id: map.organisation_id };
  const people = new Map(fields.alters.map((alter) => [alter.id, alter]));
  await store.removeNodes(call.tx, id, [...people.keys()]);
  const rows: Parameters<typeof store.putNodes>[1] = [];
  for (const { id: alter, sector, horizon, angle, tie, relation, name, link } of people.values())
    rows.push({
      id: alter,
      ...whose,
      sector,
      horizon,
      angle,
      tie,
      origin_id: alter,
      ...columnsOfLink(link),
      name_sealed: await seal(call, map.person_id, alter, { relation, name }),
    });
  const written = await store.putNodes(call.tx, rows).catch((fault: { code?: string }) => {
    if (fault.code === '23503') throw new Refusal('network-entry-unknown');
    throw fault;
  });
  if (written !== rows.length) throw new Refusal('not-found');
  await store.replaceEdges(
    call.tx,
    id,
    ordered(fields.edges).map(({ from, to, tie }) => ({ ...whose, from_id: from, to_id: to, tie })),
  );
  const saved = await store.updateMap(call.tx, id, {
    drawn_on: fields.drawnOn,
    title: fields.title,
    ties: fields.ties,
    names_agreed_on: fields.namesAgreed ? (map.names_agreed_on ?? todayOf(call)) : null,
  });
  await told(call, map, 'changed');
  return { id, version: saved };
}

/** Holds a map as it is. */
export async function fixNetworkMap(call: Call, _permit: Care, id: string, version: number | undefined) {
  const map = await lockFree(call, id, version);
  if (map.fixed_at !== null) throw new Refusal('network-map-fixed');
  const saved = await store.updateMap(call.tx, id, { fixed_at: call.now });
  await told(call, map, 'fixed');
  return { id, version: saved };
}

/** Drops a map: who stood on it is erased. */
export async function dropNetworkMap(call: Call, _permit: Care, id: string, version: number | undefined) {
  const map = await lockFree(call, id, version);
  const saved = await store.updateMap(call.tx, id, { withdrawn_at: call.now });
  await store.removeNodes(call.tx, id, []);
  await told(call, map, 'dropped');
  return { id, version: saved };
}

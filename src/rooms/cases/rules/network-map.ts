/** Sectors and horizons of the map (rule book B.3.7): standardised on purpose, relations are not rated good or bad. */
export const SECTORS = ['family', 'friends', 'work', 'professional'] as const;
export type Sector = (typeof SECTORS)[number];
export const HORIZONS = ['close', 'middle', 'loose'] as const;
export type Horizon = (typeof HORIZONS)[number];
/** Kinds of line, only where the client wants them. */
export const TIES = ['strong', 'weak', 'stressful'] as const;
export type Tie = (typeof TIES)[number];

/** Who somebody is to the client, for people who are not named. */
export const RELATIONS = {
  family: ['mother', 'father', 'partner', 'child', 'sibling', 'grandparent', 'relative'],
  friends: ['friend', 'neighbour', 'peer', 'acquaintance'],
  work: ['colleague', 'superior', 'teacher', 'classmate'],
  professional: ['doctor', 'therapist', 'social-work', 'authority', 'care', 'counselling', 'service'],
} as const satisfies Record<Sector, readonly string[]>;

export interface Alter {
  id: string;
  sector: Sector;
}
/** A relation between two alters; the client is never part of it. Direction does not count. */
export interface Edge {
  from: string;
  to: string;
}

export interface NetworkMetrics {
  /** Alters without the client. */
  size: number;
  relations: number;
  /** 2E / (n(n-1)); null with fewer than two alters, never 0. */
  density: number | null;
  professionals: number;
  /** Share of professionals, 0 to 1; null with no alter. */
  professionalShare: number | null;
  /** A talking point: more than half are professionals, and there are at least two alters. */
  mostlyProfessional: boolean;
  /** All alters with the highest degree of at least 1. */
  stars: string[];
  isolatedSectors: Sector[];
  /** Alters without whom two of their sectors are joined by nobody. */
  bridges: string[];
}

const pairs = <T>(list: readonly T[]): [T, T][] => list.flatMap((a, i) => list.slice(i + 1).map((b): [T, T] => [a, b]));

/** Each relation once, none to oneself, none to somebody who is not on the map. */
function relationsOf(alters: readonly Alter[], edges: readonly Edge[]): Edge[] {
  const known = new Set(alters.map(({ id }) => id));
  const once = new Map<string, Edge>();
  for (const { from, to } of edges) {
    if (from === to || !known.has(from) || !known.has(to)) continue;
    const [a, b] = from < to ? [from, to] : [to, from];
    once.set(`${a} ${b}`, { from: a, to: b });
  }
  return [...once.values()];
}

/** The sectors that each alter touches: its own, and those of its relations. */
function touchedSectors(alters: readonly Alter[], edges: readonly Edge[]): Map<string, Set<Sector>> {
  const sector = new Map(alters.map((alter) => [alter.id, alter.sector]));
  const touched = new Map(alters.map((alter) => [alter.id, new Set([alter.sector])]));
  for (const { from, to } of edges) {
    const [a, b] = [sector.get(from), sector.get(to)];
    if (a === undefined || b === undefined) continue;
    touched.get(from)?.add(b);
    touched.get(to)?.add(a);
  }
  return touched;
}

/**
 * Whether an alter is a bridge: after removing it, some pair of sectors that it touched is touched by no single remaining alter
 * (clarification to B.3.7).
 */
function isBridge(id: string, alters: readonly Alter[], edges: readonly Edge[]): boolean {
  const its = [...(touchedSectors(alters, edges).get(id) ?? [])];
  const others = alters.filter((alter) => alter.id !== id);
  const left = [
    ...touchedSectors(
      others,
      edges.filter(({ from, to }) => from !== id && to !== id),
    ).values(),
  ];
  return pairs(its).some(([a, b]) => !left.some((sectors) => sectors.has(a) && sectors.has(b)));
}

/** The figures of a map (rule book B.3.7). Lists keep the order in which the alters are given. */
export function metricsOf(alters: readonly Alter[], given: readonly Edge[]): NetworkMetrics {
  const edges = relationsOf(alters, given);
  const [size, relations] = [alters.length, edges.length];
  const professionals = alters.filter(({ sector }) => sector === 'professional').length;
  const degree = (id: string) => edges.filter(({ from, to }) => from === id || to === id).length;
  const highest = Math.max(0, ...alters.map(({ id }) => degree(id)));
  const sector = new Map(alters.map((alter) => [alter.id, alter.sector]));
  const crossing = new Set(
    edges.flatMap(({ from, to }) => (sector.get(from) === sector.get(to) ? [] : [sector.get(from), sector.get(to)])),
  );
  return {
    size,
    relations,
    density: size < 2 ? null : (2 * relations) / (size * (size - 1)),
    professionals,
    professionalShare: size === 0 ? null : professionals / size,
    mostlyProfessional: size >= 2 && professionals * 2 > size,
    stars: highest < 1 ? [] : alters.filter(({ id }) => degree(id) === highest).map(({ id }) => id),
    isolatedSectors: SECTORS.filter((name) => alters.some((alter) => alter.sector === name) && !crossing.has(name)),
    bridges: alters.filter(({ id }) => isBridge(id, alters, edges)).map(({ id }) => id),
  };
}

/** One alter of a map as it is compared: `origin` is the same for somebody who was copied from an earlier map. */
export interface Placed extends Alter {
  origin: string;
  horizon: Horizon;
}
export interface MapDifferences {
  came: string[];
  went: string[];
  /** Same person, other sector or horizon; ids of the later map. */
  moved: { id: string; from: { sector: Sector; horizon: Horizon }; to: { sector: Sector; horizon: Horizon } }[];
  /** Relations of the later map between people of both maps that the earlier had not, and the other way round. */
  relationsCame: number;
  relationsWent: number;
}

/** What changed from one map to a later one. */
export function mapDifferences(
  before: { alters: readonly Placed[]; edges: readonly Edge[] },
  after: { alters: readonly Placed[]; edges: readonly Edge[] },
): MapDifferences {
  const [was, is] = [new Map(before.alters.map((a) => [a.origin, a])), new Map(after.alters.map((a) => [a.origin, a]))];
  const named = ({ alters, edges }: typeof before) => {
    const origin = new Map(alters.map((alter) => [alter.id, alter.origin]));
    return new Set(relationsOf(alters, edges).map(({ from, to }) => [origin.get(from), origin.get(to)].sort().join(' ')));
  };
  const [lines, linesNow] = [named(before), named(after)];
  return {
    came: after.alters.filter(({ origin }) => !was.has(origin)).map(({ id }) => id),
    went: before.alters.filter(({ origin }) => !is.has(origin)).map(({ id }) => id),
    moved: after.alters.flatMap(({ id, origin, sector, horizon }) => {
      const old = was.get(origin);
      if (!old || (old.sector === sector && old.horizon === horizon)) return [];
      return [{ id, from: { sector: old.sector, horizon: old.horizon }, to: { sector, horizon } }];
    }),
    relationsCame: [...linesNow].filter((line) => !lines.has(line)).length,
    relationsWent: [...lines].filter((line) => !linesNow.has(line)).length,
  };
}

/**
 * Whether a map may be kept: relations join people of the map, private people carry a name only with the client's agreement and are never
 * linked to the directory.
 */
export function judgeMap(map: {
  namesAgreed: boolean;
  ties: boolean;
  alters: readonly (Alter & { name: string; tie: Tie | null; link?: object | null })[];
  edges: readonly (Edge & { tie: Tie | null })[];
}):
  | { ok: true }
  | {
      ok: false;
      because: 'network-names-not-agreed' | 'network-link-private' | 'network-loose-relation' | 'network-ties-not-wanted';
      at: string;
    } {
  const unnamed = map.alters.findIndex(({ sector, name }) => sector !== 'professional' && name.trim() !== '');
  if (!map.namesAgreed && unnamed >= 0) return { ok: false, because: 'network-names-not-agreed', at: `/alters/${unnamed}/name` };
  const linked = map.alters.findIndex(({ sector, link }) => sector !== 'professional' && link);
  if (linked >= 0) return { ok: false, because: 'network-link-private', at: `/alters/${linked}/link` };
  const known = new Set(map.alters.map(({ id }) => id));
  const loose = map.edges.findIndex(({ from, to }) => from === to || !known.has(from) || !known.has(to));
  if (loose >= 0) return { ok: false, because: 'network-loose-relation', at: `/edges/${loose}` };
  if (!map.ties && [...map.alters, ...map.edges].some(({ tie }) => tie !== null))
    return { ok: false, because: 'network-ties-not-wanted', at: '/ties' };
  return { ok: true };
}

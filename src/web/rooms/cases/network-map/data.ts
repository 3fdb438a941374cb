import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import type { MapShape } from '#rooms/cases/contract/network-map.ts';
import * as wire from '#rooms/cases/contract/network-map.ts';
import { metricsOf, type Placed } from '#rooms/cases/rules/network-map.ts';
import { call } from '../../../call.ts';
import { CASES } from '../data.ts';

export type Maps = z.output<typeof wire.readNetworkMaps.answer>;
export type NetworkMap = MapShape;
export type Fields = wire.MapFields;
export type Alter = Fields['alters'][number];
export type Entry = NetworkMap['entries'][number];

export const mapsQuery = (caseId: string) =>
  queryOptions({
    queryKey: [CASES, 'network-maps', caseId],
    queryFn: ({ signal }) => call(wire.readNetworkMaps, { params: { id: caseId }, signal }),
  });

/** What of a map is saved. */
export function fieldsOf({ title, drawnOn, ties, namesAgreed, alters, edges }: NetworkMap): Fields {
  return { title, drawnOn, ties, namesAgreed, alters, edges };
}

/** A map as differences are looked for: everybody with who she is across copies. */
export function placedOf(map: NetworkMap): { alters: Placed[]; edges: Fields['edges'] } {
  return { alters: map.alters.map((alter) => ({ ...alter, origin: map.origins[alter.id] ?? alter.id })), edges: map.edges };
}

export const joined = (edges: Fields['edges'], a: string, b: string) =>
  edges.some(({ from, to }) => (from === a && to === b) || (from === b && to === a));

/** Connects two people, or separates them. */
export function toggled(edges: Fields['edges'], a: string, b: string): Fields['edges'] {
  if (!joined(edges, a, b)) return [...edges, { from: a, to: b, tie: null }];
  return edges.filter(({ from, to }) => !((from === a && to === b) || (from === b && to === a)));
}

export const figuresOf = ({ alters, edges }: Pick<Fields, 'alters' | 'edges'>) => metricsOf(alters, edges);

import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { ENTRY_KINDS, entry } from '#rooms/directory/contract/entries.ts';
import { HORIZONS, RELATIONS, SECTORS, TIES } from '../rules/network-map.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const Saved = z.strictObject({ id: z.uuid(), version: z.int() });
const relations = [...RELATIONS.family, ...RELATIONS.friends, ...RELATIONS.work, ...RELATIONS.professional, 'other'] as const;

export const MAP_TITLES = ['before', 'between', 'after'] as const;

/** Somebody on the map. Who she is to the client is always there; a private person's name only with the client's agreement. */
export const AlterShape = z.strictObject({
  id: z.uuid(),
  sector: z.enum(SECTORS),
  horizon: z.enum(HORIZONS),
  /** Place within the sector's quarter, 0 to 90 degrees. */
  angle: z.int().min(0).max(90),
  relation: z.enum(relations),
  name: z.string().trim().max(60),
  /** The line to the client. */
  tie: z.enum(TIES).nullable(),
  /** A professional's entry in the directory. It stands on this map alone: the entry never learns of it. */
  link: z
    .strictObject({ kind: z.enum(ENTRY_KINDS), id: z.uuid() })
    .nullable()
    .default(null),
});
export type AlterShape = z.infer<typeof AlterShape>;
export const EdgeShape = z.strictObject({ from: z.uuid(), to: z.uuid(), tie: z.enum(TIES).nullable() });
export type EdgeShape = z.infer<typeof EdgeShape>;

/** A map as it is saved: always whole, so that nothing of it can come apart. */
export const MapFields = z.strictObject({
  title: z.enum(MAP_TITLES),
  drawnOn: Day,
  /** Kinds of line, only where the client wants them. */
  ties: z.boolean(),
  /** The client agrees that family and friends stand here by name. */
  namesAgreed: z.boolean(),
  alters: z.array(AlterShape).max(80),
  edges: z.array(EdgeShape).max(400),
});
export type MapFields = z.infer<typeof MapFields>;

export const MapShape = MapFields.extend({
  id: z.uuid(),
  version: z.int(),
  fixedOn: Day.nullable(),
  namesAgreedOn: Day.nullable(),
  /** By id of the alter: who it is across copied maps. */
  origins: z.record(z.uuid(), z.uuid()),
  /** The entries that the map is linked to. */
  entries: z.array(entry),
});
export type MapShape = z.infer<typeof MapShape>;

/** All maps of a case, newest first. */
export const readNetworkMaps = endpoint({
  name: 'cases.readNetworkMaps',
  method: 'GET',
  path: '/api/cases/:id/network-maps',
  params: Id,
  answer: z.strictObject({
    maps: z.array(MapShape),
    declined: z.strictObject({ id: z.uuid(), on: Day }).nullable(),
    /** False in a case that is over. */
    mayDraw: z.boolean(),
    today: Day,
  }),
});

/** A new map: empty, or a copy of an earlier one, whose people stay known as the same. */
export const drawNetworkMap = endpoint({
  name: 'cases.drawNetworkMap',
  method: 'POST',
  path: '/api/cases/:id/network-maps',
  status: 201,
  params: Id,
  body: z.strictObject({ title: z.enum(MAP_TITLES), copyOf: z.uuid().nullable() }),
  answer: Saved,
});
/** Keeps a map as it stands on the screen; saved by itself. */
export const saveNetworkMap = endpoint({
  name: 'cases.saveNetworkMap',
  method: 'PUT',
  path: '/api/cases/network-maps/:id',
  versioned: true,
  params: Id,
  body: MapFields,
  answer: Saved,
});
/** Holds a map as it is, to compare with later ones. */
export const fixNetworkMap = endpoint({
  name: 'cases.fixNetworkMap',
  method: 'POST',
  path: '/api/cases/network-maps/:id/fix',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: Saved,
});
/** Drawn by mistake, or the client wants it gone: people and lines of it are erased, the day and who did it stay in the log. */
export const dropNetworkMap = endpoint({
  name: 'cases.dropNetworkMap',
  method: 'POST',
  path: '/api/cases/network-maps/:id/drop',
  versioned: true,
  params: Id,
  body: z.strictObject({}),
  answer: Saved,
});

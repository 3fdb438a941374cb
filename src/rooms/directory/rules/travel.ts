import { kilometres, type Point } from '#kernel/geo.ts';

/** Minutes from door to door by the network's own zones: `table[from][to]`; either direction is enough. */
export type ZoneTable = Readonly<Record<string, Readonly<Record<string, number>>>>;

/** Where somebody is: the zone, where the network has zones, and the middle of the postal code, where it is known. */
export interface Whereabouts {
  zone?: string | null;
  point?: Point | null;
}

/** The estimate where no zone table speaks: minutes to set out, and minutes for each kilometre as the crow flies. */
export interface TravelSetting {
  base: number;
  perKm: number;
}

export const TRAVEL_SETTING: TravelSetting = { base: 10, perKm: 2 };

/**
 * Minutes of travel, or null where it cannot be known (no zone in common with the table and a point missing).
 * The zone table wins; else base + perKm × great-circle kilometres, rounded up (rule book, clarification to H12 and S5).
 */
export function travelMinutes(
  from: Whereabouts,
  to: Whereabouts,
  zones: ZoneTable | null = null,
  setting: TravelSetting = TRAVEL_SETTING,
): number | null {
  const known = zones && from.zone && to.zone ? (entry(zones, from.zone, to.zone) ?? entry(zones, to.zone, from.zone)) : undefined;
  if (known !== undefined) return known;
  if (!from.point || !to.point) return null;
  return Math.ceil(setting.base + setting.perKm * kilometres(from.point, to.point));
}

// Zone names are typed by people: "constructor" must not find what every object has.
function entry(zones: ZoneTable, from: string, to: string): number | undefined {
  const row = Object.hasOwn(zones, from) ? zones[from] : undefined;
  return row && Object.hasOwn(row, to) ? row[to] : undefined;
}

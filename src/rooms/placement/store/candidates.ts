import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { FitPlace, OfferWindow } from '../rules/fit.ts';

/** What changes from minute to minute of a place; everything else is kept by version. */
export interface CandidateRow {
  id: string;
  version: number;
  practitioner_version: number;
  location_version: number;
  practitioner_id: string;
  state: FitPlace['state'];
  held_by: string | null;
  held_for: string | null;
  /** Epoch milliseconds, like the next two. */
  held_until: number | null;
  confirmed_at: number | null;
  open_since: number | null;
  ends_on: string | null;
  latitude: number;
  longitude: number;
}

/** How the superset is cut down before the rule decides; each part drops only what the rule would refuse anyway. */
export interface Preselection {
  kinds: readonly string[];
  /** Age today and the youngest and oldest it can be at a first appointment within a year. */
  age: { from: number; to: number } | null;
  insurance: string | null;
  /** Degrees around the caller; null where distance decides nothing. Places with video stay in if video is acceptable. */
  box: { south: number; north: number; west: number; east: number; video: boolean } | null;
  slotKind: string;
  earliestSlot: Temporal.Instant;
  now: Temporal.Instant;
  requestId: string | null;
  wishedPractitioner: string | null;
  /** Only this place (the check before a hold). */
  placeId: string | null;
  /** Only the places of the wished therapist. */
  onlyWished?: boolean;
}

const COLUMNS = sql`p.id, p.version, p.practitioner_version, p.location_version, p.practitioner_id, p.state, p.held_by, p.held_for,
      extract(epoch from p.held_until)::float8 * 1000 as held_until, extract(epoch from p.confirmed_at)::float8 * 1000 as confirmed_at,
      extract(epoch from p.open_since)::float8 * 1000 as open_since, p.ends_on, p.latitude, p.longitude`;

/** Every open, held or ending place, or those of some practitioners. */
export async function selectOffered(tx: Tx, practitioners: readonly string[] | null): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`select ${COLUMNS} from directory.place p
    where p.offered ${practitioners ? sql`and p.practitioner_id = any(${practitioners as string[]}::uuid[])` : sql``}`.execute(tx);
  return rows;
}

/** Open, held and ending places that may fit, without their slots. Times come as epoch milliseconds: there are many rows. */
export async function selectCandidates(tx: Tx, by: Preselection): Promise<CandidateRow[]> {
  const { kinds, age, insurance, box, wishedPractitioner, placeId } = by;
  const where = placeId
    ? sql`p.id = ${placeId}`
    : sql`p.offered and p.kind = any(${kinds as string[]}::text[])
      ${box ? (box.video ? sql`and (p.latitude between ${box.south} and ${box.north} and p.longitude between ${box.west} and ${box.east} or 'video' = any(p.modality))` : sql`and p.latitude between ${box.south} and ${box.north} and p.longitude between ${box.west} and ${box.east}`) : sql``}
      ${age ? sql`and p.age_min <= ${age.to} and p.age_max >= ${age.from}` : sql``}
      ${insurance ? sql`and ${insurance} = any(p.insurance_kinds)` : sql``}`;
  const wished = wishedPractitioner && !placeId ? sql`or (p.practitioner_id = ${wishedPractitioner} and p.state <> 'closed')` : sql``;
  const all = by.onlyWished ? sql`(p.practitioner_id = ${wishedPractitioner} and p.state <> 'closed')` : sql`(${where}) ${wished}`;
  const { rows } = await sql<CandidateRow>`select ${COLUMNS} from directory.place p where ${all}`.execute(tx);
  return rows;
}

export interface FirstSlotRow {
  place_id: string;
  slot_id: string;
  starts_at: Temporal.Instant;
}

/** The earliest free slot of the lawful kind of each of these places. */
export async function selectFirstSlots(tx: Tx, places: readonly CandidateRow[], by: Preselection): Promise<FirstSlotRow[]> {
  if (places.length === 0) return [];
  const { slotKind, earliestSlot, now, requestId } = by;
  const { rows } = await sql<FirstSlotRow>`
    select p.place_id, s.id as slot_id, s.starts_at
    from unnest(${places.map(({ id }) => id)}::uuid[], ${places.map(({ practitioner_id }) => practitioner_id)}::uuid[]) as p (place_id, practitioner_id)
    cross join lateral (
      select f.id, f.starts_at from scheduling.slot f
      where f.live and f.practitioner_id = p.practitioner_id and f.starts_at >= ${earliestSlot.toString()}
        and (f.state = 'free' or (f.state = 'held' and (f.held_until <= ${now.toString()} or f.held_for = ${requestId}::uuid)))
        and (f.place_id is null or f.place_id = p.place_id) and ${slotKind} = any(f.kinds)
      order by f.starts_at limit 1) s`.execute(tx);
  return rows;
}

/** The lasting part of a place with the names that cards show. */
export interface PlaceFacts extends Omit<FitPlace, 'state' | 'seatFree' | 'confirmedAt' | 'openSince' | 'endsOn' | 'load' | 'firstSlots'> {
  practitionerName: string;
  title: string | null;
  groupName: string | null;
  placeName: string;
  zone: string | null;
  latitude: number;
  longitude: number;
  notes: string | null;
  practitionerVersion: number;
  locationVersion: number;
}

interface FactsRow {
  id: string;
  version: number;
  practitioner_id: string;
  kind: string;
  procedure: string | null;
  setting: string;
  age_min: number;
  age_max: number;
  insurance_kinds: string[];
  languages: { tag: string; level: string }[];
  interpreter_welcome: string;
  specialities: Record<string, string>;
  modality: string[];
  windows: OfferWindow[];
  earliest_start: string | null;
  group_name: string | null;
  notes: string | null;
  name: string;
  title: string | null;
  gender: string | null;
  accepts_new: boolean;
  pause_until: string | null;
  access: Record<string, string>;
  place_name: string;
  zone: string | null;
  latitude: number;
  longitude: number;
  practitioner_version: number;
  location_version: number;
  created_at: Temporal.Instant;
}

/** Reads the lasting parts of these places. */
export async function selectPlaceFacts(tx: Tx, ids: readonly string[]): Promise<PlaceFacts[]> {
  if (ids.length === 0) return [];
  const { rows } = await sql<FactsRow>`
    select p.id, p.version, p.practitioner_id, p.kind, p.procedure, p.setting, p.age_min, p.age_max, p.insurance_kinds, p.languages, p.interpreter_welcome,
      p.specialities, p.modality, p.windows, p.earliest_start, p.group_name, p.notes, p.created_at, p.practitioner_version, p.location_version,
      r.name, r.title, r.gender, r.accepts_new, r.pause_until, l.access, l.place as place_name, l.zone, l.latitude, l.longitude
    from directory.place p join directory.practitioner r on r.id = p.practitioner_id join directory.location l on l.id = p.location_id
    where p.id = any(${ids as string[]}::uuid[])`.execute(tx);
  return rows.map(factsOf);
}

function factsOf(row: FactsRow): PlaceFacts {
  return {
    id: row.id,
    practitionerId: row.practitioner_id,
    version: row.version,
    kind: row.kind as FitPlace['kind'],
    procedure: (row.procedure ?? undefined) as FitPlace['procedure'],
    setting: row.setting as FitPlace['setting'],
    ageMin: row.age_min,
    ageMax: row.age_max,
    insuranceKinds: row.insurance_kinds as unknown as FitPlace['insuranceKinds'],
    languages: row.languages as unknown as FitPlace['languages'],
    interpreterWelcome: row.interpreter_welcome as FitPlace['interpreterWelcome'],
    specialities: row.specialities as FitPlace['specialities'],
    access: row.access as FitPlace['access'],
    modalities: row.modality as unknown as FitPlace['modalities'],
    windows: row.windows,
    earliestStart: row.earliest_start ?? row.created_at.toString().slice(0, 10),
    acceptsNew: row.accepts_new,
    pauseUntil: row.pause_until ?? undefined,
    gender: (row.gender ?? undefined) as FitPlace['gender'],
    practitionerName: row.name,
    title: row.title,
    groupName: row.group_name,
    placeName: row.place_name,
    zone: row.zone,
    latitude: row.latitude,
    longitude: row.longitude,
    notes: row.notes,
    practitionerVersion: row.practitioner_version,
    locationVersion: row.location_version,
  };
}

/** Practitioners who exclude one of these codes: only that they do, never which code. */
export async function selectExcluded(tx: Tx, codes: readonly string[], day: string): Promise<Set<string>> {
  if (codes.length === 0) return new Set();
  const { rows } = await sql<{ id: string }>`select app.excluded_practitioners(${codes as string[]}::text[], ${day}::date) as id`.execute(
    tx,
  );
  return new Set(rows.map(({ id }) => id));
}

/** Practitioners blocked for this person today (earlier failed fit, relative, acquaintance …). */
export async function selectBlocked(tx: Tx, personId: string | null, day: string): Promise<Set<string>> {
  if (!personId) return new Set();
  const { rows } = await sql<{ id: string }>`select app.blocked_for(${personId}, ${day}::date) as id`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

export interface CallerPlace {
  latitude: number;
  longitude: number;
  zone: string | null;
  places: string[];
}

export async function findPostalCode(tx: Tx, postalCode: string): Promise<CallerPlace | undefined> {
  const row = await tx
    .selectFrom('directory.postal_code')
    .select(['latitude', 'longitude', 'zone', 'places'])
    .where('postal_code', '=', postalCode)
    .executeTakeFirst();
  return row;
}

/** Fairness only (A.4.3): places assigned and opened by practitioner in the last 90 days. */
export async function selectLoads(tx: Tx, since: Temporal.Instant): Promise<Map<string, { assigned: number; opened: number }>> {
  const { rows } = await sql<{ practitioner_id: string; assigned: number; opened: number }>`
    select practitioner_id, count(*) filter (where state = 'reserved') as assigned,
      count(distinct place_id) filter (where state = 'open') as opened
    from directory.place_state where at >= ${since.toString()} group by practitioner_id`.execute(tx);
  return new Map(rows.map((row) => [row.practitioner_id, { assigned: row.assigned, opened: row.opened }]));
}

export async function selectZones(tx: Tx): Promise<Record<string, Record<string, number>> | null> {
  const rows = await tx.selectFrom('directory.zone_travel').selectAll().execute();
  if (rows.length === 0) return null;
  const table: Record<string, Record<string, number>> = {};
  for (const row of rows) {
    const line = table[row.zone_a] ?? {};
    line[row.zone_b] = row.minutes;
    table[row.zone_a] = line;
  }
  return table;
}

/** Names of accounts that hold something, for "Tisch 2 hält diesen Platz". */
export async function selectHolderNames(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await tx
    .selectFrom('access.account')
    .select(['id', 'name', 'desk_label'])
    .where('id', 'in', [...ids])
    .execute();
  return new Map(rows.map((row) => [row.id, row.desk_label ? `${row.desk_label} (${row.name})` : row.name]));
}

import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { Procedure } from '#kernel/codes.ts';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Permit } from '#platform/permit.ts';
import type { practitioner as one, PRACTITIONER_SORTS, practitioners } from '../contract.ts';
import { isFresh } from '../rules/freshness.ts';
import {
  findPostalCode,
  findPractitioner,
  holdersOf,
  likePattern,
  selectDiagnoses,
  selectLocations,
  selectPlaces,
  selectPostalCodes,
} from '../store.ts';
import { insistFields } from './own.ts';
import { staleDays } from './settings.ts';
import { locationView, placeView, profileView } from './views.ts';

type Search = z.output<NonNullable<typeof practitioners.query>>;
const PAGE_SIZE = 25;

/** The only texts of ORDER BY. */
const SORTS: Record<(typeof PRACTITIONER_SORTS)[number], RawBuilder<unknown>> = {
  name: sql`p.name, p.id`,
  distance: sql`kilometres nulls last, p.name, p.id`,
  freshness: sql`p.confirmed_at desc nulls last, p.name, p.id`,
  'open-places': sql`open_places desc, p.name, p.id`,
};

interface Found {
  id: string;
  name: string;
  title: string | null;
  profession: string;
  organisation: string;
  places: string[] | null;
  procedures: string[] | null;
  languages: string[] | null;
  open_places: number;
  accepts_new: boolean;
  pause_until: string | null;
  confirmed_at: Temporal.Instant | null;
  kilometres: number | null;
  total: number;
}

/** Practitioners by what they offer. Exclusions take no part: neither as a filter nor as a reason. */
export async function listPractitioners(call: Call, _permit: Permit<'directory.read'>, search: Search) {
  const from = search.postalCode ? await findPostalCode(call.tx, search.postalCode) : undefined;
  if (search.postalCode && !from) insistFields([{ pointer: '/postalCode', code: 'unknown-postal-code' }]);
  if ((search.sort === 'distance' || search.km !== undefined) && !from) insistFields([{ pointer: '/postalCode', code: 'missing' }]);
  const days = await staleDays(call);
  const { rows } = await find(call, search, from ? { latitude: from.latitude, longitude: from.longitude } : undefined);
  return {
    practitioners: rows.map((row) => ({
      id: row.id,
      name: row.name,
      title: row.title,
      profession: row.profession as z.output<typeof one.answer>['profile']['profession'],
      organisation: row.organisation,
      places: row.places ?? [],
      procedures: (row.procedures ?? []) as Procedure[],
      languages: row.languages ?? [],
      openPlaces: row.open_places,
      acceptsNew: row.accepts_new,
      pauseUntil: row.pause_until,
      confirmedAt: row.confirmed_at?.toString() ?? null,
      fresh: isFresh(row.confirmed_at, call.now, days),
      kilometres: row.kilometres === null ? null : Math.round(row.kilometres * 10) / 10,
    })),
    total: rows[0]?.total ?? 0,
    page: search.page,
    pageSize: PAGE_SIZE,
  };
}

/** What a place must be to count; the same words filter the practitioner and count her open places. */
function wanted(search: Search): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`w.practitioner_id = p.id and w.state <> 'closed'`];
  if (search.kind) parts.push(sql`w.kind = ${search.kind}`);
  if (search.procedure) parts.push(sql`w.procedure = ${search.procedure}`);
  if (search.setting) parts.push(sql`w.setting = ${search.setting}`);
  if (search.insurance) parts.push(sql`${search.insurance} = any (w.insurance_kinds)`);
  if (search.language) parts.push(sql`w.languages @> ${JSON.stringify([{ tag: search.language }])}::jsonb`);
  if (search.focus) parts.push(sql`w.specialities ->> ${search.focus} in ('S', 'B')`);
  if (search.age !== undefined) parts.push(sql`${search.age}::int between w.age_min and w.age_max`);
  if (search.access)
    parts.push(sql`exists (select 1 from directory.location a where a.id = w.location_id and a.access ->> ${search.access} = 'yes')`);
  return sql.join(parts, sql` and `);
}

const PLACE_FILTERS = ['kind', 'procedure', 'setting', 'insurance', 'language', 'focus', 'age', 'access'] as const;

function find(call: Call, search: Search, point: { latitude: number; longitude: number } | undefined) {
  const places = wanted(search);
  const where: RawBuilder<unknown>[] = [sql`p.closed_at is null`];
  if (search.text) {
    const pattern = likePattern(search.text);
    where.push(sql`(p.name ilike ${pattern} or o.name ilike ${pattern}
      or exists (select 1 from directory.location t where t.organisation_id = o.id and t.closed_at is null and t.place ilike ${pattern}))`);
  }
  if (search.open === 'yes')
    where.push(sql`p.accepts_new and (select count(*) from directory.place w where ${places} and w.state = 'open') > 0`);
  else if (PLACE_FILTERS.some((name) => search[name] !== undefined))
    where.push(sql`exists (select 1 from directory.place w where ${places})`);
  if (search.km !== undefined) where.push(sql`d.kilometres <= ${search.km}`);
  return sql<Found>`
    select p.id, p.name, p.title, p.profession, p.accepts_new, p.pause_until, p.confirmed_at, o.name as organisation, d.kilometres, d.places,
      (select array_agg(distinct w.procedure order by w.procedure) from directory.place w where w.practitioner_id = p.id and w.state <> 'closed' and w.procedure is not null) as procedures,
      (select array_agg(distinct l.value ->> 'tag' order by l.value ->> 'tag') from directory.place w, jsonb_array_elements(w.languages) as l where w.practitioner_id = p.id and w.state <> 'closed') as languages,
      (select count(*) from directory.place w where ${places} and w.state = 'open') as open_places,
      count(*) over () as total
    from directory.practitioner p
    join directory.organisation o on o.id = p.organisation_id
    cross join lateral (
      select array_agg(distinct l.place order by l.place) as places, min(${distance(point)}) as kilometres
      from directory.location l where l.organisation_id = p.organisation_id and l.closed_at is null) d
    where ${sql.join(where, sql` and `)}
    order by ${SORTS[search.sort]}
    limit ${PAGE_SIZE} offset ${(search.page - 1) * PAGE_SIZE}`.execute(call.tx);
}

/** Great circle as in the kernel's `kilometres` (haversine, mean radius R1). */
function distance(point: { latitude: number; longitude: number } | undefined): RawBuilder<unknown> {
  if (!point) return sql`null::double precision`;
  return sql`2 * 6371.0088 * asin(least(1, sqrt(sin(radians(l.latitude - ${point.latitude}) / 2) ^ 2
    + cos(radians(${point.latitude})) * cos(radians(l.latitude)) * sin(radians(l.longitude - ${point.longitude}) / 2) ^ 2)))`;
}

/** One practitioner as the network sees her. */
export async function readPractitioner(call: Call, _permit: Permit<'directory.read'>, id: string) {
  const row = await findPractitioner(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const [days, places, locations] = await Promise.all([
    staleDays(call),
    selectPlaces(call.tx, id),
    selectLocations(call.tx, row.organisation_id),
  ]);
  const shown = places.filter((place) => place.state !== 'draft');
  const holders = await holdersOf(
    call.tx,
    shown.flatMap((place) => place.held_by ?? []),
  );
  const { roles, practitionerId } = accountOf(call);
  const notes = practitionerId === id || roles.includes('desk') || roles.includes('coordinator');
  const reader = { now: call.now, staleDays: days, holders, notes };
  return {
    profile: profileView(row, call.now, days),
    locations: locations.map(locationView),
    places: shown.map((place) => placeView(place, reader)),
  };
}

export async function searchPostalCodes(call: Call, _permit: Permit<'directory.read'>, begins: string) {
  const rows = await selectPostalCodes(call.tx, begins);
  return { postalCodes: rows.map((row) => ({ postalCode: row.postal_code, places: row.places, state: row.state })) };
}

export async function searchDiagnoses(call: Call, _permit: Permit<'directory.read'>, text: string) {
  return { diagnoses: await selectDiagnoses(call.tx, text) };
}

import type pg from 'pg';
import { type Column, insertRows } from '../lib/rows.ts';
import type { Size } from '../lib/sizes.ts';
import { DAY_PARTS, type Place, places, type Wish } from '../lib/world.ts';

/**
 * The floor of matching (P1): the best design in plain SQL that was found, one statement per request.
 * A covering partial b-tree (setting, latitude) holds every criterion, so that a request is an index-only scan over a band
 * of latitude with the masks checked in place; nearest-neighbour order, GIN and grid cells were slower.
 */
const TABLES = `
create schema floor;
create table floor.place (
  id int primary key, therapist_id int not null, open boolean not null, setting int2 not null, procedure int2 not null, windows int not null,
  wait_days int2 not null, latitude float4 not null, longitude float4 not null, languages int not null, age_min int2 not null, age_max int2 not null,
  payers int2 not null, special int not null, treated int not null, excluded int not null
);
create table floor.slot (
  id bigint primary key, therapist_id int not null, start_at timestamptz not null, kind int2 not null, day_part int2 not null, free boolean not null
);`;

const INDEXES = `
create index place_fit on floor.place (setting, latitude)
  include (longitude, procedure, languages, age_min, age_max, payers, special, treated, excluded, windows, wait_days, therapist_id, id) where open;
create index slot_free on floor.slot (therapist_id, start_at) include (kind, day_part, id) where free;`;

/**
 * The slots of all therapists without a loop outside the database: slot k of therapist t lies in the 160 weekday day parts of
 * eight weeks at (offset + k × step) mod 160; a step without a common divisor makes them all different.
 * $1 therapists, $2 slots each, $3 free share in percent, $4 first Monday, $5 hours of the four day parts.
 */
const SLOTS = `
insert into floor.slot
select (t - 1) * $2::bigint + k + 1, t, $4::timestamptz + make_interval(days => cell / 20 * 7 + cell % 20 / 4, hours => ($5::int[])[cell % 4 + 1]),
       noise % 2, cell % 20, noise / 2 % 100 < $3::int
from generate_series(1, $1::int) t
cross join generate_series(0, $2::int - 1) k
cross join lateral (select ((t * 7919::bigint + k * (array[1,3,7,9,11,13,17,19])[t % 8 + 1]) % 160)::int cell,
                           ((((t * 40 + k) * 2654435761::bigint) % 4294967296) >> 8)::int noise) drawn`;

const COLUMNS: Column<Place>[] = [
  ['id', 'int', (place) => place.id],
  ['therapist_id', 'int', (place) => place.therapist.id],
  ['open', 'boolean', (place) => place.open],
  ['setting', 'int2', (place) => place.setting],
  ['procedure', 'int2', (place) => place.procedure],
  ['windows', 'int', (place) => place.windows],
  ['wait_days', 'int2', (place) => place.waitDays],
  ['latitude', 'float4', (place) => place.therapist.latitude],
  ['longitude', 'float4', (place) => place.therapist.longitude],
  ['languages', 'int', (place) => place.therapist.languages],
  ['age_min', 'int2', (place) => place.therapist.ageMin],
  ['age_max', 'int2', (place) => place.therapist.ageMax],
  ['payers', 'int2', (place) => place.therapist.payers],
  ['special', 'int', (place) => place.therapist.special],
  ['treated', 'int', (place) => place.therapist.treated],
  ['excluded', 'int', (place) => place.therapist.excluded],
];

export const FIRST_MONDAY = '2026-01-05T00:00:00Z';

/** Fills the floor's tables. 2 million slots take about 20 s. */
export async function loadMatchFloor(client: pg.ClientBase, size: Size, seed: number): Promise<void> {
  await client.query(TABLES);
  await insertRows(client, 'floor.place', COLUMNS, places(size, seed));
  const hours = DAY_PARTS.map((part) => part.slotHour);
  await client.query(SLOTS, [size.therapists, size.slotsPerTherapist, Math.round(size.freeShare * 100), FIRST_MONDAY, hours]);
  await client.query(INDEXES);
  await client.query('vacuum analyze floor.place');
  await client.query('vacuum analyze floor.slot');
}

/** Best 20 places by the score of rule book A.4.2 as far as one statement reaches, each with its next three free slots. */
const BEST = `
select best.id, best.kilometres, best.score, slots.next
from (
  select id, therapist_id, kilometres,
    (35 * case when special >> $9 & 1 = 1 then float8 '1' when treated >> $9 & 1 = 1 then 0.6 else 0.3 end
     + 15 * (1 - least(wait_days, 84) / float8 '84')
     + 10 * case bit_count((windows & $1)::bit(32)) when 1 then float8 '0.5' when 2 then 0.75 else 1 end
     + 5 * (1 - least(10 + 2 * kilometres, 60) / 60)) score
  from (
    select id, therapist_id, special, treated, wait_days, windows,
      sqrt(((latitude - $2::float8) * 111.19) ^ 2 + ((longitude - $3::float8) * 111.19 * cos(radians($2::float8))) ^ 2) kilometres
    from floor.place
    where open and setting = $5::int2 and latitude between $10::float4 and $11::float4 and longitude between $12::float4 and $13::float4
      and ($4::int2 < 0 or procedure = $4) and languages >> $6::int & 1 = 1 and $7::int2 between age_min and age_max
      and payers::int >> $8::int & 1 = 1 and excluded >> $9::int & 1 = 0 and windows & $1::int <> 0
  ) near
  where kilometres <= $14::float8
  order by score desc, id
  limit 20
) best
cross join lateral (
  select array_agg(start_at order by start_at) next from (
    select start_at from floor.slot
    where therapist_id = best.therapist_id and free and kind = $15::int2 and $1::int >> day_part & 1 = 1
    order by start_at limit 3
  ) three
) slots`;

export interface Match {
  id: number;
  kilometres: number;
  score: number;
  next: Date[] | null;
}

/** One request against the floor: one named prepared statement, one round trip. */
export async function bestPlaces(client: pg.ClientBase | pg.Pool, wish: Wish): Promise<Match[]> {
  const band = wish.kilometres / 111.19;
  const width = wish.kilometres / (111.19 * Math.cos((wish.latitude * Math.PI) / 180));
  const values = [
    wish.windows,
    wish.latitude,
    wish.longitude,
    wish.procedure,
    wish.setting,
    wish.language,
    wish.age,
    wish.payer,
    wish.problem,
    wish.latitude - band,
    wish.latitude + band,
    wish.longitude - width,
    wish.longitude + width,
    wish.kilometres,
    wish.slotKind,
  ];
  const answer = await client.query<Match>({ name: 'floor-match', text: BEST, values });
  return answer.rows;
}

/** The same hard criteria without the database, to prove that the statement drops nothing and lets nothing through. */
export function fitting(world: readonly Place[], wish: Wish): Place[] {
  const longitudeKm = 111.19 * Math.cos((wish.latitude * Math.PI) / 180);
  return world.filter(({ open, setting, procedure, windows, therapist: at }) => {
    const kilometres = Math.hypot(
      (Math.fround(at.latitude) - wish.latitude) * 111.19,
      (Math.fround(at.longitude) - wish.longitude) * longitudeKm,
    );
    return (
      open &&
      setting === wish.setting &&
      kilometres <= wish.kilometres &&
      (wish.procedure < 0 || procedure === wish.procedure) &&
      ((at.languages >> wish.language) & 1) === 1 &&
      wish.age >= at.ageMin &&
      wish.age <= at.ageMax &&
      ((at.payers >> wish.payer) & 1) === 1 &&
      ((at.excluded >> wish.problem) & 1) === 0 &&
      (windows & wish.windows) !== 0
    );
  });
}

import type pg from 'pg';
import { INSURANCE_KINDS, PROCEDURES } from '#kernel/codes.ts';
import type { Weekday } from '#kernel/time.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import { type Column, insertRows } from './rows.ts';
import type { Size } from './sizes.ts';
import { codesOf, DAY_PARTS, LANGUAGES, NAMED_PROBLEMS, type Place, places, type Therapist, type Wish } from './world.ts';

/**
 * The seeded world as the product keeps it: written straight into the tables of a migrated database by its superuser, because
 * two million slots through the actions would take hours. Ids count upwards, so that indexes lie as in a grown database.
 */

/** The kinds of thing whose ids are made here. */
const ID_KINDS = [
  'organisation',
  'location',
  'practitioner',
  'place',
  'slot',
  'person',
  'request',
  'account',
  'session',
  'relation',
  'exclusion',
  'policy',
] as const;
type IdKind = (typeof ID_KINDS)[number];

/** The id of the nth thing of a kind: a UUID of version 7 whose time is long past. */
export function idOf(kind: IdKind, number: number): string {
  return `${prefixOf(kind)}${number.toString(16).padStart(12, '0')}`;
}

function prefixOf(kind: IdKind): string {
  return `000000${(ID_KINDS.indexOf(kind) + 1).toString(16).padStart(2, '0')}-0000-7000-8000-`;
}

/** The same id as an SQL expression over a number. */
function sqlId(kind: IdKind, number: string): string {
  return `('${prefixOf(kind)}' || lpad(to_hex(${number}), 12, '0'))::uuid`;
}

/** Organisations, practices, practitioners, places, exclusions and the free first slots of the next eight weeks. */
export async function loadOffers(client: pg.ClientBase, size: Size, seed: number): Promise<void> {
  const today = Temporal.Now.plainDateISO('Europe/Berlin');
  await client.query(
    `insert into directory.organisation (id, name, kind) select ${sqlId('organisation', 'n')}, 'Praxis ' || n, 'practice' from generate_series(1, $1::int) n`,
    [size.therapists],
  );
  await insertRows(client, 'directory.location', LOCATIONS, therapistsOf(size, seed));
  await insertRows(client, 'directory.practitioner', PRACTITIONERS, therapistsOf(size, seed));
  await client.query('update directory.practitioner set confirmed_at = now()');
  await insertRows(client, 'directory.place', placeColumns(today), places(size, seed));
  await insertRows(client, 'directory.exclusion', EXCLUSIONS, exclusionsOf(size, seed));
  await client.query(SLOTS, [
    size.therapists,
    size.slotsPerTherapist,
    Math.round(size.freeShare * 100),
    nextMonday(today),
    DAY_PARTS.map((part) => part.slotHour),
  ]);
  for (const table of ['directory.location', 'directory.practitioner', 'directory.place', 'directory.exclusion', 'scheduling.slot']) {
    await client.query(`vacuum analyze ${table}`);
  }
}

function* therapistsOf(size: Size, seed: number): Generator<Therapist> {
  let last = 0;
  for (const { therapist } of places(size, seed)) {
    if (therapist.id === last) continue;
    last = therapist.id;
    yield therapist;
  }
}

function* exclusionsOf(size: Size, seed: number): Generator<{ therapist: number; code: string; number: number }> {
  let number = 0;
  for (const { id, excluded } of therapistsOf(size, seed)) {
    for (const code of codesOf(NAMED_PROBLEMS, excluded)) {
      number += 1;
      yield { therapist: id, code, number };
    }
  }
}

const LOCATIONS: Column<Therapist>[] = [
  ['id', 'uuid', ({ id }) => idOf('location', id)],
  ['organisation_id', 'uuid', ({ id }) => idOf('organisation', id)],
  ['street', 'text', ({ id }) => `Musterweg ${id}`],
  ['postal_code', 'text', () => '99998'],
  ['place', 'text', () => 'Musterstadt'],
  ['latitude', 'float8', ({ latitude }) => latitude],
  ['longitude', 'float8', ({ longitude }) => longitude],
  ['access', 'jsonb', ({ stepFree }) => JSON.stringify({ 'step-free': stepFree ? 'yes' : 'no' })],
];

const PRACTITIONERS: Column<Therapist>[] = [
  ['id', 'uuid', ({ id }) => idOf('practitioner', id)],
  ['organisation_id', 'uuid', ({ id }) => idOf('organisation', id)],
  ['name', 'text', ({ id }) => `Muster ${id}`],
  ['profession', 'text', ({ ageMin }) => (ageMin < 18 ? 'KJP' : 'PP')],
  ['gender', 'text', ({ gender }) => (gender === 0 ? 'f' : 'm')],
];

const EXCLUSIONS: Column<{ therapist: number; code: string; number: number }>[] = [
  ['id', 'uuid', ({ number }) => idOf('exclusion', number)],
  ['practitioner_id', 'uuid', ({ therapist }) => idOf('practitioner', therapist)],
  ['code', 'text', ({ code }) => code],
  ['valid_from', 'date', () => '2020-01-01'],
];

function placeColumns(today: Temporal.PlainDate): Column<Place>[] {
  const confirmed = new Date(Date.now() - 864e5).toISOString();
  return [
    ['id', 'uuid', ({ id }) => idOf('place', id)],
    ['practitioner_id', 'uuid', ({ therapist }) => idOf('practitioner', therapist.id)],
    ['location_id', 'uuid', ({ therapist }) => idOf('location', therapist.id)],
    ['kind', 'text', ({ setting }) => (setting === 0 ? 'PLACE' : 'GROUP_SEAT')],
    ['procedure', 'text', ({ procedure }) => PROCEDURES[procedure] ?? 'VT'],
    ['setting', 'text', ({ setting }) => (setting === 0 ? 'single' : 'group')],
    ['age_min', 'int2', ({ therapist }) => therapist.ageMin],
    ['age_max', 'int2', ({ therapist }) => therapist.ageMax],
    ['insurance_kinds', 'text[]', ({ therapist }) => `{${codesOf(INSURANCE_KINDS, therapist.payers).join(',')}}`],
    ['languages', 'jsonb', ({ therapist }) => JSON.stringify(codesOf(LANGUAGES, therapist.languages).map((tag) => ({ tag, level: 'C2' })))],
    ['specialities', 'jsonb', ({ therapist }) => JSON.stringify(specialities(therapist))],
    ['modality', 'text[]', ({ therapist }) => (therapist.modalities === 3 ? '{in-person,video}' : '{in-person}')],
    ['windows', 'jsonb', ({ windows }) => JSON.stringify(windowsOf(windows))],
    ['earliest_start', 'date', ({ waitDays }) => today.add({ days: waitDays }).toString()],
    ['state', 'text', ({ open }) => (open ? 'open' : 'occupied')],
    ['open_since', 'timestamptz', ({ id }) => new Date(Date.now() - (1 + (id % 60)) * 864e5).toISOString()],
    ['confirmed_at', 'timestamptz', () => confirmed],
  ];
}

function specialities({ special, treated }: Therapist): Record<string, string> {
  const said = codesOf(NAMED_PROBLEMS, special).map((code) => [code, 'S']);
  return Object.fromEntries([...said, ...codesOf(NAMED_PROBLEMS, treated).map((code) => [code, 'B'])]);
}

/** Callers' wishes as the contract of the placement room keeps them; each has a postal code of its own with exactly its point. */
export async function loadPostalCodes(client: pg.ClientBase, asked: readonly Wish[]): Promise<void> {
  const columns: Column<Wish & { number: number }>[] = [
    ['postal_code', 'text', ({ number }) => postalCodeOf(number)],
    ['places', 'text[]', () => '{Musterstadt}'],
    ['state', 'text', () => 'TH'],
    ['latitude', 'float8', ({ latitude }) => latitude],
    ['longitude', 'float8', ({ longitude }) => longitude],
  ];
  await client.query('delete from directory.postal_code'); // the product has brought the real ones; this geography is made up
  await insertRows(
    client,
    'directory.postal_code',
    columns,
    asked.map((wish, number) => ({ ...wish, number })),
  );
}

function postalCodeOf(number: number): string {
  return String(10_000 + number);
}

/** The nth wish as criteria of a request. A way of k km takes 10 + 2 k minutes, so both sides search the same circle. */
export function criteriaOf(wish: Wish, number: number, today: Temporal.PlainDate): Criteria {
  const problem = NAMED_PROBLEMS[wish.problem];
  const insurance = INSURANCE_KINDS[wish.payer];
  const procedure = PROCEDURES[wish.procedure];
  return {
    birthDate: today.subtract({ years: wish.age, days: 100 }).toString(),
    want: 'THERAPY',
    setting: wish.setting === 0 ? 'single' : 'group',
    problems: problem ? [problem] : [],
    languages: [LANGUAGES[wish.language] ?? 'de'],
    windows: windowsOf(wish.windows),
    modalities: ['in-person'],
    postalCode: postalCodeOf(number),
    maxTravelMinutes: Math.round(10 + 2 * wish.kilometres),
    ...(insurance ? { insurance } : {}),
    ...(procedure ? { procedureWish: [procedure], procedureMust: true } : {}),
    ...(wish.slotKind === 1 ? { exemption: true } : {}),
  };
}

/** An open place with a free first slot of its own, and a request that fits it without a doubt. */
export interface Bookable {
  placeId: string;
  slotId: string;
  criteria: Criteria;
}

/** Pairs every open place with another free slot of its practitioner, and makes the request that fits it. */
export async function bookables(client: pg.ClientBase, size: Size, seed: number): Promise<Bookable[]> {
  const today = Temporal.Now.plainDateISO('Europe/Berlin');
  const { rows } = await client.query<{ practitioner_id: string; kind: string; ids: string[] }>(
    `select practitioner_id, kinds[1] kind, array_agg(id order by starts_at) ids from scheduling.slot where state = 'free' group by 1, 2`,
  );
  const free = new Map(rows.map(({ practitioner_id, kind, ids }) => [`${practitioner_id} ${kind}`, ids]));
  const found: Bookable[] = [];
  const points = new Map<number, { latitude: number; longitude: number }>();
  for (const place of places(size, seed)) {
    if (!place.open) continue;
    const { therapist } = place;
    const publicly = (therapist.payers & 1) === 1;
    // Public insurance leads to a consultation first, private insurance to a trial session (rule book A.2.2).
    const slotId = free.get(`${idOf('practitioner', therapist.id)} ${publicly ? 'CONSULT' : 'TRIAL'}`)?.pop();
    const problem = NAMED_PROBLEMS.find((_, bit) => ((therapist.excluded >> bit) & 1) === 0);
    if (!slotId || !problem) continue;
    points.set(therapist.id, therapist);
    found.push({
      placeId: idOf('place', place.id),
      slotId,
      criteria: {
        birthDate: today.subtract({ years: therapist.ageMax <= 20 ? 19 : 40, days: 30 }).toString(),
        insurance: publicly ? 'GKV' : 'PKV',
        want: 'THERAPY',
        setting: place.setting === 0 ? 'single' : 'group',
        problems: [problem],
        languages: ['de'],
        windows: windowsOf(place.windows),
        modalities: ['in-person'],
        postalCode: String(20_000 + therapist.id),
        maxTravelMinutes: 30,
      },
    });
  }
  const columns: Column<[number, { latitude: number; longitude: number }]>[] = [
    ['postal_code', 'text', ([id]) => String(20_000 + id)],
    ['places', 'text[]', () => '{Musterstadt}'],
    ['state', 'text', () => 'TH'],
    ['latitude', 'float8', ([, { latitude }]) => latitude],
    ['longitude', 'float8', ([, { longitude }]) => longitude],
  ];
  await client.query('delete from directory.postal_code'); // the product has brought the real ones; this geography is made up
  await insertRows(client, 'directory.postal_code', columns, points);
  return found;
}

/** A mask of day parts as weekly windows (weekday 1 = Monday). */
export function windowsOf(mask: number): { weekday: Weekday; from: string; to: string }[] {
  return Array.from({ length: 28 }, (_, bit) => bit).flatMap((bit) => {
    const part = DAY_PARTS[bit % 4];
    return ((mask >> bit) & 1) === 1 && part ? [{ weekday: (Math.floor(bit / 4) + 1) as Weekday, from: part.from, to: part.to }] : [];
  });
}

export function nextMonday(day: Temporal.PlainDate): string {
  return day.add({ days: 8 - day.dayOfWeek }).toString();
}

/** The slots of the floor of matching, at the same places in time, from next Monday on. Booked ones are blocked: nobody is promised them. */
const SLOTS = `
insert into scheduling.slot (id, practitioner_id, location_id, kinds, starts_at, ends_at, state)
select ${sqlId('slot', '(t - 1) * $2::bigint + k + 1')}, ${sqlId('practitioner', 't')}, ${sqlId('location', 't')},
  array[case noise % 2 when 0 then 'CONSULT' else 'TRIAL' end], at, at + interval '50 minutes', case when noise / 2 % 100 < $3::int then 'free' else 'blocked' end
from generate_series(1, $1::int) t
cross join generate_series(0, $2::int - 1) k
cross join lateral (select ((t * 7919::bigint + k * (array[1,3,7,9,11,13,17,19])[t % 8 + 1]) % 160)::int cell,
                           ((((t * 40 + k) * 2654435761::bigint) % 4294967296) >> 8)::int noise) drawn
cross join lateral (select ($4::date + cell / 20 * 7 + cell % 20 / 4 + make_interval(hours => ($5::int[])[cell % 4 + 1])) at time zone 'Europe/Berlin' at) start`;

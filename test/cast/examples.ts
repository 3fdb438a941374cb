import { sql } from 'kysely';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { appendOrganisation, appendPractitioner, coordinateLocation } from '#rooms/directory/actions/coordinate.ts';
import { addExclusion } from '#rooms/directory/actions/exclusions.ts';
import { confirmStillTrue } from '#rooms/directory/actions/offer.ts';
import { addPlace } from '#rooms/directory/actions/place.ts';
import { importZones } from '#rooms/directory/actions/settings.ts';
import type { Criteria } from '#rooms/placement/contract.ts';
import {
  FIXTURE_PLACES,
  FIXTURE_TODAY,
  type FixturePlace,
  type FixtureRequest,
  ZONES,
  type Zone,
  zoneMinutes,
} from '#rooms/placement/rules/fit/fixture.ts';
import { publishOwn } from '#rooms/scheduling/actions/slot.ts';
import type { Cast } from './cast.ts';
import type { StaffName } from './people.ts';
import { loadFewPostalCodes, type NewPlace } from './practice.ts';
import type { Stage } from './stage.ts';

/** One postal code for each zone of the standing example (rule book A.4.5). */
const ZONE_CODES: Record<Zone, string> = { Z: '53111', B: '53225', G: '53177', H: '53123', S: '53721' };

/** The twenty places of rule book A.4.5 standing in PostgreSQL. */
export interface ExampleNetwork {
  /** "P01" → id of the place; of a group the first seat. */
  placeId: ReadonlyMap<string, string>;
  /** id of a place → "P01". */
  nameOf: ReadonlyMap<string, string>;
  /** What a worked example asks, in the words of the desk's form. */
  criteriaOf(request: FixtureRequest): Criteria;
}

/** Days by which the standing example is moved so that its "today" is the stage's. */
const shiftOf = (today: Temporal.PlainDate) => Temporal.PlainDate.from(FIXTURE_TODAY).until(today, { largestUnit: 'day' }).days;

/**
 * Builds the standing example by the actions that people use, with a simulated clock, dated relative to the clock's day; a day that is
 * whole weeks away from 2 March 2026 keeps the weekdays of the printed dates. Needs a fresh stage with the cast.
 */
export async function openExamples(stage: Stage, cast: Cast<StaffName>): Promise<ExampleNetwork> {
  const end = stage.clock.now;
  const shift = shiftOf(dayInBerlin(end));
  const moved = (day: string) => Temporal.PlainDate.from(day).add({ days: shift });
  const turnTo = (day: string, hour: number) =>
    stage.clock.turnTo(moved(day).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: { hour } }).toInstant());

  stage.clock.pass({ days: -200 });
  await loadFewPostalCodes(cast);
  await cast.as('tomasz', (call, permit) => importZones(call, permit('settings.change'), zoneTable()));
  const locations = await openLocations(cast);
  const placeId = new Map<string, string>();
  let members = cast as Cast<string>;
  for (const [name, fixture] of FIXTURE_PLACES) {
    const where = locations.get(`${fixture.zone}/${fixture.place.access?.['step-free']}`);
    if (!where) throw new Error(`no location for ${name}`);
    const { place } = fixture;
    const practitioner = await cast.as('marit', (call, permit) =>
      appendPractitioner(call, permit('directory.coordinate'), {
        organisationId: where.organisationId,
        name: `Praxis ${name}`,
        profession: place.ageMin < 18 ? 'KJP' : 'PP',
        ...(place.gender ? { gender: place.gender } : {}),
      }),
    );
    const account = { name, email: `${name.toLowerCase()}@geleit.example`, roles: ['therapist'] as const };
    members = await members.join(name, { ...account, organisationId: where.organisationId, practitionerId: practitioner.id });
    turnTo(place.openSince ?? FIXTURE_TODAY, 9);
    const id = await open(members, name, fixture, where.locationId, moved);
    placeId.set(name, id);
    turnTo(place.confirmedAt ?? FIXTURE_TODAY, 9);
    // A confirmation before the opening is the printed stale one: then the opening counts, which is stale, too.
    if ((place.confirmedAt ?? '') > (place.openSince ?? ''))
      await members.as(name, (call, permit) => confirmStillTrue(call, permit('directory.offer')));
    await loadOf(stage, members.practitioner(name), fixture, moved(FIXTURE_TODAY));
  }
  stage.clock.turnTo(end);
  return {
    placeId,
    nameOf: new Map([...placeId].map(([name, id]) => [id, name])),
    criteriaOf: (request) => criteriaOf(request, dayInBerlin(end), moved),
  };
}

function zoneTable() {
  const travel = ZONES.flatMap((from) => ZONES.map((to) => ({ from, to, minutes: zoneMinutes(from, to) })));
  return { zones: ZONES.map((zone) => ({ postalCode: ZONE_CODES[zone], zone })), travel };
}

/** One practice for each zone and answer to "step-free", since access belongs to the location. */
async function openLocations(cast: Cast<StaffName>): Promise<Map<string, { organisationId: string; locationId: string }>> {
  const locations = new Map<string, { organisationId: string; locationId: string }>();
  const wanted = new Set([...FIXTURE_PLACES.values()].map(({ zone, place }) => `${zone}/${place.access?.['step-free']}`));
  for (const key of wanted) {
    const [zone, stepFree] = key.split('/') as [Zone, 'yes' | 'no' | 'unknown'];
    await cast.as('marit', async (call, permit) => {
      const may = permit('directory.coordinate');
      const contact = { phone: null, email: null, website: null };
      const organisation = await appendOrganisation(call, may, { name: `Haus ${key}`, kind: 'practice', ...contact });
      const location = await coordinateLocation(call, may, organisation.id, {
        name: null,
        street: 'Musterweg 1',
        postalCode: ZONE_CODES[zone],
        place: zone === 'S' ? 'Siegburg' : 'Bonn',
        access: { 'step-free': stepFree },
        directions: null,
      });
      locations.set(key, { organisationId: organisation.id, locationId: location.id });
    });
  }
  return locations;
}

async function open(
  cast: Cast<string>,
  name: string,
  { place, exclusions }: FixturePlace,
  locationId: string,
  moved: (day: string) => Temporal.PlainDate,
): Promise<string> {
  return cast.as(name, async (call, permit) => {
    await confirmStillTrue(call, permit('directory.offer'));
    const fields: NewPlace = {
      locationId,
      kind: place.kind as NewPlace['kind'],
      procedure: place.procedure ?? 'VT', // the desk's form wants one for every place; the printed acute places name none
      setting: place.setting as NewPlace['setting'],
      ageMin: place.ageMin,
      ageMax: place.ageMax ?? 120,
      insuranceKinds: [...place.insuranceKinds],
      languages: [{ tag: 'de', level: 'C2' }, ...place.languages.map(({ tag, level }) => ({ tag, level }))],
      interpreterWelcome: place.interpreterWelcome,
      specialities: { ...place.specialities },
      modality: [...place.modalities],
      windows: place.windows.map(({ weekday, from, to }) => ({ weekday, from, to, rhythm: 'weekly' })),
      earliestStart: moved(place.earliestStart).toString(),
      open: true,
    };
    const { ids } = await addPlace(call, permit('directory.offer'), fields);
    const [id] = ids;
    if (!id) throw new Error(`${name} was not opened`);
    if (!place.seatFree) await call.tx.updateTable('directory.place').set({ state: 'paused' }).where('id', '=', id).execute();
    for (const { code } of exclusions) await addExclusion(call, permit('directory.offer'), { code });
    const [first] = place.firstSlots;
    if (first) {
      const on = Temporal.Instant.from(first.start).toZonedDateTimeISO('Europe/Berlin');
      const startsAt = moved(on.toPlainDate().toString()).toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: on.toPlainTime() });
      await publishOwn(call, permit('scheduling.own'), {
        slots: [{ startsAt: startsAt.toInstant().toString(), minutes: 50 }],
        kinds: ['CONSULT', 'TRIAL', 'ACUTE'],
        modality: place.modalities[0] ?? 'in-person',
        locationId,
      });
    }
    return id;
  });
}

/** The printed load of ninety days: what stands in the example beyond its own places happened on others, which are over. */
async function loadOf(stage: Stage, practitionerId: string, { place }: FixturePlace, today: Temporal.PlainDate): Promise<void> {
  const since = today.subtract({ days: 90 }).toString();
  const [row] = await stage.look<{ opened: number }>(
    "select count(distinct place_id)::int as opened from directory.place_state where practitioner_id = $1 and state = 'open' and at >= $2",
    practitionerId,
    since,
  );
  const add = (state: string, times: number) =>
    stage.admin.query(
      `insert into directory.place_state (place_id, at, state, practitioner_id)
       select gen_random_uuid(), $1::timestamptz, $2, $3 from generate_series(1, $4)`,
      [today.subtract({ days: 30 }).toString(), state, practitionerId, times],
    );
  await add('open', place.load.opened - (row?.opened ?? 0));
  await add('reserved', place.load.assigned);
}

function criteriaOf(request: FixtureRequest, today: Temporal.PlainDate, moved: (day: string) => Temporal.PlainDate): Criteria {
  const { zone, placeKnown: _, age, startDeadline, windows, ...rest } = request as FixtureRequest & { age?: number };
  const plain = JSON.parse(JSON.stringify(rest)) as Criteria;
  return {
    ...plain,
    postalCode: ZONE_CODES[zone],
    windows: (windows ?? []).map(({ weekday, from, to }) => ({ weekday, from, to })),
    ...(age === undefined ? {} : { birthDate: today.subtract({ years: age, days: 20 }).toString() }),
    ...(startDeadline ? { startDeadline: moved(startDeadline).toString() } : {}),
  };
}

/** Leaves only these places on offer for the rest of a transaction that is then given up. */
export async function considerOnly(call: Call, ids: readonly string[]): Promise<void> {
  await sql`update directory.place set state = 'paused' where not (id = any(${ids as string[]}::uuid[]))`.execute(call.tx);
}

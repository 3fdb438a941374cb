import { createReadStream } from 'node:fs';
import { dayInBerlin, minutesOfDay, timeOfDay } from '#kernel/time.ts';
import type { World } from '#platform/call.ts';
import { addDuty } from '#rooms/access/actions/duty.ts';
import { appendOrganisation, appendPractitioner, coordinateLocation } from '#rooms/directory/actions/coordinate.ts';
import { addExclusion } from '#rooms/directory/actions/exclusions.ts';
import { confirmStillTrue } from '#rooms/directory/actions/offer.ts';
import { addPlace } from '#rooms/directory/actions/place.ts';
import { loadDiagnoses, loadPostalCodes } from '#rooms/directory/actions/settings.ts';
import { changeMyPolicy } from '#rooms/placement/actions/policy.ts';
import { publishOwn } from '#rooms/scheduling/actions/slot.ts';
import { appendWeeklyTime } from '#rooms/scheduling/actions/weekly.ts';
import { type Cast, openCast } from '#test/cast/cast.ts';
import type { StaffName } from '#test/cast/people.ts';
import type { NewPlace } from '#test/cast/practice.ts';
import type { Agenda } from './agenda.ts';
import { DEMO_THERAPISTS, type DemoLocation, type DemoTherapist, type Hours, PRACTICES } from './network.ts';

/** Days of history before today. */
export const HISTORY_DAYS = 122;
/** From here on the weekly times make the slots; before, each was published by hand. */
const WEEKLY_SINCE = 15;
const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];

interface Stretch {
  weekday: number;
  from: string;
  to: string;
}

/** "Mo 17-20, We 9:30-12" */
export function stretchesOf(hours: Hours): Stretch[] {
  if (hours === '') return [];
  const time = (text = '') => (text.includes(':') ? text : `${text}:00`).padStart(5, '0');
  return hours.split(', ').map((part) => {
    const [day = '', span = ''] = part.split(' ');
    const [from, to] = span.split('-');
    return { weekday: WEEKDAYS.indexOf(day) + 1, from: time(from), to: time(to) };
  });
}

interface Where {
  organisationId: string;
  locationId: string;
}

/** Tables, people, practices and what each therapist offers; everything by the actions that people use. */
export async function buildNetwork(world: World, agenda: Agenda): Promise<Cast<string>> {
  const file = (name: string) => createReadStream(new URL(`../../data/${name}`, import.meta.url));
  const staff = await openCast(world, { passwords: true });
  const loads = [
    staff.asSystem((call) => loadPostalCodes(call, file('postal-codes-de.csv'))),
    staff.asSystem((call) => loadDiagnoses(call, file('icd-10-gm-2024-chapter-F.csv'), 2024)),
  ];
  for (const reading of await Promise.all(loads)) if (!reading.ok) throw new Error(`a table of data/ has ${reading.count} faults`);
  const where = await openPractices(staff);
  const cast = staff as unknown as Cast<string>;
  for (const therapist of DEMO_THERAPISTS) await join(cast, therapist, getWhere(where, therapist));
  await Promise.all(DEMO_THERAPISTS.map((therapist) => openOffer(cast, therapist, getWhere(where, therapist), agenda)));
  confirmNowAndThen(cast, agenda);
  await fillRoster(cast, agenda);
  return cast;
}

function getWhere(where: ReadonlyMap<string, Where>, { key, at }: DemoTherapist): Where {
  const found = where.get(at);
  if (!found) throw new RangeError(`${key} works nowhere`);
  return found;
}

function openPractices(staff: Cast<StaffName>): Promise<Map<string, Where>> {
  return staff.as('marit', async (call, permit) => {
    const may = permit('directory.coordinate');
    const where = new Map<string, Where>();
    for (const { locations, ...practice } of Object.values(PRACTICES)) {
      const organisation = await appendOrganisation(call, may, { ...practice, email: null, website: null });
      for (const { key, ...location } of locations) {
        const { id } = await coordinateLocation(call, may, organisation.id, fieldsOf(location));
        where.set(key, { organisationId: organisation.id, locationId: id });
      }
    }
    return where;
  });
}

const fieldsOf = (location: Omit<DemoLocation, 'key'>) => ({ ...location, name: null, directions: location.directions ?? null });

async function join(cast: Cast<string>, therapist: DemoTherapist, { organisationId }: Where): Promise<void> {
  const { key, name, title = null, gender, pronoun = null, profession, about = null } = therapist;
  const email = `${key}@geleit.example`;
  const phone = `0228 555 2${String(10 + DEMO_THERAPISTS.indexOf(therapist)).padStart(2, '0')}`;
  const profile = { organisationId, name, title, gender, pronoun, profession, about, phone, email };
  const { id } = await cast.as('marit', (call, permit) => appendPractitioner(call, permit('directory.coordinate'), profile));
  await cast.join(key, {
    name: [title, name].filter(Boolean).join(' '),
    email,
    roles: therapist.alsoOncall ? ['therapist', 'oncall'] : ['therapist'],
    organisationId,
    practitionerId: id,
  });
}

/** Places, exclusions, the cancellation rule, and slots of the whole history in one transaction of the therapist. */
async function openOffer(cast: Cast<string>, therapist: DemoTherapist, { locationId }: Where, agenda: Agenda): Promise<void> {
  await cast.as(therapist.key, async (call, permit) => {
    const may = permit('directory.offer');
    await confirmStillTrue(call, may);
    for (const place of therapist.places) await addPlace(call, may, placeOf(therapist, place, locationId, agenda));
    for (const code of therapist.exclusions ?? []) await addExclusion(call, may, { code });
    if (therapist.policy) await changeMyPolicy(call, permit('placement.therapist'), therapist.policy);
    for (const place of therapist.places.filter(({ kind }) => kind !== 'GROUP_SEAT' && kind !== 'SERVICE')) {
      const acute = place.kind === 'ACUTE';
      const slots = handMade(stretchesOf(place.hours), agenda);
      if (slots.length === 0) continue;
      await publishOwn(call, permit('scheduling.own'), {
        slots,
        kinds: acute ? ['ACUTE', 'CONSULT'] : ['CONSULT', 'TRIAL', 'THERAPY'],
        modality: 'in-person',
        locationId,
      });
    }
  });
  agenda.on(-WEEKLY_SINCE, '07:30', () => openWeek(cast, therapist, locationId));
}

/** "Stimmt noch" of everybody every twelve days, and at last on the day that the card tells of. */
function confirmNowAndThen(cast: Cast<string>, agenda: Agenda): void {
  const confirm = (key: string) => cast.as(key, (call, permit) => confirmStillTrue(call, permit('directory.offer')));
  const before = (days: number) => agenda.now.subtract({ hours: 24 * days + 2 });
  for (let day = HISTORY_DAYS - 12; day > 26; day -= 12)
    agenda.at(before(day), async () => void (await Promise.all(DEMO_THERAPISTS.map(({ key }) => confirm(key)))));
  for (const { key, confirmedDaysAgo: last = 3 } of DEMO_THERAPISTS)
    for (let day = last; day < 28; day += 12) agenda.at(before(day), async () => void (await confirm(key)));
}

function placeOf(therapist: DemoTherapist, place: DemoTherapist['places'][number], locationId: string, agenda: Agenda): NewPlace {
  const service = place.kind === 'SERVICE';
  const group = place.kind === 'GROUP_SEAT';
  const [ageMin, ageMax] = therapist.ages ?? [18, 120];
  return {
    locationId,
    kind: place.kind,
    procedure: therapist.procedure ?? null,
    setting: group ? 'group' : 'single',
    ageMin,
    ageMax,
    insuranceKinds: therapist.payers,
    languages: [{ tag: 'de', level: 'C2' }, ...therapist.languages.map(([tag, level]) => ({ tag, level }))],
    interpreterWelcome: therapist.interpreter ?? 'unknown',
    specialities: therapist.specialities,
    modality: therapist.video && !group ? ['in-person', 'video'] : ['in-person'],
    windows: stretchesOf(place.hours).map((stretch) => ({ ...stretch, rhythm: 'weekly' })),
    earliestStart: service
      ? null
      : dayInBerlin(agenda.now)
          .add({ days: place.startsIn ?? -HISTORY_DAYS })
          .toString(),
    notes: place.notes ?? null,
    groupName: place.groupName ?? null,
    serviceType: place.serviceType ?? null,
    ...(place.seats ? { seats: place.seats } : {}),
    open: true,
  };
}

/** One slot a week for each place, until the weekly times begin. */
function handMade(stretches: readonly Stretch[], agenda: Agenda): { startsAt: string; minutes: number }[] {
  const first = dayInBerlin(agenda.now).subtract({ days: HISTORY_DAYS - 3 });
  const end = dayInBerlin(agenda.now).subtract({ days: WEEKLY_SINCE - 1 });
  return stretches.slice(0, 1).flatMap(({ weekday, from }) => {
    const slots = [];
    for (let day = first.add({ days: (weekday - first.dayOfWeek + 7) % 7 }); day.until(end).days > 0; day = day.add({ days: 7 })) {
      const start = day.toZonedDateTime({ timeZone: 'Europe/Berlin', plainTime: from });
      slots.push({ startsAt: start.toInstant().toString(), minutes: 50 });
    }
    return slots;
  });
}

/** Weekly times for first appointments and sessions: the first two hours of each stretch. */
async function openWeek(cast: Cast<string>, therapist: DemoTherapist, locationId: string): Promise<void> {
  await cast.as(therapist.key, async (call, permit) => {
    for (const place of therapist.places.filter(({ kind }) => kind !== 'GROUP_SEAT' && kind !== 'SERVICE')) {
      for (const { weekday, from, to } of stretchesOf(place.hours).slice(0, 2)) {
        await appendWeeklyTime(call, permit('scheduling.own'), {
          locationId,
          weekday,
          from,
          to: timeOfDay(Math.min(minutesOfDay(to), minutesOfDay(from) + 120)),
          slotMinutes: 50,
          breakMinutes: 10,
          rhythm: 'weekly',
          kinds: place.kind === 'ACUTE' ? ['ACUTE', 'CONSULT'] : ['CONSULT', 'TRIAL', 'THERAPY'],
          modality: 'in-person',
          validFrom: dayInBerlin(call.now).add({ days: 1 }).toString(),
          onHolidays: false,
        });
      }
    }
  });
}

/** The duty psychologist of every week, past and coming, and a second one behind her. */
async function fillRoster(cast: Cast<string>, agenda: Agenda): Promise<void> {
  const monday = dayInBerlin(agenda.now).subtract({ days: dayInBerlin(agenda.now).dayOfWeek - 1 });
  await cast.as('marit', async (call, permit) => {
    for (let week = -18; week < 4; week += 1) {
      const from = monday.add({ days: 7 * week }).toZonedDateTime('Europe/Berlin');
      const until = monday.add({ days: 7 * week + 7 }).toZonedDateTime('Europe/Berlin');
      if (Temporal.Instant.compare(until.toInstant(), call.now) <= 0) continue;
      // A week of the clock change in autumn is an hour longer than a duty may be.
      const end = from.toInstant().until(until.toInstant()).total('hours') > 168 ? until.subtract({ hours: 1 }) : until;
      const duty = { from: from.toInstant().toString(), until: end.toInstant().toString() };
      await addDuty(call, permit('access.roster'), { ...duty, accountId: cast.account('yilmaz'), rank: 1, phone: '0228 555 112' });
      if (week >= 0)
        await addDuty(call, permit('access.roster'), { ...duty, accountId: cast.account('becker'), rank: 2, phone: '0171 39 20112' });
    }
  });
}

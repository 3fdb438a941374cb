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
import type { Policy } from '#rooms/placement/contract.ts';
import { appendWeeklyTime } from '#rooms/scheduling/actions/weekly.ts';
import { type Cast, openCast } from '#test/cast/cast.ts';
import type { StaffName } from '#test/cast/people.ts';
import type { NewPlace } from '#test/cast/practice.ts';
import type { Agenda } from '#test/replay/agenda.ts';
import { DEMO_THERAPISTS, type DemoLocation, type DemoTherapist, type Hours, PRACTICES } from './network.ts';

/** What differs between the demo and other replays of the same network. */
export interface Building {
  /** Days of history before the present. */
  days: number;
  /** Offers of the last so many days are as dense as a full calendar; before, and without it, one time for each stretch of a place. */
  denseDays: number;
  /** One after the other, so that the same seed gives the same ids; else at once, which is quicker. */
  oneByOne?: boolean;
  /** Day of the history on which somebody lays down her cancellation rule, and the rule; without it everybody begins with her own. */
  ruleOf?: (therapist: DemoTherapist, index: number) => { policy: Policy | undefined; day: number };
}
/** Before, everybody confirms by the week as in every replay. */
export const LAST_DAYS = 28;
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
export async function buildNetwork(world: World, agenda: Agenda, building: Building): Promise<Cast<string>> {
  const file = (name: string) => createReadStream(new URL(`../../data/${name}`, import.meta.url));
  const staff = await openCast(world, { passwords: true });
  const loads = [
    () => staff.asSystem((call) => loadPostalCodes(call, file('postal-codes-de.csv'))),
    () => staff.asSystem((call) => loadDiagnoses(call, file('icd-10-gm-2024-chapter-F.csv'), 2024)),
  ];
  for (const reading of await all(building, loads)) if (!reading.ok) throw new Error(`a table of data/ has ${reading.count} faults`);
  const where = await openPractices(staff);
  const cast = staff as unknown as Cast<string>;
  for (const therapist of DEMO_THERAPISTS) await join(cast, therapist, getWhere(where, therapist));
  await all(
    building,
    DEMO_THERAPISTS.map((therapist, index) => () => openOffer({ cast, therapist, ...getWhere(where, therapist), agenda, building, index })),
  );
  confirmAtLast(cast, agenda);
  await fillRoster(cast, agenda, building.days);
  return cast;
}

async function all<Result>({ oneByOne }: Building, works: readonly (() => Promise<Result>)[]): Promise<Result[]> {
  if (!oneByOne) return Promise.all(works.map((work) => work()));
  const results: Result[] = [];
  for (const work of works) results.push(await work());
  return results;
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

interface Opening extends Where {
  cast: Cast<string>;
  therapist: DemoTherapist;
  agenda: Agenda;
  building: Building;
  index: number;
}

/** Places, exclusions, the cancellation rule, and weekly times in one transaction of the therapist. */
async function openOffer(opening: Opening): Promise<void> {
  const { cast, therapist, locationId, agenda, building, index } = opening;
  const { policy, day } = building.ruleOf?.(therapist, index) ?? { policy: therapist.policy, day: 0 };
  const { denseDays, days } = building;
  const dense = Math.min(denseDays, days - 1);
  const today = dayInBerlin(agenda.now);
  await cast.as(therapist.key, async (call, permit) => {
    const may = permit('directory.offer');
    await confirmStillTrue(call, may);
    for (const place of therapist.places) await addPlace(call, may, placeOf(therapist, place, locationId, building.days, agenda));
    for (const code of therapist.exclusions ?? []) await addExclusion(call, may, { code });
    if (policy && day === 0) await changeMyPolicy(call, permit('placement.therapist'), policy);
  });
  const validTo = dense > 0 ? today.subtract({ days: dense }).toString() : null;
  await openWeek(opening, { minutes: 60, validFrom: dayInBerlin(agenda.time).toString(), validTo });
  if (dense > 0) {
    const full = { minutes: 120, validFrom: today.subtract({ days: dense - 1 }).toString(), validTo: null };
    agenda.on(-dense, '07:30', () => openWeek(opening, full));
  }
  if (policy && day > 0)
    agenda.after({ days: day }, 'rule', () =>
      cast.as(therapist.key, (call, permit) => changeMyPolicy(call, permit('placement.therapist'), policy)),
    );
}

/** The last weeks tell of freshness and of what has gone stale: "stimmt noch" as the cards of the demo say. */
function confirmAtLast(cast: Cast<string>, agenda: Agenda): void {
  const confirm = (key: string) => cast.as(key, (call, permit) => confirmStillTrue(call, permit('directory.offer')));
  for (const { key, confirmedDaysAgo: last = 3 } of DEMO_THERAPISTS)
    for (let day = last; day < LAST_DAYS; day += 12)
      agenda.at(agenda.now.subtract({ hours: 24 * day + 2 }), () => confirm(key), 'still true');
}

function placeOf(
  therapist: DemoTherapist,
  place: DemoTherapist['places'][number],
  locationId: string,
  days: number,
  agenda: Agenda,
): NewPlace {
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
          .add({ days: place.startsIn ?? -days })
          .toString(),
    notes: place.notes ?? null,
    groupName: place.groupName ?? null,
    serviceType: place.serviceType ?? null,
    ...(place.seats ? { seats: place.seats } : {}),
    open: true,
  };
}

interface Density {
  minutes: number;
  validFrom: string;
  validTo: string | null;
}

/** Weekly times for first appointments and sessions: the first hour or two of each stretch. */
async function openWeek({ cast, therapist, locationId }: Opening, { minutes, validFrom, validTo }: Density): Promise<void> {
  await cast.as(therapist.key, async (call, permit) => {
    for (const place of therapist.places.filter(({ kind }) => kind !== 'GROUP_SEAT' && kind !== 'SERVICE')) {
      for (const { weekday, from, to } of stretchesOf(place.hours).slice(0, 2)) {
        await appendWeeklyTime(call, permit('scheduling.own'), {
          locationId,
          weekday,
          from,
          to: timeOfDay(Math.min(minutesOfDay(to), minutesOfDay(from) + minutes)),
          slotMinutes: 50,
          breakMinutes: 10,
          rhythm: 'weekly',
          kinds: place.kind === 'ACUTE' ? ['ACUTE', 'CONSULT'] : ['CONSULT', 'TRIAL', 'THERAPY'],
          modality: 'in-person',
          validFrom,
          validTo,
          onHolidays: false,
        });
      }
    }
  });
}

/** The duty psychologist of every week, past and coming, and a second one behind her. */
async function fillRoster(cast: Cast<string>, agenda: Agenda, days: number): Promise<void> {
  const monday = dayInBerlin(agenda.now).subtract({ days: dayInBerlin(agenda.now).dayOfWeek - 1 });
  await cast.as('marit', async (call, permit) => {
    for (let week = -Math.ceil(days / 7); week < 4; week += 1) {
      const from = monday.add({ days: 7 * week }).toZonedDateTime('Europe/Berlin');
      const until = monday.add({ days: 7 * week + 7 }).toZonedDateTime('Europe/Berlin');
      if (Temporal.Instant.compare(until.toInstant(), call.now) <= 0) continue;
      // A week of the clock change in autumn is an hour longer than a duty may be.
      const end = from.toInstant().until(until.toInstant()).total('hours') > 168 ? until.subtract({ hours: 1 }) : until;
      const duty = { from: from.toInstant().toString(), until: end.toInstant().toString() };
      await addDuty(call, permit('access.roster'), { ...duty, accountId: cast.account('yilmaz'), rank: 1, phone: '0228 555 112' });
      await addDuty(call, permit('access.roster'), { ...duty, accountId: cast.account('becker'), rank: 2, phone: '0171 39 20112' });
    }
  });
}

import type { z } from 'zod';
import { dayInBerlin } from '#kernel/time.ts';
import { appendOrganisation, appendPractitioner, coordinateLocation } from '#rooms/directory/actions/coordinate.ts';
import { addExclusion } from '#rooms/directory/actions/exclusions.ts';
import { confirmStillTrue } from '#rooms/directory/actions/offer.ts';
import { addPlace } from '#rooms/directory/actions/place.ts';
import { loadPostalCodes } from '#rooms/directory/actions/settings.ts';
import type { addPlace as AddPlace } from '#rooms/directory/contract.ts';
import { changeMyPolicy } from '#rooms/placement/actions/policy.ts';
import type { Policy } from '#rooms/placement/contract.ts';
import { appendWeeklyTime } from '#rooms/scheduling/actions/weekly.ts';
import type { addWeeklyTime } from '#rooms/scheduling/contract.ts';
import type { Cast } from './cast.ts';
import { type StaffName, THERAPISTS, type TherapistName } from './people.ts';

export type NewPlace = z.output<NonNullable<typeof AddPlace.body>>;
export type NewWeeklyTime = z.output<NonNullable<typeof addWeeklyTime.body>>;

/** Postal codes around Bonn as the data file has them; enough for tests, and read in a moment. */
const POSTAL_CODES = `postal_code,place,state,community,community_code,latitude,longitude
53111,Bonn,NW,Bonn,05314,50.7403,7.0986
53113,Bonn,NW,Bonn,05314,50.7250,7.1145
53123,Bonn,NW,Bonn,05314,50.7206,7.0406
53177,Bonn,NW,Bonn,05314,50.6831,7.1566
53225,Bonn,NW,Bonn,05314,50.7437,7.1231
53721,Siegburg,NW,Siegburg,05382,50.7999,7.2075
`;

/** Loads a handful of postal codes (Bonn and Siegburg). */
export async function loadFewPostalCodes(cast: Cast<StaffName>): Promise<void> {
  const reading = await cast.asSystem((call) => loadPostalCodes(call, [POSTAL_CODES]));
  if (!reading.ok) throw new Error(`postal codes: ${JSON.stringify(reading.faults.slice(0, 3))}`);
}

const window = (weekday: number, from: string, to: string) => ({ weekday, from, to, rhythm: 'weekly' as const });
const ADULTS = { ageMin: 18, ageMax: 120 };
const SINGLE = { setting: 'single', kind: 'PLACE', open: true } as const;

/** 48 hours, 60 €, the first time is forgiven. */
export const FIXED_POLICY: Policy = {
  noticeHours: 48,
  noticeMode: 'wallClock',
  feeType: 'fixed',
  amountCents: 6_000,
  percent: null,
  sessionPriceCents: null,
  appliesTo: ['TRIAL', 'THERAPY', 'GROUP'],
  goodwillFirst: true,
  exceptions: {
    illness: 'statement',
    accident: 'none',
    hospital: 'none',
    'child-ill': 'statement',
    bereavement: 'none',

    crisis: 'none',
  },
  contact: '0228 555 210 (Anrufbeantworter)',
};
const PERCENT_POLICY: Policy = {
  ...FIXED_POLICY,
  noticeHours: 24,
  noticeMode: 'workingDays',
  feeType: 'percent',
  amountCents: null,
  percent: 50,
  sessionPriceCents: 11_900,
  goodwillFirst: false,
};

export interface Practice {
  organisationId: string;
  locationId: string;
  /** Open places by who offers them. */
  places: { brandt: string; rossi: string; group: string[]; haddad: string; acute: string };
}

/**
 * A small practice in Bonn for tests of actions: Brandt (VT, Monday and Wednesday evenings, fixed fee), Rossi (TP mornings, a group of
 * three seats, percent fee, excludes PBD in confidence), Haddad (children and young people, Arabic, acute capacity, no rule).
 * Slots of eight weeks stand for first appointments.
 */
export async function openPractice(cast: Cast<StaffName>): Promise<{ cast: Cast<StaffName | TherapistName>; practice: Practice }> {
  await loadFewPostalCodes(cast);
  const { organisationId, locationId } = await cast.as('marit', async (call, permit) => {
    const may = permit('directory.coordinate');
    const { id } = await appendOrganisation(call, may, {
      name: 'Praxis am Hofgarten',
      kind: 'practice',
      phone: '0228 555 210',
      email: 'praxis@geleit.example',
      website: null,
    });
    const location = await coordinateLocation(call, may, id, {
      name: null,
      street: 'Lindengasse 7',
      postalCode: '53113',
      place: 'Bonn',
      access: { 'step-free': 'yes', lift: 'yes', 'accessible-wc': 'unknown' },
      directions: 'Klingel „Hofgarten“, 2. Stock',
    });
    return { organisationId: id, locationId: location.id };
  });
  const members = await joinTherapists(cast, organisationId);
  const places = await openPlaces(members, locationId);
  return { cast: members, practice: { organisationId, locationId, places } };
}

async function joinTherapists(cast: Cast<StaffName>, organisationId: string): Promise<Cast<StaffName | TherapistName>> {
  let members: Cast<StaffName | TherapistName> = cast;
  for (const [key, { email, name, ...profile }] of Object.entries(THERAPISTS)) {
    const practitioner = await cast.as('marit', (call, permit) =>
      appendPractitioner(call, permit('directory.coordinate'), { organisationId, name, ...profile, email }),
    );
    const account = { name: [profile.title, name].filter(Boolean).join(' '), email, roles: ['therapist'] as const };
    members = await members.join(key as TherapistName, { ...account, organisationId, practitionerId: practitioner.id });
  }
  return members;
}

async function openPlaces(cast: Cast<StaffName | TherapistName>, locationId: string): Promise<Practice['places']> {
  const weekly = (weekday: number, from: string, to: string, kinds: NewWeeklyTime['kinds'], now: Temporal.Instant): NewWeeklyTime => ({
    locationId,
    weekday,
    from,
    to,
    slotMinutes: 50,
    breakMinutes: 10,
    rhythm: 'weekly',
    kinds,
    modality: 'in-person',
    validFrom: dayInBerlin(now).toString(),
    onHolidays: false,
  });
  const offer = (name: TherapistName, places: NewPlace[], times: [number, string, string, NewWeeklyTime['kinds']][], policy?: Policy) =>
    cast.as(name, async (call, permit) => {
      await confirmStillTrue(call, permit('directory.offer'));
      const opened = [];
      for (const place of places) opened.push(await addPlace(call, permit('directory.offer'), place));
      for (const [weekday, from, to, kinds] of times)
        await appendWeeklyTime(call, permit('scheduling.own'), weekly(weekday, from, to, kinds, call.now));
      if (policy) await changeMyPolicy(call, permit('placement.therapist'), policy);
      return opened.map(({ ids }) => ids);
    });
  const today = dayInBerlin(await cast.asSystem(async ({ now }) => now)).toString();
  const shared = { locationId, earliestStart: today, modality: ['in-person' as const] };
  const brandt = await offer(
    'brandt',
    [
      {
        ...shared,
        ...SINGLE,
        ...ADULTS,
        procedure: 'VT',
        insuranceKinds: ['GKV', 'PKV'],
        modality: ['in-person', 'video'],
        languages: [
          { tag: 'de', level: 'C2' },
          { tag: 'en', level: 'C1' },
        ],
        specialities: { DEP: 'S', ANX: 'S', SLE: 'B' },
        windows: [window(1, '17:00', '20:00'), window(3, '17:00', '20:00')],
        notes: 'Bitte vorher Fragebogen schicken',
      },
    ],
    [
      [1, '17:00', '20:00', ['CONSULT', 'TRIAL']],
      [3, '17:00', '20:00', ['CONSULT', 'TRIAL', 'THERAPY']],
    ],
    FIXED_POLICY,
  );
  const rossi = await offer(
    'rossi',
    [
      {
        ...shared,
        ...SINGLE,
        ...ADULTS,
        procedure: 'TP',
        insuranceKinds: ['GKV', 'PKV', 'SELF'],
        languages: [
          { tag: 'de', level: 'C2' },
          { tag: 'it', level: 'C2' },
        ],
        specialities: { DEP: 'S', PTS: 'B', ADJ: 'S' },
        windows: [window(2, '09:00', '12:00'), window(4, '09:00', '12:00')],
      },
      {
        ...shared,
        ...ADULTS,
        open: true,
        kind: 'GROUP_SEAT',
        setting: 'group',
        procedure: 'TP',
        insuranceKinds: ['GKV', 'PKV'],
        specialities: { DEP: 'S' },
        windows: [window(2, '17:30', '19:30')],
        groupName: 'Dienstagsgruppe',
        seats: 3,
      },
    ],
    [
      [2, '09:00', '12:00', ['CONSULT', 'TRIAL']],
      [4, '09:00', '12:00', ['CONSULT', 'TRIAL', 'THERAPY']],
    ],
    PERCENT_POLICY,
  );
  await cast.as('rossi', (call, permit) => addExclusion(call, permit('directory.offer'), { code: 'PBD' }));
  const haddad = await offer(
    'haddad',
    [
      {
        ...shared,
        ...SINGLE,
        ageMin: 3,
        ageMax: 20,
        procedure: 'VT',
        insuranceKinds: ['GKV', 'PKV'],
        interpreterWelcome: 'yes',
        languages: [
          { tag: 'de', level: 'C2' },
          { tag: 'ar', level: 'C2' },
        ],
        specialities: { ANX: 'S', ADH: 'S', CHD: 'S', DEP: 'B' },
        windows: [window(1, '14:00', '18:00'), window(3, '14:00', '18:00')],
      },
      {
        ...shared,
        open: true,
        kind: 'ACUTE',
        setting: 'single',
        procedure: 'VT',
        ageMin: 3,
        ageMax: 20,
        insuranceKinds: ['GKV'],
        windows: [window(5, '12:00', '14:00')],
      },
    ],
    [
      [1, '14:00', '18:00', ['CONSULT', 'TRIAL']],
      [5, '12:00', '14:00', ['ACUTE', 'CONSULT']],
    ],
  );
  const first = (ids: string[] | undefined): string => {
    const [id] = ids ?? [];
    if (!id) throw new Error('no place was opened');
    return id;
  };
  return { brandt: first(brandt[0]), rossi: first(rossi[0]), group: rossi[1] ?? [], haddad: first(haddad[0]), acute: first(haddad[1]) };
}

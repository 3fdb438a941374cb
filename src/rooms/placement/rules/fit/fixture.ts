import type {
  Gender,
  InsuranceKind,
  LanguageLevel,
  Marker,
  Modality,
  ProblemCode,
  Procedure,
  SlotKind,
  SpecialityLevel,
} from '#kernel/codes.ts';
import { BERLIN, type Weekday } from '#kernel/time.ts';
import { type Exclusion, exclusionHit } from './pair.ts';
import type { FitOffer, FitPlace, FitRequest, HardId, WeeklyWindow, YesNoUnknown } from './types.ts';

/** The standing example of rule book A.4.5: twenty places, and the nine worked requests of A.4.6 with case N. All invented. */
export const FIXTURE_TODAY = '2026-03-02';

export const ZONES = ['Z', 'B', 'G', 'H', 'S'] as const;
export type Zone = (typeof ZONES)[number];

const ZONE_MINUTES: Record<Zone, Record<Zone, number>> = {
  Z: { Z: 10, B: 15, G: 20, H: 20, S: 30 },
  B: { Z: 15, B: 10, G: 30, H: 35, S: 20 },
  G: { Z: 20, B: 30, G: 10, H: 30, S: 45 },
  H: { Z: 20, B: 35, G: 30, H: 10, S: 45 },
  S: { Z: 30, B: 20, G: 45, H: 45, S: 10 },
};

/** Travel minutes between two zones of the fixture. */
export function zoneMinutes(from: Zone, to: Zone): number {
  return ZONE_MINUTES[from][to];
}

export interface FixturePlace {
  zone: Zone;
  exclusions: Exclusion[];
  place: FitPlace;
}

interface Row {
  gender: Gender;
  kind: 'PLACE' | 'GROUP_SEAT' | 'ACUTE';
  procedure?: Procedure;
  seats?: number;
  age: [number, number?];
  payers: string;
  languages?: string;
  interpreter?: true;
  specialities?: string;
  exclusions?: string;
  stepFree: YesNoUnknown;
  modality: 'p' | 'v' | 'p+v';
  windows: string;
  start: string;
  zone: Zone;
  openSince: string;
  confirmed: string;
  load: [number, number];
}

const WEEKDAYS = ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'];
const PLACE_VT = { kind: 'PLACE', procedure: 'VT' } as const;
const GROUP = { kind: 'GROUP_SEAT' } as const;
const ACUTE = { kind: 'ACUTE' } as const;
const ADULT: [number] = [18];
const MINOR: [number, number] = [3, 20];

// biome-ignore format: one line per fact group reads like the printed table
const ROWS: Record<string, Row> = {
  P01: { gender: 'f', ...PLACE_VT, age: ADULT, payers: 'GKV PKV', languages: 'en C1', specialities: 'DEP S, ANX S, SLE B', exclusions: 'PSY SUD',
    stepFree: 'yes', modality: 'p+v', windows: 'Mo 17-19, We 17-19, Th 08-10', start: '03-23', zone: 'Z', openSince: '02-02', confirmed: '02-27', load: [3, 4] },
  P02: { gender: 'm', ...PLACE_VT, age: ADULT, payers: 'GKV PKV', specialities: 'DEP B, OCD S, ANX S', exclusions: 'EAT',
    stepFree: 'no', modality: 'p', windows: 'Tu 17-18, Th 17-18', start: '03-09', zone: 'B', openSince: '01-12', confirmed: '02-26', load: [1, 3] },
  P03: { gender: 'f', kind: 'PLACE', procedure: 'TP', age: ADULT, payers: 'GKV PKV', languages: 'tr C2', specialities: 'DEP S, PTS B, ADJ S', exclusions: 'SUD',
    stepFree: 'yes', modality: 'p', windows: 'Mo 09-12, Tu 09-12, We 17-18:30', start: '04-13', zone: 'Z', openSince: '02-16', confirmed: '02-28', load: [2, 2] },
  P04: { gender: 'm', kind: 'PLACE', procedure: 'AP', age: ADULT, payers: 'GKV PKV', languages: 'fr C1', specialities: 'DEP S, PDO S', exclusions: 'PBD PSY ADH',
    stepFree: 'unknown', modality: 'p', windows: 'Mo 08-11, We 08-11, Fr 08-11', start: '03-16', zone: 'G', openSince: '2025-12-15', confirmed: '02-20', load: [0, 1] },
  P05: { gender: 'f', ...PLACE_VT, age: ADULT, payers: 'GKV', languages: 'en B2, ar C2', interpreter: true, specialities: 'PTS S, PBD S, DEP B',
    stepFree: 'yes', modality: 'p+v', windows: 'Tu 12-16, Fr 12-16', start: '05-04', zone: 'Z', openSince: '02-20', confirmed: '03-01', load: [2, 2] },
  P06: { gender: 'm', kind: 'PLACE', procedure: 'ST', age: ADULT, payers: 'GKV PKV SELF', languages: 'tr B2', specialities: 'ADJ S, DEP B, SUD B',
    stepFree: 'yes', modality: 'p+v', windows: 'Mo 17-20, Tu 17-20, Th 17-20', start: '03-30', zone: 'S', openSince: '02-09', confirmed: '02-25', load: [1, 1] },
  P07: { gender: 'f', ...PLACE_VT, age: MINOR, payers: 'GKV PKV', specialities: 'ANX S, DEP B, ADH S, CHD S', exclusions: 'EAT',
    stepFree: 'yes', modality: 'p', windows: 'Mo 14-18, We 14-18', start: '04-20', zone: 'Z', openSince: '02-01', confirmed: '02-27', load: [1, 2] },
  P08: { gender: 'm', kind: 'PLACE', procedure: 'TP', age: MINOR, payers: 'GKV PKV', languages: 'en B2', specialities: 'DEP S, PTS S, ANX B',
    stepFree: 'no', modality: 'p', windows: 'Tu 14-17, Th 14-17', start: '03-23', zone: 'B', openSince: '01-20', confirmed: '02-24', load: [2, 2] },
  P09: { gender: 'f', ...PLACE_VT, age: ADULT, payers: 'GKV PKV', specialities: 'DEP S, ANX B, PBD B',
    stepFree: 'yes', modality: 'p+v', windows: 'We 17-20, Th 17-19', start: '03-23', zone: 'Z', openSince: '02-10', confirmed: '02-09', load: [0, 2] },
  P10: { gender: 'd', ...PLACE_VT, age: ADULT, payers: 'PKV SELF KE', languages: 'en C2', specialities: 'DEP S, ANX S, SEX S',
    stepFree: 'yes', modality: 'v', windows: 'Mo 08-20, Tu 08-20, We 08-20', start: '03-04', zone: 'Z', openSince: '02-25', confirmed: '03-02', load: [1, 5] },
  P11: { gender: 'm', ...PLACE_VT, age: ADULT, payers: 'GKV PKV', specialities: 'ANX S, DEP B',
    stepFree: 'yes', modality: 'p', windows: 'Mo 17-19, We 17-19', start: '04-06', zone: 'Z', openSince: '01-05', confirmed: '02-27', load: [0, 2] },
  P12: { gender: 'd', ...PLACE_VT, age: ADULT, payers: 'GKV', languages: 'pl C2', specialities: 'ANX S, OCD B',
    stepFree: 'yes', modality: 'p', windows: 'Tu 17-19, Th 17-19', start: '03-30', zone: 'Z', openSince: '2025-12-01', confirmed: '02-26', load: [0, 1] },
  G01: { gender: 'f', ...GROUP, procedure: 'VT', seats: 2, age: ADULT, payers: 'GKV PKV', specialities: 'DEP S', exclusions: 'PSY PBD',
    stepFree: 'yes', modality: 'p', windows: 'Tu 17:30-19:10', start: '03-31', zone: 'Z', openSince: '02-01', confirmed: '02-28', load: [1, 4] },
  G02: { gender: 'm', ...GROUP, procedure: 'TP', seats: 1, age: ADULT, payers: 'GKV', specialities: 'DEP B, PDO S', exclusions: 'SUD',
    stepFree: 'no', modality: 'p', windows: 'We 18-19:40', start: '03-18', zone: 'G', openSince: '01-15', confirmed: '02-23', load: [0, 3] },
  G03: { gender: 'f', ...GROUP, procedure: 'VT', seats: 0, age: ADULT, payers: 'GKV PKV', specialities: 'ANX S, DEP B',
    stepFree: 'yes', modality: 'p', windows: 'Th 10-11:40', start: '03-12', zone: 'Z', openSince: '02-01', confirmed: '02-28', load: [2, 3] },
  G04: { gender: 'm', ...GROUP, procedure: 'VT', seats: 4, age: ADULT, payers: 'GKV PKV', specialities: 'DEP S, ANX B',
    stepFree: 'yes', modality: 'v', windows: 'Tu 19-20:40', start: '04-14', zone: 'H', openSince: '02-11', confirmed: '02-27', load: [3, 6] },
  A01: { gender: 'f', ...ACUTE, age: ADULT, payers: 'GKV PKV',
    stepFree: 'yes', modality: 'p', windows: 'Mo 12-13, We 12-13', start: '03-11', zone: 'Z', openSince: '02-27', confirmed: '03-02', load: [1, 2] },
  A02: { gender: 'm', ...ACUTE, age: ADULT, payers: 'GKV', languages: 'en B2', exclusions: 'SUD',
    stepFree: 'no', modality: 'p', windows: 'Tu 08-09', start: '03-17', zone: 'B', openSince: '02-26', confirmed: '03-01', load: [0, 1] },
  A03: { gender: 'f', ...ACUTE, age: ADULT, payers: 'GKV PKV',
    stepFree: 'yes', modality: 'p+v', windows: 'Th 18-19', start: '03-12', zone: 'G', openSince: '02-27', confirmed: '03-02', load: [3, 3] },
  A04: { gender: 'm', ...ACUTE, age: ADULT, payers: 'GKV', languages: 'tr B2',
    stepFree: 'unknown', modality: 'p+v', windows: 'Fr 13-14', start: '03-06', zone: 'S', openSince: '03-01', confirmed: '03-01', load: [1, 1] },
};

/** All places of the fixture by id; the therapist of P01 is "T-P01". */
export const FIXTURE_PLACES: ReadonlyMap<string, FixturePlace> = new Map(
  Object.entries(ROWS).map(([id, row]) => [id, { zone: row.zone, exclusions: exclusionsOf(row), place: placeOf(id, row) }]),
);

/** Monday to Thursday, 17 to 20 h. */
export const EVENINGS: readonly WeeklyWindow[] = windowsOf('Mo 17-20, Tu 17-20, We 17-20, Th 17-20');
/** Monday to Friday, 8 to 20 h. */
export const ALWAYS: readonly WeeklyWindow[] = windowsOf('Mo 08-20, Tu 08-20, We 08-20, Th 08-20, Fr 08-20');

export type FixtureRequest = FitRequest & { zone: Zone };

/** The client defaults of A.4.5: GKV, single, German, all week, zone Z, in person and by video, no wishes. */
export function fixtureRequest(own: Partial<FixtureRequest>): FixtureRequest {
  return {
    insurance: 'GKV',
    setting: 'single',
    languages: ['de'],
    windows: ALWAYS,
    zone: 'Z',
    placeKnown: true,
    modalities: ['in-person', 'video'],
    accessNeeds: [],
    procedureWish: [],
    ...own,
  };
}

/** Places of the fixture as one request sees them: travel by zone, exclusions reduced to yes or no. */
export function fixtureOffers(ids: readonly string[], request: FixtureRequest): FitOffer[] {
  const codes: (ProblemCode | Marker)[] = [...(request.problems ?? []), ...(request.markers ?? [])];
  return ids.map((id) => {
    const found = FIXTURE_PLACES.get(id);
    if (!found) throw new RangeError(`no place ${id} in the fixture`);
    return {
      ...found.place,
      excluded: exclusionHit(found.exclusions, codes, FIXTURE_TODAY),
      pairBlocked: false,
      travelMinutes: zoneMinutes(request.zone, found.zone),
    };
  });
}

/** One worked example as it is printed. */
export interface Example {
  name: string;
  request: FixtureRequest;
  considered: string[];
  ranked: [id: string, score: number][];
  clarify: [id: string, score: number, ...criteria: HardId[]][];
  excluded: Record<string, HardId[]>;
}

const minor = windowsOf('Mo 15-18, Tu 15-18, Th 15-18');
const woman = { age: 24, problems: ['PTS'], genderWish: 'f' } as const;

/** The worked examples of A.4.6 (10 in both readings). */
export const EXAMPLES: readonly Example[] = [
  {
    name: '1: depression, evenings, wishes VT',
    request: fixtureRequest({ age: 35, problems: ['DEP'], windows: EVENINGS, procedureWish: ['VT'] }),
    considered: ['P01', 'P02', 'P03', 'P04', 'P06', 'P09'],
    ranked: [
      ['P01', 91.7],
      ['P02', 77.6],
      ['P03', 60.8],
      ['P06', 51.2],
    ],
    clarify: [['P09', 91.7, 'H1']],
    excluded: { P04: ['H11'] },
  },
  {
    name: '2: borderline with depression',
    request: fixtureRequest({ age: 27, problems: ['PBD', 'DEP'] }),
    considered: ['P01', 'P03', 'P04', 'P05', 'P06'],
    ranked: [
      ['P05', 70.4],
      ['P01', 67.8],
      ['P03', 62.1],
      ['P06', 56.2],
    ],
    clarify: [],
    excluded: { P04: ['H5'] },
  },
  {
    name: '3: depression, Turkish only',
    request: fixtureRequest({ age: 44, problems: ['DEP'], languages: ['tr'], zone: 'B' }),
    considered: ['P01', 'P02', 'P03', 'P05', 'P06'],
    ranked: [
      ['P03', 87.5],
      ['P06', 67.6],
    ],
    clarify: [],
    excluded: { P01: ['H8'], P02: ['H8'], P05: ['H8'] },
  },
  {
    name: '5: depression, wheelchair, in person only',
    request: fixtureRequest({ age: 58, problems: ['DEP'], accessNeeds: ['step-free'], modalities: ['in-person'], zone: 'G' }),
    considered: ['P01', 'P02', 'P03', 'P04', 'P06'],
    ranked: [
      ['P01', 91.7],
      ['P03', 85.9],
      ['P06', 65.0],
    ],
    clarify: [['P04', 94.9, 'H9']],
    excluded: { P02: ['H9'] },
  },
  {
    name: '6: fifteen years, anxiety',
    request: fixtureRequest({ age: 15, problems: ['ANX'], zone: 'B', windows: minor }),
    considered: ['P01', 'P02', 'P07', 'P08'],
    ranked: [
      ['P07', 76.9],
      ['P08', 67.6],
    ],
    clarify: [],
    excluded: { P01: ['H3'], P02: ['H3'] },
  },
  {
    name: '7: nineteen years, both worlds are legal',
    request: fixtureRequest({ age: 19, problems: ['DEP', 'ANX'], windows: windowsOf('Mo 14-19, Tu 14-19, We 14-19, Th 14-19') }),
    considered: ['P01', 'P02', 'P03', 'P07', 'P08'],
    ranked: [
      ['P01', 89.1],
      ['P08', 81.3],
      ['P02', 77.9],
      ['P03', 66.9],
      ['P07', 67.1],
    ],
    clarify: [],
    excluded: {},
  },
  {
    name: '9: anxiety, step-free in person, one band',
    request: fixtureRequest({ age: 52, problems: ['ANX'], windows: EVENINGS, accessNeeds: ['step-free'], modalities: ['in-person'] }),
    considered: ['P01', 'P02', 'P06', 'P11', 'P12'],
    ranked: [
      ['P12', 87.2],
      ['P11', 85.3],
      ['P01', 89.1],
      ['P06', 50.8],
    ],
    clarify: [],
    excluded: { P02: ['H9'] },
  },
  {
    name: '10: trauma, a woman is a must',
    request: fixtureRequest({ ...woman, genderMust: true }),
    considered: ['P01', 'P02', 'P03', 'P05', 'P06', 'P08'],
    ranked: [
      ['P05', 77.6],
      ['P03', 65.6],
      ['P01', 55.3],
    ],
    clarify: [],
    excluded: { P02: ['H13'], P06: ['H13'], P08: ['H3', 'H13'] },
  },
  {
    name: '10 as a mere wish',
    request: fixtureRequest(woman),
    considered: ['P01', 'P02', 'P03', 'P05', 'P06', 'P08'],
    ranked: [
      ['P05', 79.2],
      ['P03', 68.1],
      ['P01', 58.5],
      ['P02', 50.7],
      ['P06', 47.1],
    ],
    clarify: [],
    excluded: { P08: ['H3'] },
  },
  {
    name: '12: acute, deadline 16 March',
    request: fixtureRequest({ age: 38, problems: ['ADJ'], want: 'ACUTE', startDeadline: '2026-03-16' }),
    considered: ['A01', 'A02', 'A03', 'A04', 'P06'],
    ranked: [
      ['A04', 72.6],
      ['A01', 83.5],
      ['A03', 71.8],
    ],
    clarify: [],
    excluded: { A02: ['H15'], P06: ['H2', 'H15'] },
  },
];

/** Case N: nobody fits; the hints are "other times" 3 and "a longer way" 1. */
export const CASE_N: Example = {
  name: 'N: eating disorder, late evenings, in person, 25 minutes at most',
  request: fixtureRequest({
    age: 31,
    problems: ['EAT'],
    zone: 'H',
    modalities: ['in-person'],
    maxTravelMinutes: 25,
    windows: windowsOf('Mo 18:30-20, Tu 18:30-20, We 18:30-20, Th 18:30-20'),
  }),
  considered: ['P01', 'P02', 'P03', 'P05', 'P06', 'P10'],
  ranked: [],
  clarify: [],
  excluded: { P01: ['H11'], P02: ['H5', 'H11', 'H12'], P03: ['H11'], P05: ['H11'], P06: ['H12'], P10: ['H4', 'H10'] },
};

/** "Mo 17-19, We 17-18:30" */
function windowsOf(text: string): WeeklyWindow[] {
  return text.split(', ').map((part) => {
    const [day = '', hours = ''] = part.split(' ');
    const [from = '', to = ''] = hours.split('-').map((time) => (time.includes(':') ? time : `${time}:00`));
    return { weekday: (WEEKDAYS.indexOf(day) + 1) as Weekday, from, to };
  });
}

function day(text: string): string {
  return text.length === 10 ? text : `2026-${text}`;
}

function words(text: string | undefined): string[] {
  return text ? text.split(' ') : [];
}

function pairs(text: string | undefined): string[][] {
  return text ? text.split(', ').map((pair) => pair.split(' ')) : [];
}

function exclusionsOf(row: Row): Exclusion[] {
  return words(row.exclusions).map((code) => ({ code: code as ProblemCode }));
}

function placeOf(id: string, row: Row): FitPlace {
  const windows = windowsOf(row.windows);
  const modalities: Modality[] = row.modality === 'p+v' ? ['in-person', 'video'] : row.modality === 'p' ? ['in-person'] : ['video'];
  return {
    id,
    practitionerId: `T-${id}`,
    version: 1,
    kind: row.kind,
    procedure: row.procedure,
    setting: row.kind === 'GROUP_SEAT' ? 'group' : 'single',
    ageMin: row.age[0],
    ageMax: row.age[1],
    insuranceKinds: words(row.payers) as InsuranceKind[],
    languages: pairs(row.languages).map(([tag = '', level]) => ({ tag, level: level as LanguageLevel })),
    interpreterWelcome: row.interpreter ? 'yes' : 'unknown',
    specialities: Object.fromEntries(pairs(row.specialities)) as Partial<Record<ProblemCode, SpecialityLevel>>,
    access: { 'step-free': row.stepFree },
    modalities,
    windows,
    earliestStart: day(row.start),
    state: 'open',
    seatFree: row.seats !== 0,
    acceptsNew: true,
    confirmedAt: day(row.confirmed),
    openSince: day(row.openSince),
    load: { assigned: row.load[0], opened: row.load[1] },
    gender: row.gender,
    firstSlots: firstSlots(day(row.start), windows),
  };
}

/** First slots always exist in the fixture: the first window on or after the start, once for each kind of first talk. */
function firstSlots(start: string, windows: readonly WeeklyWindow[]): { kind: SlotKind; start: string }[] {
  const from = Temporal.PlainDate.from(start);
  const starts = windows.map((window) => {
    const on = from.add({ days: (window.weekday - from.dayOfWeek + 7) % 7 });
    return on.toZonedDateTime({ timeZone: BERLIN, plainTime: window.from }).toInstant();
  });
  const first = starts.sort(Temporal.Instant.compare)[0]?.toString();
  return first ? (['CONSULT', 'TRIAL', 'ACUTE'] as const).map((kind) => ({ kind, start: first })) : [];
}

import fc from 'fast-check';
import { ACCESS_FEATURES, GENDERS, INSURANCE_KINDS, LANGUAGE_LEVELS, MODALITIES, PROCEDURES, type ProblemCode } from '#kernel/codes.ts';
import type { Weekday } from '#kernel/time.ts';
import { FIXTURE_TODAY } from './fixture.ts';
import { type FitOffer, type FitRequest, PLACE_STATES, PTV11_RECOMMENDATIONS, type WeeklyWindow } from './types.ts';

/** Random requests and places over few values, so that edges, ties and equal therapists are frequent. For tests only. */

/** How deep tests with random cases go: GELEIT_DEPTH times the usual number of runs. */
export const DEPTH = Number(process.env.GELEIT_DEPTH ?? '1');

const CODES = ['DEP', 'ANX', 'PTS', 'EAT', 'UNK'] as const satisfies readonly ProblemCode[];
const TIMES = ['08:00', '08:40', '08:50', '09:00', '09:50', '10:00', '10:30', '12:00'];

const dayAround = fc.integer({ min: -40, max: 120 }).map((days) => Temporal.PlainDate.from(FIXTURE_TODAY).add({ days }).toString());
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined, freq: 2 });
const some = <T>(values: readonly T[], maxLength = values.length) => fc.uniqueArray(fc.constantFrom(...values), { maxLength });

const weekly: fc.Arbitrary<WeeklyWindow> = fc.record({
  weekday: fc.integer({ min: 1, max: 3 }).map((number) => number as Weekday),
  from: fc.constantFrom(...TIMES),
  to: fc.constantFrom(...TIMES),
});

const tags = fc.uniqueArray(fc.constantFrom('de', 'tr', 'en', 'de-AT', 'sgn-DE'), { maxLength: 2 });

export const anyRequest: fc.Arbitrary<FitRequest> = fc.record({
  birthDate: maybe(fc.constantFrom('2008-03-02', '2008-03-03', '2008-02-29', '1990-01-01', '2005-03-30')),
  age: maybe(fc.integer({ min: 15, max: 24 })),
  insurance: maybe(fc.constantFrom(...INSURANCE_KINDS)),
  want: fc.constantFrom('THERAPY', 'THERAPY', 'THERAPY', 'ACUTE', 'CONSULT', undefined),
  setting: maybe(fc.constantFrom('single', 'group', 'either')),
  problems: maybe(fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 3 })),
  languages: maybe(tags),
  interpreterAccepted: maybe(fc.boolean()),
  procedureWish: maybe(some(PROCEDURES, 2)),
  procedureMust: maybe(fc.boolean()),
  ptv11: maybe(
    fc.record({ date: maybe(dayAround), recommendations: some(PTV11_RECOMMENDATIONS, 2), procedures: maybe(some(PROCEDURES, 2)) }),
  ),
  exemption: maybe(fc.boolean()),
  windows: maybe(fc.array(weekly, { maxLength: 5 })),
  accessNeeds: maybe(some(ACCESS_FEATURES.slice(0, 2))),
  modalities: maybe(some(MODALITIES)),
  modalityWish: maybe(fc.constantFrom(...MODALITIES)),
  genderWish: maybe(fc.constantFrom(...GENDERS)),
  genderMust: maybe(fc.boolean()),
  placeKnown: fc.boolean(),
  maxTravelMinutes: maybe(fc.constantFrom(20, 30)),
  startDeadline: maybe(dayAround),
  wishedPractitioner: maybe(fc.constantFrom('A', 'B', 'nobody')),
  oncallWantsAcute: fc.constantFrom(undefined, undefined, undefined, true),
  safetyLevel: fc.constantFrom(undefined, 'GREEN', 'YELLOW', 'RED'),
});

const slot = fc.record({
  kind: fc.constantFrom('CONSULT', 'TRIAL', 'ACUTE'),
  start: fc.constantFrom('2026-03-02T09:00:00Z', '2026-03-29T22:30:00Z', '2026-03-30T10:00:00Z'),
});

const anyOffer: fc.Arbitrary<Omit<FitOffer, 'id'>> = fc.record({
  practitionerId: fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G'),
  version: fc.constant(1),
  kind: fc.constantFrom('PLACE', 'PLACE', 'PLACE', 'GROUP_SEAT', 'ACUTE', 'CONSULT'),
  procedure: maybe(fc.constantFrom(...PROCEDURES)),
  setting: fc.constantFrom('single', 'single', 'group', 'combined'),
  ageMin: fc.constantFrom(3, 18),
  ageMax: fc.constantFrom(undefined, undefined, 17, 20),
  insuranceKinds: fc.uniqueArray(fc.constantFrom(...INSURANCE_KINDS), { minLength: 6 }),
  languages: fc.array(fc.record({ tag: fc.constantFrom('tr', 'en-GB', 'gsg', 'de'), level: fc.constantFrom(...LANGUAGE_LEVELS) }), {
    maxLength: 3,
  }),
  interpreterWelcome: fc.constantFrom('yes', 'no', 'unknown'),
  specialities: fc.dictionary(fc.constantFrom(...CODES), fc.constantFrom('S', 'B', 'U'), { maxKeys: 4 }),
  access: fc.dictionary(fc.constantFrom(...ACCESS_FEATURES.slice(0, 2)), fc.constantFrom('yes', 'yes', 'no', 'unknown'), { maxKeys: 2 }),
  modalities: fc.uniqueArray(fc.constantFrom(...MODALITIES), { minLength: 1 }),
  windows: fc.array(
    fc
      .tuple(weekly, maybe(fc.constantFrom('even', 'odd')), fc.constantFrom(undefined, undefined, '2026-03-02', '2026-03-03', '2026-05-01'))
      .map(([window, rhythm, validFrom]) => ({ ...window, rhythm, validFrom })),
    { maxLength: 6 },
  ),
  earliestStart: dayAround,
  endsOn: maybe(dayAround),
  state: fc.constantFrom('open', 'open', 'open', 'open', 'ending', ...PLACE_STATES),
  seatFree: fc.constantFrom(true, true, true, false),
  acceptsNew: fc.constantFrom(true, true, true, true, false, undefined),
  pauseUntil: fc.constantFrom(undefined, undefined, undefined, '2026-03-01', '2026-03-02'),
  confirmedAt: fc.constantFrom('2026-03-01', '2026-02-16T22:59:00Z', '2026-02-16', '2026-02-15T22:59:00Z', undefined),
  openSince: fc.constantFrom('2026-01-01', '2026-01-01T08:00:00Z', '2025-12-24', undefined),
  load: fc.record({ assigned: fc.integer({ min: 0, max: 3 }), opened: fc.integer({ min: 0, max: 3 }) }),
  gender: maybe(fc.constantFrom(...GENDERS)),
  firstSlots: fc.array(slot, { maxLength: 3 }),
  excluded: fc.constantFrom(false, false, false, true),
  pairBlocked: fc.constantFrom(false, false, false, false, true),
  travelMinutes: maybe(fc.integer({ min: 10, max: 70 })),
  heldForThis: fc.constantFrom(undefined, true),
});

const RELAXABLE_ANSWERS: (keyof FitRequest)[][] = [
  ['procedureWish', 'procedureMust'],
  ['genderWish', 'genderMust'],
  ['maxTravelMinutes'],
  ['modalities'],
  ['windows'],
  ['startDeadline'],
  ['setting'],
  ['languages', 'interpreterAccepted'],
  ['accessNeeds'],
  ['age'],
  ['wishedPractitioner'],
  ['problems'],
];

/** Places with ids p0, p1, …; some never fit anything, most fail one or two criteria. */
export const anyOffers: fc.Arbitrary<FitOffer[]> = fc
  .array(anyOffer, { minLength: 1, maxLength: 14 })
  .map((offers) => offers.map((offer, index) => ({ id: `p${index}`, ...offer })));

/** Requests that demand little, so that many places fit and the order is put to the test. */
export const easyRequest: fc.Arbitrary<FitRequest> = fc.record({
  insurance: fc.constant('PKV'),
  want: fc.constantFrom('THERAPY', 'ACUTE'),
  problems: maybe(fc.uniqueArray(fc.constantFrom(...CODES), { maxLength: 3 })),
  procedureWish: maybe(some(PROCEDURES, 2)),
  genderWish: maybe(fc.constantFrom(...GENDERS)),
  placeKnown: fc.boolean(),
  wishedPractitioner: maybe(fc.constantFrom('A', 'B')),
});

/** Places that are available to everybody and differ in what counts for the order only. */
export const easyOffers: fc.Arbitrary<FitOffer[]> = anyOffers.map((offers) =>
  offers.map((offer) => ({
    ...offer,
    kind: offer.kind === 'ACUTE' ? 'ACUTE' : 'PLACE',
    insuranceKinds: ['PKV'],
    state: offer.practitionerId === 'A' ? offer.state : 'open',
    seatFree: true,
    acceptsNew: true,
    pauseUntil: undefined,
    confirmedAt: '2026-03-01',
    firstSlots: [{ kind: 'TRIAL', start: '2026-03-30T10:00:00Z' }],
    excluded: false,
    pairBlocked: false,
  })),
);

/** Requests with at most five answers, so that a place mostly fails one or two criteria. */
export const sparseRequest: fc.Arbitrary<FitRequest> = fc
  .tuple(anyRequest, fc.array(fc.constantFrom(...RELAXABLE_ANSWERS), { maxLength: 5 }))
  .map(([request, kept]) => {
    const answers = Object.fromEntries(kept.flat().map((key) => [key, request[key]]));
    return { insurance: 'PKV', placeKnown: true, ...answers };
  });

/** Places that are mostly available, of all kinds. */
export const mostlyOpenOffers: fc.Arbitrary<FitOffer[]> = fc.tuple(easyOffers, anyOffers).map(([easy, any]) =>
  easy.map((offer, index) => {
    const other = any[index];
    if (other === undefined) return offer;
    return { ...offer, kind: other.kind, excluded: other.excluded, firstSlots: index % 3 === 0 ? other.firstSlots : offer.firstSlots };
  }),
);

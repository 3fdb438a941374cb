import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Day, Instant } from '#rooms/people/contract.ts';
import { MEASURE_KINDS } from '../rules/note.ts';
import { Goal, Local } from './notes.ts';
import { PlaceKindShape, SessionStateShape, Warning } from './sessions.ts';

/** One visit of the day with everything that is needed at the door without network. */
export const DayVisit = z.strictObject({
  sessionId: z.uuid(),
  version: z.int(),
  episodeId: z.uuid(),
  personId: z.uuid(),
  name: z.string().nullable(),
  phone: z.string().nullable(),
  state: SessionStateShape,
  setting: z.enum(['single', 'group']),
  group: z.string().nullable(),
  meetingId: z.uuid().nullable(),
  start: Local,
  end: Local,
  placeKind: PlaceKindShape.nullable(),
  address: z.strictObject({
    street: z.string().nullable(),
    postalCode: z.string().nullable(),
    place: z.string().nullable(),
    other: z.string().nullable(),
  }),
  /** Order of the route, from 1; by hand where it was changed. */
  order: z.int(),
  /** Straight line from the stop before, in tenths of a kilometre; null where a place is not known. */
  tenthKilometres: z.int().nullable(),
  /** Minutes of usable prescriptions and of the 120 hours. */
  unitsLeft: z.strictObject({
    prescriptionMinutes: z.int().nullable(),
    capMinutes: z.int(),
    /** What the usable prescriptions gave in all. */
    ofMinutes: z.int(),
  }),
  /** How the practice counts on that day (rule book 0.2). */
  counting: z.strictObject({ billingStepMinutes: z.int().min(1), groupCapCounting: z.enum(['minutes', 'unit']) }),
  /** The next step of the last note. */
  lastNextStep: z.string().nullable(),
  /** What was chosen the time before, to be filled in. */
  last: z
    .strictObject({ placeKind: PlaceKindShape.nullable(), kinds: z.array(z.enum(MEASURE_KINDS)), goalIds: z.array(z.uuid()) })
    .nullable(),
  goals: z.array(Goal),
  warnings: z.array(Warning),
});
export type DayVisit = z.infer<typeof DayVisit>;

/** A helper's day as one answer, to be kept sealed on the device until the evening. */
export const DayPlan = z.strictObject({
  day: Day,
  practitionerId: z.uuid(),
  madeAt: Instant,
  /** Changed by hand: no longer by the clock. */
  byHand: z.boolean(),
  /** The shorter way through what is not promised yet; empty where the clock's is the shortest. */
  nearest: z.array(z.uuid()),
  from: z.strictObject({ name: z.string(), street: z.string(), postalCode: z.string(), place: z.string() }).nullable(),
  visits: z.array(DayVisit),
  /** Delivered in the last days and not yet documented or signed. */
  open: z.array(
    z.strictObject({
      sessionId: z.uuid(),
      version: z.int(),
      episodeId: z.uuid(),
      name: z.string().nullable(),
      state: SessionStateShape,
      start: Local,
      end: Local,
    }),
  ),
});
export type DayPlan = z.infer<typeof DayPlan>;

/** Own visits of a day, today unless told. */
export const getDayPlan = endpoint({
  name: 'soziotherapie.getDayPlan',
  method: 'GET',
  path: '/api/soziotherapie/day-plan',
  query: z.strictObject({ day: Day.optional() }),
  answer: DayPlan,
});

/** The order of the route by hand; an empty list goes back to the clock. */
export const orderDay = endpoint({
  name: 'soziotherapie.orderDay',
  method: 'POST',
  path: '/api/soziotherapie/day-plan/order',
  body: z.strictObject({ day: Day, order: z.array(z.uuid()).max(40) }),
  answer: z.strictObject({ day: Day, visits: z.int() }),
});

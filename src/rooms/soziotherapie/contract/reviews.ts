import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const text = (most: number) => z.string().trim().max(most);

export const GOAL_STATES = ['open', 'partly', 'reached', 'given-up'] as const;
export const OUTCOMES = ['continue', 'change', 'end'] as const;

/** What took place between two reviews, counted from the sessions themselves. */
export const Comparison = z.strictObject({
  from: Day,
  to: Day,
  units: z.number(),
  minutes: z.int(),
  delivered: z.int(),
  noShow: z.int(),
  cancelledByClient: z.int(),
  cancelledByProvider: z.int(),
  /** Sessions that name the goal. */
  goals: z.array(z.strictObject({ id: z.uuid(), text: z.string(), touched: z.int() })),
  inpatientDays: z.int(),
});
export type Comparison = z.infer<typeof Comparison>;

export const Rating = z.strictObject({ on: Day, gaf: z.int(), by: z.enum(['prescriber', 'soziotherapist']), source: z.string() });
export type Rating = z.infer<typeof Rating>;

const Said = z.strictObject({ goalId: z.uuid(), state: z.enum(GOAL_STATES), note: text(500) });

export const ReviewRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  planId: z.uuid(),
  planNumber: z.int(),
  dueOn: Day,
  doneOn: Day,
  outcome: z.enum(OUTCOMES),
  nextDueOn: Day,
  recordedAt: z.string(),
  recordedByName: z.string().nullable(),
  reportedAt: z.string().nullable(),
  reportedTo: z.string().nullable(),
  goals: z.array(Said.extend({ text: z.string() })),
  agreed: z.string(),
  summary: z.string(),
  gaf: z.int().nullable(),
});
export type ReviewRow = z.infer<typeof ReviewRow>;

const Due = z.strictObject({
  dueOn: Day,
  colour: z.enum(['green', 'yellow', 'red']),
  daysLeft: z.int(),
  inpatient: z.boolean(),
  /** Days count from the plan, or from the last review. */
  grid: z.boolean(),
  source: z.string(),
});

/** Reviews that are due or become so soon, of all clients the actor may see. */
export const listDueReviews = endpoint({
  name: 'soziotherapie.listDueReviews',
  method: 'GET',
  path: '/api/soziotherapie/reviews/due',
  answer: z.strictObject({
    reviews: z.array(Due.extend({ episodeId: z.uuid(), personId: z.uuid(), name: z.string(), practitionerName: z.string().nullable() })),
  }),
});

/** What stands before the next review: when it is due, what took place since the last one, GAF so far, reviews held. */
export const getReviews = endpoint({
  name: 'soziotherapie.getReviews',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/reviews',
  params: Id,
  answer: z.strictObject({
    /** Null while no plan is agreed: nothing to review yet. */
    due: Due.nullable(),
    planId: z.uuid().nullable(),
    comparison: Comparison.nullable(),
    ratings: z.array(Rating),
    reviews: z.array(ReviewRow),
    mayWrite: z.boolean(),
  }),
});

/** Records a review; `change` opens the next version of the plan as a draft. */
export const holdReview = endpoint({
  name: 'soziotherapie.holdReview',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/reviews',
  params: Id,
  body: z.strictObject({
    planId: z.uuid(),
    doneOn: Day,
    outcome: z.enum(OUTCOMES),
    goals: z.array(Said).max(9),
    /** What was agreed with the client; stays in the practice. */
    agreed: text(4000),
    /** Short, for the prescriber. */
    summary: text(2000),
    gaf: z.int().min(1).max(100).nullable(),
  }),
  answer: z.strictObject({ id: z.uuid(), nextDueOn: Day, draftPlanId: z.uuid().nullable() }),
  status: 201,
});

/** The short report to the prescriber: built from this list and nothing else. */
export const Report = z.strictObject({
  client: z.strictObject({ name: z.string(), birthDate: z.string().nullable() }),
  practice: z.strictObject({
    name: z.string(),
    street: z.string(),
    postalCode: z.string(),
    place: z.string(),
    phone: z.string().nullable(),
  }),
  prescriberName: z.string().nullable(),
  writerName: z.string().nullable(),
  planNumber: z.int(),
  doneOn: Day,
  outcome: z.enum(OUTCOMES),
  nextDueOn: Day,
  units: z.number(),
  delivered: z.int(),
  noShow: z.int(),
  cancelled: z.int(),
  from: Day,
  to: Day,
  goals: z.array(z.strictObject({ text: z.string(), state: z.enum(GOAL_STATES) })),
  ratings: z.array(Rating),
  summary: z.string(),
});
export type Report = z.infer<typeof Report>;

export const printReport = endpoint({
  name: 'soziotherapie.printReport',
  method: 'GET',
  path: '/api/soziotherapie/reviews/:id/report',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.unknown(),
});

/** Says that the report went out on paper. */
export const markReported = endpoint({
  name: 'soziotherapie.markReported',
  method: 'POST',
  path: '/api/soziotherapie/reviews/:id/reported',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { Strokes } from '#rooms/soziotherapie/contract/notes.ts';
import { DROP_REASONS } from '../rules/gas.ts';
import { GOAL_GAPS, GOAL_HINTS } from '../rules/goal.ts';
import { VERSION_STATES } from '../rules/life/plan-version.ts';
import { MEASURE_FAULTS, NOT_NOW_REASONS } from '../rules/plan.ts';
import {
  DomainCode,
  FrozenPlan,
  GasLevel,
  GoalView,
  GoalWish,
  LinkRow,
  MeasureView,
  MeasureWish,
  NeedView,
  PlanDifference,
  PlanMissing,
  VersionRow,
} from './plan-shapes.ts';

export * from './plan-shapes.ts';

const text = (most: number) => z.string().trim().max(most);
const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const Made = z.strictObject({ id: z.uuid(), version: z.int() });

/** The plan as it is worked on: needs with her wishes, goals with their scale and score, measures, what is missing, versions and links. */
export const getPlan = endpoint({
  name: 'cases.getPlan',
  method: 'GET',
  path: '/api/cases/:id/plan',
  params: Id,
  answer: z.strictObject({
    personId: z.uuid(),
    clientName: z.string(),
    phase: z.string(),
    mayWrite: z.boolean(),
    goals: z.array(GoalView),
    measures: z.array(MeasureView),
    needs: z.array(NeedView),
    missing: z.array(PlanMissing),
    versions: z.array(VersionRow),
    score: z.strictObject({
      now: z.number().nullable(),
      baseline: z.number().nullable(),
      change: z.number().nullable(),
      unrated: z.array(z.uuid()),
      leftOut: z.array(z.uuid()),
      course: z.array(z.strictObject({ on: Day, t: z.number() })),
    }),
    /** What differs from the version that holds; null where none does, or nothing is agreed yet. */
    sinceAgreed: PlanDifference.nullable(),
    links: z.array(LinkRow),
    /** Service lines that a measure can name. */
    lines: z.array(z.strictObject({ id: z.uuid(), name: z.string(), serviceType: z.string() })),
    /** Goals of the Soziotherapie plan, where a release opens them to Case Management. */
    soziotherapieGoals: z.array(z.strictObject({ id: z.uuid(), text: z.string() })),
    /** Whether the client has her own copy of the version that holds. */
    copyHandedOn: Day.nullable(),
  }),
});

const Judged = Made.extend({ gaps: z.array(z.enum(GOAL_GAPS)), hints: z.array(z.enum(GOAL_HINTS)) });
export const addGoal = endpoint({
  name: 'cases.addGoal',
  method: 'POST',
  path: '/api/cases/:id/goals',
  params: Id,
  body: GoalWish,
  answer: Judged,
  status: 201,
});
/** Writes a goal that is not agreed yet; an agreed one stands and is revised. */
export const changeGoal = endpoint({
  name: 'cases.changeGoal',
  method: 'PUT',
  path: '/api/cases/goals/:id',
  params: Id,
  body: GoalWish,
  answer: Judged,
  versioned: true,
});
/** A proposal that takes the place of an agreed goal as soon as the client agrees to it. */
export const reviseGoal = endpoint({
  name: 'cases.reviseGoal',
  method: 'POST',
  path: '/api/cases/goals/:id/revision',
  params: Id,
  body: GoalWish,
  answer: Judged,
  status: 201,
  versioned: true,
});
/** Active, reached, partly reached, or dropped with a reason. */
export const moveGoal = endpoint({
  name: 'cases.moveGoal',
  method: 'POST',
  path: '/api/cases/goals/:id/status',
  params: Id,
  body: z.strictObject({ to: z.enum(['active', 'reached', 'partly', 'dropped']), because: z.enum(DROP_REASONS).nullable().default(null) }),
  answer: Made,
  versioned: true,
});
export const rateGoal = endpoint({
  name: 'cases.rateGoal',
  method: 'POST',
  path: '/api/cases/goals/:id/ratings',
  params: Id,
  body: z.strictObject({ level: GasLevel, on: Day, by: z.enum(['client', 'professional', 'together']) }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});
export const withdrawRating = endpoint({
  name: 'cases.withdrawRating',
  method: 'POST',
  path: '/api/cases/ratings/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid() }),
});
/** Says which goals stand in each other's way (rule book B.4 CT); always both ways. */
export const setIncompatible = endpoint({
  name: 'cases.setIncompatible',
  method: 'PUT',
  path: '/api/cases/goals/:id/incompatible',
  params: Id,
  body: z.strictObject({ goalIds: z.array(z.uuid()).max(12) }),
  answer: Made,
  versioned: true,
});

const Faulty = Made.extend({ faults: z.array(z.enum(MEASURE_FAULTS)) });
export const addMeasure = endpoint({
  name: 'cases.addMeasure',
  method: 'POST',
  path: '/api/cases/:id/measures',
  params: Id,
  body: MeasureWish,
  answer: Faulty,
  status: 201,
});
export const changeMeasure = endpoint({
  name: 'cases.changeMeasure',
  method: 'PUT',
  path: '/api/cases/measures/:id',
  params: Id,
  body: MeasureWish,
  answer: Faulty,
  versioned: true,
});
export const moveMeasure = endpoint({
  name: 'cases.moveMeasure',
  method: 'POST',
  path: '/api/cases/measures/:id/status',
  params: Id,
  body: z.strictObject({ to: z.enum(['active', 'done', 'cancelled', 'planned']), on: Day }),
  answer: Made,
  versioned: true,
});
/** "Not now", with its reason; null takes it back. */
export const deferNeed = endpoint({
  name: 'cases.deferNeed',
  method: 'PUT',
  path: '/api/cases/:id/needs/:domain/not-now',
  params: z.strictObject({ id: z.uuid(), domain: DomainCode }),
  body: z.strictObject({ reason: z.enum(NOT_NOW_REASONS).nullable() }),
  answer: z.strictObject({ domain: z.string() }),
});

const Stepped = Made.extend({ number: z.int(), state: z.enum(VERSION_STATES) });
/** Freezes what is planned now and lays it before the client. */
export const offerPlan = endpoint({
  name: 'cases.offerPlan',
  method: 'POST',
  path: '/api/cases/:id/plan/offer',
  params: Id,
  body: z.strictObject({}),
  answer: Stepped,
  status: 201,
});
export const withdrawPlan = endpoint({
  name: 'cases.withdrawPlan',
  method: 'POST',
  path: '/api/cases/plan-versions/:id/withdraw',
  params: Id,
  body: z.strictObject({}),
  answer: Stepped,
  versioned: true,
});
/**
 * The yes of the client, or of one who acts for her, to exactly this version: spoken before a witness, on paper with its scan, or signed on
 * the screen. With the last yes that was missing the version holds.
 */
export const agreePlan = endpoint({
  name: 'cases.agreePlan',
  method: 'POST',
  path: '/api/cases/plan-versions/:id/agreement',
  params: Id,
  body: z.strictObject({
    by: z.enum(['client', 'guardian']),
    /** Which of several who act for her. */
    guardianId: z.uuid().nullable().default(null),
    /** She speaks for the other who has custody, too, and that is on record. */
    signsForBoth: z.boolean().default(false),
    form: z.enum(['spoken', 'paper', 'screen']),
    on: Day,
    witness: text(120).default(''),
    fileId: z.uuid().nullable().default(null),
    strokes: Strokes.optional(),
  }),
  /** `missing`: how many have not agreed yet. */
  answer: Stepped.extend({ missing: z.int() }),
  versioned: true,
});
export const getPlanVersion = endpoint({
  name: 'cases.getPlanVersion',
  method: 'GET',
  path: '/api/cases/plan-versions/:id',
  params: Id,
  answer: VersionRow.extend({ content: FrozenPlan, formerNumber: z.int().nullable(), difference: PlanDifference.nullable() }),
  versioned: true,
});
/** The client's own copy in plain language, as PDF/UA. */
export const printPlanCopy = endpoint({
  name: 'cases.printPlanCopy',
  method: 'GET',
  path: '/api/cases/plan-versions/:id/pdf',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.unknown(),
});
/** She has her copy: written down as an artefact of the planning and among what went out. */
export const handOverCopy = endpoint({
  name: 'cases.handOverCopy',
  method: 'POST',
  path: '/api/cases/plan-versions/:id/copy',
  params: Id,
  body: z.strictObject({ on: Day }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

/** A link with which she reads the offered version and agrees, for 14 days. Address and code are told once. */
export const makePlanLink = endpoint({
  name: 'cases.makePlanLink',
  method: 'POST',
  path: '/api/cases/plan-versions/:id/links',
  params: Id,
  body: z.strictObject({ recipientKind: z.enum(['client', 'guardian']), guardianId: z.uuid().nullable().default(null) }),
  answer: z.strictObject({ id: z.uuid(), expiresAt: z.string(), address: z.string(), code: z.string() }),
  status: 201,
});
export const revokePlanLink = endpoint({
  name: 'cases.revokePlanLink',
  method: 'POST',
  path: '/api/cases/plan-links/:id/revoke',
  params: Id,
  body: z.strictObject({}),
  answer: Made,
  versioned: true,
});

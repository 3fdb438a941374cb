import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { COORDINATED_KINDS, DEGREES, type IMPAIRMENT_GROUPS, MEASURE_KINDS, type PlanContent } from '../rules/forms/muster-27.ts';

const text = (most: number) => z.string().trim().max(most);
const Day = z.iso.date();
const Instant = z.string();
const Id = z.strictObject({ id: z.uuid() });
const Impairment = z.strictObject({ degree: z.enum(DEGREES), text: text(500) });

/** Muster 27 as it is typed; shape only, gaps are named by `judgePlan`. */
export const Plan: z.ZodType<PlanContent> = z.strictObject({
  anamnesis: text(6000),
  diagnosis: z.strictObject({
    list: z.array(z.strictObject({ code: text(10).min(3), certainty: z.enum(['G', 'V', 'A', 'Z']), text: text(200) })).max(5),
    difference: text(1000),
  }),
  findings: z.strictObject({
    impairments: z.strictObject({
      DRIVE_STRUCTURE: Impairment,
      BEHAVIOUR_CONTACT: Impairment,
      COGNITION: Impairment,
      INSIGHT: Impairment,
    } satisfies Record<(typeof IMPAIRMENT_GROUPS)[number], typeof Impairment>),
    text: text(4000),
    gaf: z.int().min(0).max(100).nullable(),
  }),
  farGoals: z.array(z.strictObject({ id: z.uuid(), text: text(400), sign: text(400) })).max(3),
  nearGoals: z.array(z.strictObject({ id: z.uuid(), farGoalId: z.uuid().nullable(), text: text(400), sign: text(400) })).max(6),
  measures: z
    .array(
      z.strictObject({
        id: z.uuid(),
        kind: z.enum(MEASURE_KINDS),
        text: text(400),
        nearGoalIds: z.array(z.uuid()).max(6),
        frequency: z.number().min(0).max(30).multipleOf(0.25).nullable(),
        per: z.enum(['WEEK', 'MONTH']),
        from: Day.nullable(),
        to: Day.nullable(),
        setting: z.enum(['single', 'group']),
      }),
    )
    .max(12),
  coordinatedCare: z.strictObject({
    none: z.boolean(),
    items: z
      .array(
        z.strictObject({
          id: z.uuid(),
          kind: z.enum(COORDINATED_KINDS),
          provider: text(160),
          basis: z.enum(['ordered', 'recommended']),
          state: z.enum(['planned', 'running', 'ended']),
        }),
      )
      .max(12),
  }),
  socialEnvironment: z.strictObject({
    text: text(2000),
    persons: z.array(z.strictObject({ id: z.uuid(), name: text(120).min(1), relation: text(80), releaseId: z.uuid().nullable() })).max(8),
  }),
  prognosis: text(2000),
  demarcation: text(2000),
});

export const PLAN_STATES = ['draft', 'offered', 'agreed', 'replaced', 'dropped'] as const;
export const PARTIES = ['client', 'provider', 'prescriber'] as const;

export const Signature = z.strictObject({
  party: z.enum(PARTIES),
  how: z.enum(['paper', 'screen', 'link', 'refused']),
  byGuardian: z.boolean(),
  signedOn: Day,
  fileId: z.uuid().nullable(),
  recordedAt: Instant,
  recordedByName: z.string().nullable(),
});
export type Signature = z.infer<typeof Signature>;

export const PlanRow = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  number: z.int(),
  state: z.enum(PLAN_STATES),
  prescriptionId: z.uuid(),
  validFrom: Day,
  plannedUnits: z.number().nullable(),
  signedOn: Day.nullable(),
  offeredOn: Day.nullable(),
  writtenAt: Instant,
  writtenByName: z.string().nullable(),
  signatures: z.array(Signature),
});
export type PlanRow = z.infer<typeof PlanRow>;

const Remark = z.strictObject({
  pointer: z.string(),
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});
export type Remark = z.infer<typeof Remark>;

const MeasureShape = z.custom<PlanContent['measures'][number]>((value) => typeof value === 'object');
export const Difference = z.strictObject({
  goals: z.array(
    z.strictObject({
      id: z.uuid(),
      kind: z.enum(['far', 'near']),
      change: z.enum(['came', 'went', 'changed']),
      before: z.string().nullable(),
      after: z.string().nullable(),
    }),
  ),
  measures: z.array(
    z.strictObject({
      id: z.uuid(),
      change: z.enum(['came', 'went', 'changed']),
      before: MeasureShape.nullable(),
      after: MeasureShape.nullable(),
    }),
  ),
  parts: z.array(z.string()),
});

/** Versions of an episode's plan, newest first, and what the actor may do with them. */
export const listPlans = endpoint({
  name: 'soziotherapie.listPlans',
  method: 'GET',
  path: '/api/soziotherapie/episodes/:id/plans',
  params: Id,
  answer: z.strictObject({
    plans: z.array(PlanRow),
    /** Prescriptions for which a version can be written, newest first. */
    prescriptions: z.array(
      z.strictObject({
        id: z.uuid(),
        issuedOn: Day.nullable(),
        units: z.int().nullable(),
        kind: z.string(),
        prescriberName: z.string().nullable(),
      }),
    ),
    /** False for a deputy, the office, and where the episode is over. */
    mayWrite: z.boolean(),
    prescriber: z.strictObject({ id: z.uuid(), name: z.string() }).nullable(),
    clientName: z.string(),
    hasGuardian: z.boolean(),
  }),
});

/** One version in full, with its gaps and hints as of today; the former version's differences where there is one. */
export const getPlan = endpoint({
  name: 'soziotherapie.getPlan',
  method: 'GET',
  path: '/api/soziotherapie/plans/:id',
  params: Id,
  answer: PlanRow.extend({
    content: Plan,
    faults: z.array(Remark),
    hints: z.array(Remark),
    formerNumber: z.int().nullable(),
    difference: Difference.nullable(),
    prescribedUnits: z.int().nullable(),
    /** Releases from secrecy that live, for the persons of the social environment. */
    releases: z.array(z.strictObject({ id: z.uuid(), recipient: z.string() })),
  }),
  versioned: true,
});

const Written = z.strictObject({ id: z.uuid(), version: z.int(), number: z.int() });
export const Saved = z.strictObject({ id: z.uuid(), version: z.int(), faults: z.array(Remark), hints: z.array(Remark) });

/** A new version as a draft: a copy of the last one, or empty; `prescriptionId` left out means the newest. */
export const draftPlan = endpoint({
  name: 'soziotherapie.draftPlan',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/plans',
  params: Id,
  body: z.strictObject({ prescriptionId: z.uuid().optional() }),
  answer: Written,
  status: 201,
});

/** Saves a draft, also one with gaps. */
export const savePlan = endpoint({
  name: 'soziotherapie.savePlan',
  method: 'PUT',
  path: '/api/soziotherapie/plans/:id',
  params: Id,
  body: z.strictObject({ validFrom: Day, prescriptionId: z.uuid(), content: Plan }),
  answer: Saved,
  versioned: true,
});

/** Offers a draft without gaps for signature; from then on its content never changes. */
export const offerPlan = endpoint({
  name: 'soziotherapie.offerPlan',
  method: 'POST',
  path: '/api/soziotherapie/plans/:id/offer',
  params: Id,
  body: z.strictObject({}),
  answer: Written,
  versioned: true,
});

/** Throws a draft or an offered version away; it stays readable. */
export const dropPlan = endpoint({
  name: 'soziotherapie.dropPlan',
  method: 'POST',
  path: '/api/soziotherapie/plans/:id/drop',
  params: Id,
  body: z.strictObject({}),
  answer: Written,
  versioned: true,
});

/** The plan as a PDF/UA sheet of our own. */
export const printPlan = endpoint({
  name: 'soziotherapie.printPlan',
  method: 'GET',
  path: '/api/soziotherapie/plans/:id/pdf',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.unknown(),
});

import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { CLOSING_REASONS } from '../rules/closing.ts';
import { EVALUATION_GAPS, PARTS } from '../rules/evaluation.ts';
import { DROP_REASONS, GOAL_STATUSES } from '../rules/gas.ts';
import { GasLevel } from './plan.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
const Made = z.strictObject({ id: z.uuid(), version: z.int() });
const text = (most: number) => z.string().trim().max(most);
const Severity = z.int().min(0).max(4).nullable();

const View = z.strictObject({ severity: Severity, need: z.enum(['none', 'met', 'unmet', 'unknown']).nullable() });
const Course = z.strictObject({ before: View, after: View.nullable() });
const Converted = z.strictObject({ converted: z.int(), of: z.int() }).nullable();

/** The figures of an evaluation: codes, days and numbers; frozen when the approval is asked for. */
export const Summary = z.strictObject({
  openedOn: Day,
  endedOn: Day.nullable(),
  goals: z.array(
    z.strictObject({
      id: z.uuid(),
      domain: z.string(),
      status: z.enum(GOAL_STATUSES),
      droppedBecause: z.enum(DROP_REASONS).nullable(),
      weight: z.int(),
      start: GasLevel,
      end: GasLevel.nullable(),
      counts: z.boolean(),
    }),
  ),
  t: z.strictObject({ start: z.number().nullable(), end: z.number().nullable(), change: z.number().nullable() }),
  needs: z.array(z.strictObject({ domain: z.string(), client: Course, professional: Course })),
  converted: z.strictObject({ client: Converted, professional: Converted }),
  services: z.array(
    z.strictObject({
      id: z.uuid(),
      serviceType: z.string(),
      state: z.string(),
      startedOn: Day.nullable(),
      endedOn: Day.nullable(),
      outcome: z.enum(['met', 'partly', 'not']).nullable(),
    }),
  ),
  found: z.strictObject({ gaps: z.int(), gapsClosed: z.int(), duplicates: z.int(), duplicatesRemoved: z.int() }),
  findings: z.array(z.strictObject({ rule: z.string(), since: Day, closedOn: Day.nullable(), closedBecause: z.string().nullable() })),
  phases: z.array(z.strictObject({ phase: z.string(), days: z.int(), stays: z.int() })),
});
export type Summary = z.infer<typeof Summary>;

export const EvaluationWish = z.strictObject({
  closingReason: z.enum(CLOSING_REASONS).nullable(),
  supportBefore: Severity,
  supportAfter: Severity,
  /** In her own words. */
  statement: text(4000),
  reflection: text(8000),
  recommendations: text(4000),
  satisfactionAsked: z.boolean(),
  satisfaction: z.int().min(0).max(10).nullable(),
});
export type EvaluationWish = z.infer<typeof EvaluationWish>;

export const EVALUATION_STATES = ['draft', 'asked', 'approved'] as const;
export const EvaluationView = EvaluationWish.extend({
  id: z.uuid(),
  version: z.int(),
  state: z.enum(EVALUATION_STATES),
  startedOn: Day,
  askedAt: z.string().nullable(),
  askedByName: z.string().nullable(),
  approvedAt: z.string().nullable(),
  approvedByName: z.string().nullable(),
  /** What the lead wants changed; gone when it is asked again. */
  returned: z.string().nullable(),
  gaps: z.array(z.enum(EVALUATION_GAPS)),
});
export type EvaluationView = z.infer<typeof EvaluationView>;

export const DisclosureView = z.strictObject({
  id: z.uuid(),
  part: z.enum(PARTS),
  recipient: z.string(),
  releaseId: z.uuid().nullable(),
  form: z.enum(['pdf', 'json', 'link']),
  madeAt: z.string(),
  madeByName: z.string().nullable(),
});

/** Figures as of now (frozen ones once asked for), the draft, what went out, and to whom something may go. */
export const getEvaluation = endpoint({
  name: 'cases.getEvaluation',
  method: 'GET',
  path: '/api/cases/:id/evaluation',
  params: Id,
  answer: z.strictObject({
    mayWrite: z.boolean(),
    /** A lead who did not ask herself. */
    mayApprove: z.boolean(),
    phase: z.string(),
    clientName: z.string(),
    summary: Summary,
    /** Words of the goals and names of the services in the summary, by id. */
    names: z.record(z.string(), z.string()),
    evaluation: EvaluationView.nullable(),
    disclosures: z.array(DisclosureView),
    releases: z.array(z.strictObject({ id: z.uuid(), recipient: z.string(), classes: z.array(z.string()), untilOn: Day })),
  }),
});
export const startEvaluation = endpoint({
  name: 'cases.startEvaluation',
  method: 'POST',
  path: '/api/cases/:id/evaluation',
  params: Id,
  body: z.strictObject({}),
  answer: Made,
  status: 201,
});
/** Keeps the draft, also one with gaps. */
export const saveEvaluation = endpoint({
  name: 'cases.saveEvaluation',
  method: 'PUT',
  path: '/api/cases/evaluations/:id',
  params: Id,
  body: EvaluationWish,
  answer: Made.extend({ gaps: z.array(z.enum(EVALUATION_GAPS)) }),
  versioned: true,
});
/** Freezes the figures and asks the lead. */
export const askApproval = endpoint({
  name: 'cases.askApproval',
  method: 'POST',
  path: '/api/cases/evaluations/:id/ask',
  params: Id,
  body: z.strictObject({}),
  answer: Made,
  versioned: true,
});
export const approveEvaluation = endpoint({
  name: 'cases.approveEvaluation',
  method: 'POST',
  path: '/api/cases/evaluations/:id/approve',
  params: Id,
  body: z.strictObject({}),
  answer: Made,
  versioned: true,
});
/** Back to the case manager, with what is to be changed. */
export const returnEvaluation = endpoint({
  name: 'cases.returnEvaluation',
  method: 'POST',
  path: '/api/cases/evaluations/:id/return',
  params: Id,
  body: z.strictObject({ note: text(2000).min(1) }),
  answer: Made,
  versioned: true,
});
export const printEvaluation = endpoint({
  name: 'cases.printEvaluation',
  method: 'GET',
  path: '/api/cases/evaluations/:id/pdf',
  params: Id,
  query: z.strictObject({ language: z.enum(['de', 'en']).default('de') }),
  answer: z.unknown(),
});
/** Writes down that a part went out; to anybody but the client only under a release that lives and covers it. */
export const disclosePart = endpoint({
  name: 'cases.disclosePart',
  method: 'POST',
  path: '/api/cases/:id/disclosures',
  params: Id,
  body: z.strictObject({ part: z.enum(PARTS), releaseId: z.uuid().nullable(), form: z.enum(['pdf', 'json', 'link']) }),
  answer: z.strictObject({ id: z.uuid() }),
  status: 201,
});

import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { said } from '#kernel/said.ts';
import { PrescriptionMoved } from './prescriptions.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
export const DECISION_KINDS = ['approved', 'partly', 'refused'] as const;

/** V7–V9, and V11 after an objection: a letter of the insurer. The day on which it counts as known follows from its posting (R9). */
export const recordDecision = endpoint({
  name: 'soziotherapie.recordDecision',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/decisions',
  versioned: true,
  params: Id,
  body: z.strictObject({
    kind: z.enum(DECISION_KINDS),
    /** Approved units; of a refusal 0. */
    units: z.int().min(0).max(999),
    decidedOn: Day,
    postedOn: Day,
    reallyReceivedOn: Day.nullable(),
    knownOn: Day,
    validFrom: Day.nullable(),
    validTo: Day.nullable(),
    number: said(40).nullable(),
    remediesTold: z.boolean(),
    reason: said(2000).nullable(),
    fileId: z.uuid().nullable(),
  }),
  answer: PrescriptionMoved.extend({ decisionId: z.uuid(), notifiedOn: Day, objectionUntil: Day.nullable() }),
});

/** V10: the client or who represents her objects; the practice only writes it down. */
export const recordObjection = endpoint({
  name: 'soziotherapie.recordObjection',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/objection',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day, by: z.enum(['client', 'guardian', 'provider', 'prescriber']) }),
  answer: PrescriptionMoved,
});

export const MISTAKEN = ['receipt', 'decision', 'objection'] as const;
export const MISTAKE_REASONS = ['typed-wrong', 'other-case', 'never-happened'] as const;
/** An entry that was marked as an error by the lead: what it was, of which day, why and when. */
export const Mistake = z.strictObject({
  what: z.enum(MISTAKEN),
  /** Day of the receipt or objection, of a letter the day of its decision. */
  on: Day,
  because: z.enum(MISTAKE_REASONS),
  at: z.iso.datetime({ offset: true }),
});
export type Mistake = z.infer<typeof Mistake>;

/** Letters of the insurer about one prescription, oldest first. */
export const Letter = z.strictObject({
  id: z.uuid(),
  kind: z.enum(DECISION_KINDS),
  units: z.int(),
  decidedOn: Day,
  postedOn: Day,
  knownOn: Day,
  notifiedOn: Day,
  validFrom: Day.nullable(),
  validTo: Day.nullable(),
  number: z.string().nullable(),
  remediesTold: z.boolean(),
  reason: z.string().nullable(),
  fileId: z.uuid().nullable(),
  objectionUntil: Day.nullable(),
  objectedOn: Day.nullable(),
  objectedBy: z.enum(['client', 'guardian']).nullable(),
  afterObjection: z.boolean(),
  /** Entered in error: it stays to be read and counts for nothing. */
  mistaken: z.boolean(),
});
export type Letter = z.infer<typeof Letter>;

export const listDecisions = endpoint({
  name: 'soziotherapie.listDecisions',
  method: 'GET',
  path: '/api/soziotherapie/prescriptions/:id/decisions',
  params: Id,
  answer: z.strictObject({ decisions: z.array(Letter), mistakes: z.array(Mistake) }),
});

/**
 * What was typed by mistake: the last receipt, letter or objection counts no more and stays to be read. The prescription stands again where
 * it stood before, and the step is taken anew with the right words.
 */
export const markMistake = endpoint({
  name: 'soziotherapie.markMistake',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/mistakes',
  versioned: true,
  params: Id,
  body: z.strictObject({ what: z.enum(MISTAKEN), because: z.enum(MISTAKE_REASONS) }),
  answer: PrescriptionMoved,
});

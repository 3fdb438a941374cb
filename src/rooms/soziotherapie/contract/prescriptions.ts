import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { ELIGIBLE_AS, PRESCRIPTION_KINDS } from '../rules/eligibility.ts';
import { PRESCRIPTION_STATES } from '../rules/life/prescription.ts';
import { USAGES } from '../rules/life/usage.ts';
import { FormContent } from './forms.ts';

const Day = z.iso.date();
const Id = z.strictObject({ id: z.uuid() });
export const PrescriptionStateShape = z.enum(PRESCRIPTION_STATES);
export const UsageShape = z.enum(USAGES);
export const CHANNELS = ['post', 'fax', 'in-person', 'portal', 'email'] as const;

/** What a rule says beside its yes: a code and numbers, days, codes. */
export const HintShape = z.strictObject({
  code: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
});

/** Where a prescription stands after a step, with the days that follow from it and what the rules said beside their yes. */
export const PrescriptionMoved = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  state: PrescriptionStateShape,
  usage: UsageShape,
  submitUntil: Day.nullable(),
  decisionDueOn: Day.nullable(),
  hints: z.array(HintShape),
});
export type PrescriptionMoved = z.infer<typeof PrescriptionMoved>;

/** A Muster 26 or 28 begins, also half filled in. */
export const createPrescription = endpoint({
  name: 'soziotherapie.createPrescription',
  method: 'POST',
  path: '/api/soziotherapie/episodes/:id/prescriptions',
  status: 201,
  params: Id,
  body: z.strictObject({ kind: z.enum(PRESCRIPTION_KINDS), prescriberId: z.uuid().nullable(), content: FormContent }),
  answer: PrescriptionMoved,
});

/** Until it is complete the content can be put right; a rating of the prescriber stays in the history. */
export const savePrescription = endpoint({
  name: 'soziotherapie.savePrescription',
  method: 'PUT',
  path: '/api/soziotherapie/prescriptions/:id',
  versioned: true,
  params: Id,
  body: z.strictObject({ kind: z.enum(PRESCRIPTION_KINDS), prescriberId: z.uuid().nullable(), content: FormContent }),
  answer: PrescriptionMoved,
});

/** The answer of R1 as it was given when the form was last written; the law leads. */
export const EligibilityAnswer = z.strictObject({ as: z.enum(ELIGIBLE_AS).nullable(), because: z.string().nullable() });

export const getPrescription = endpoint({
  name: 'soziotherapie.getPrescription',
  method: 'GET',
  path: '/api/soziotherapie/prescriptions/:id',
  versioned: true,
  params: Id,
  answer: PrescriptionMoved.extend({
    episodeId: z.uuid(),
    kind: z.enum(PRESCRIPTION_KINDS),
    prescriberId: z.uuid().nullable(),
    issuedOn: Day.nullable(),
    units: z.int().nullable(),
    eligibility: EligibilityAnswer,
    content: FormContent,
  }),
});

/** V1: signed by the prescriber on this day. Trial units and Muster 28 within the total become free of approval at once (V3). */
export const issuePrescription = endpoint({
  name: 'soziotherapie.issuePrescription',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/issue',
  versioned: true,
  params: Id,
  body: z.strictObject({ issuedOn: Day, signed: z.boolean() }),
  answer: PrescriptionMoved,
});

/** V2: the office checked it; `carePlanDue` where Muster 27 follows. */
export const checkPrescription = endpoint({
  name: 'soziotherapie.checkPrescription',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/check',
  versioned: true,
  params: Id,
  body: z.strictObject({ carePlanDue: Day.nullable().optional() }),
  answer: PrescriptionMoved,
});

/** V4: sent to the insurer, with proof. */
export const submitPrescription = endpoint({
  name: 'soziotherapie.submitPrescription',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/submit',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day, channel: z.enum(CHANNELS), proofFileId: z.uuid().nullable() }),
  answer: PrescriptionMoved,
});

/** R7: the day on which the insurer had it. In time: the insurer pays until it decides (V5). */
export const receivePrescription = endpoint({
  name: 'soziotherapie.receivePrescription',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/received',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day }),
  answer: PrescriptionMoved,
});

/** V6: the insurer told that the Medizinischer Dienst was asked. */
export const noteExpert = endpoint({
  name: 'soziotherapie.noteExpert',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/expert',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day }),
  answer: PrescriptionMoved,
});

/** R8: a delay told in writing with its reason moves the end of the waiting. */
export const noteDelay = endpoint({
  name: 'soziotherapie.noteDelay',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/delay',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day, until: Day }),
  answer: PrescriptionMoved,
});

/** V15: the prescriber stops it; that day is still covered. `statement`: she said so in writing or by telephone, and it is noted. */
export const withdrawPrescription = endpoint({
  name: 'soziotherapie.withdrawPrescription',
  method: 'POST',
  path: '/api/soziotherapie/prescriptions/:id/withdraw',
  versioned: true,
  params: Id,
  body: z.strictObject({ on: Day, statement: z.boolean() }),
  answer: PrescriptionMoved,
});

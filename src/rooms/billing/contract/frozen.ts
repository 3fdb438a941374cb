import { z } from 'zod';

/** What stood about a person, a prescription and a signature when the line was written; sealed with the person's key. */
export const Frozen = z.strictObject({
  familyName: z.string(),
  givenName: z.string(),
  birthDate: z.string(),
  street: z.string(),
  postalCode: z.string(),
  place: z.string(),
  kvnr: z.string(),
  insuredStatus: z.string(),
  insurerState: z.string(),
  start: z.string(),
  end: z.string(),
  present: z.int(),
  practitioner: z.string(),
  prescriber: z.string(),
  /** Of the doctor, or the IK of the clinic in place of LANR and BSNR. */
  lanr: z.string(),
  bsnr: z.string(),
  prescriptionKind: z.string(),
  issuedOn: z.string(),
  diagnoses: z.array(z.string()),
  approvalNumber: z.string().nullable(),
  approvedOn: z.string().nullable(),
  copayStatus: z.enum(['due', 'under-age', 'exempt']),
  signedAt: z.string().nullable(),
});
export type Frozen = z.infer<typeof Frozen>;

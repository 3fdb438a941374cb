import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { INSURER_GROUPS } from '#rooms/people/rules/cover.ts';

const Day = z.iso.date();

/** One payer as the official payer file names it on a day. */
export const Payer = z.strictObject({
  ik: z.string(),
  name: z.string(),
  shortName: z.string().nullable(),
  insurerGroup: z.string(),
  street: z.string().nullable(),
  postalCode: z.string().nullable(),
  place: z.string().nullable(),
  /** Quarter of the file: "2025-Q4". */
  quarter: z.string(),
  validFrom: Day,
  validTo: Day.nullable(),
});
export type Payer = z.infer<typeof Payer>;

/** Where data, forms and money of a payer go (segment VKG). `01` payer, `02`/`03` data office, `09` paper office. */
export const PayerRoute = z.strictObject({
  kind: z.enum(['01', '02', '03', '09']),
  partnerIk: z.string(),
  partnerName: z.string().nullable(),
  /** 69 exactly, 99 all others, 00 all. */
  billingCode: z.string().nullable(),
  region: z.string().nullable(),
  dataKind: z.string().nullable(),
});
export type PayerRoute = z.infer<typeof PayerRoute>;

export const PayerFile = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  quarter: z.string(),
  insurerGroup: z.string(),
  validFrom: Day,
  payers: z.int(),
  skippedContacts: z.int(),
  importedAt: z.string(),
  current: z.boolean(),
});
export type PayerFile = z.infer<typeof PayerFile>;

/** By a part of the name or the beginning of the IK; those of the newest quarter. */
export const findPayers = endpoint({
  name: 'payers.find',
  method: 'GET',
  path: '/api/payers',
  query: z.strictObject({
    q: z.string().trim().max(60).default(''),
    insurerGroup: z.enum(INSURER_GROUPS).optional(),
    day: Day.optional(),
  }),
  answer: z.strictObject({ payers: z.array(Payer), more: z.boolean() }),
});

export const getPayer = endpoint({
  name: 'payers.payer',
  method: 'GET',
  path: '/api/payers/:ik',
  params: z.strictObject({ ik: z.string().regex(/^\d{9}$/) }),
  query: z.strictObject({
    state: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
  }),
  answer: z.strictObject({ payer: Payer, routes: z.array(PayerRoute), earlier: z.array(Payer) }),
});

export const listPayerFiles = endpoint({
  name: 'payers.files',
  method: 'GET',
  path: '/api/payers/files',
  answer: z.strictObject({ files: z.array(PayerFile) }),
});

/** Reads a payer file of a quarter, whole or not at all; later quarters end the rows of earlier ones. */
export const importPayerFile = endpoint({
  name: 'payers.import',
  method: 'POST',
  path: '/api/payers/files',
  body: z.strictObject({ name: z.string().trim().min(1).max(40), content: z.base64().max(4_000_000) }),
  answer: z.strictObject({
    id: z.uuid(),
    quarter: z.string(),
    payers: z.int(),
    routes: z.int(),
    skippedContacts: z.int(),
    ended: z.int(),
  }),
  status: 201,
});

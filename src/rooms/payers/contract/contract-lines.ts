import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { INSURER_GROUPS } from '#rooms/people/rules/cover.ts';

const Day = z.iso.date();
export const BILLABLE_KINDS = ['session', 'travel', 'documentation', 'phone'] as const;

/** One price of a contract after § 132b SGB V: data, never a constant (R25). Money in cent. */
export const ContractLineWish = z.strictObject({
  providerIk: z.string().trim().min(1).max(30),
  insurerGroup: z.enum(INSURER_GROUPS),
  state: z.string().regex(/^[A-Z]{2}$/),
  setting: z.enum(['single', 'group']),
  /** For one unit: 60 minutes single, 90 minutes group. */
  priceCents: z.int().min(1).max(100_000),
  per: z.enum(['head', 'group']),
  stepMinutes: z.union([z.literal(60), z.literal(30), z.literal(15), z.literal(6), z.literal(3)]),
  copayCollection: z.enum(['insurer', 'provider']),
  billableKinds: z.array(z.enum(BILLABLE_KINDS)).min(1).max(4),
  /** How long after the session's month an invoice is still paid. */
  invoiceWithinMonths: z.int().min(1).max(48).nullable(),
  positionNumber: z
    .string()
    .regex(/^\d{7}$/)
    .nullable(),
  tariff: z
    .string()
    .regex(/^[0-9A-Z]{5}$/)
    .nullable(),
  contractName: z.string().trim().min(1).max(120),
  validFrom: Day,
  validTo: Day.nullable(),
});
export type ContractLineWish = z.infer<typeof ContractLineWish>;

export const ContractLineView = ContractLineWish.extend({
  id: z.uuid(),
  version: z.int(),
  /** Others that hold on the same days: a session there has no clear price. */
  overlaps: z.array(z.uuid()),
});
export type ContractLineView = z.infer<typeof ContractLineView>;

const byId = z.strictObject({ id: z.uuid() });
const Changed = z.strictObject({ id: z.uuid(), version: z.int() });

export const listContractLines = endpoint({
  name: 'payers.contractLines',
  method: 'GET',
  path: '/api/payers/contract-lines',
  answer: z.strictObject({ lines: z.array(ContractLineView) }),
});

/** Adds a price. One that overlaps another is taken only when `overlapKnown`: the office ends the other one next. */
export const addContractLine = endpoint({
  name: 'payers.addContractLine',
  method: 'POST',
  path: '/api/payers/contract-lines',
  body: ContractLineWish.extend({ overlapKnown: z.boolean().default(false) }),
  answer: Changed,
  status: 201,
});

export const endContractLine = endpoint({
  name: 'payers.endContractLine',
  method: 'POST',
  path: '/api/payers/contract-lines/:id/end',
  params: byId,
  body: z.strictObject({ to: Day }),
  answer: Changed,
  versioned: true,
});

/** Entered by mistake; lines that were billed by it keep their own copy of the price. */
export const withdrawContractLine = endpoint({
  name: 'payers.withdrawContractLine',
  method: 'POST',
  path: '/api/payers/contract-lines/:id/withdraw',
  params: byId,
  body: z.strictObject({}),
  answer: Changed,
  versioned: true,
});

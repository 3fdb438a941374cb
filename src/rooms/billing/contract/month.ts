import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { MEND_AT } from '../rules/checks.ts';

export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/);
const byMonth = z.strictObject({ month: Month });

/** What stands against a session, with its rule and where to mend it; words stand with the refusals. */
const Block = z.strictObject({
  code: z.string(),
  rule: z.string(),
  source: z.string(),
  mendAt: z.enum(MEND_AT),
  /** False: only to know, it can be released. */
  blocks: z.boolean(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
});

export const MonthSession = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  episodeId: z.uuid(),
  personId: z.uuid(),
  person: z.string(),
  practitioner: z.string(),
  day: z.string(),
  start: z.string(),
  end: z.string(),
  setting: z.enum(['single', 'group']),
  minutes: z.int(),
  hundredths: z.int(),
  amountCents: z.int(),
  state: z.string(),
  payerIk: z.string().nullable(),
  payerName: z.string().nullable(),
  blocks: z.array(Block),
  /** All blocks gone and SIGNED: it can be released now. */
  releasable: z.boolean(),
  invoiceId: z.uuid().nullable(),
});
export type MonthSession = z.infer<typeof MonthSession>;

export const MonthView = z.strictObject({
  month: Month,
  sessions: z.array(MonthSession),
  sums: z.strictObject({
    sessions: z.int(),
    blocked: z.int(),
    releasable: z.int(),
    released: z.int(),
    invoiced: z.int(),
    amountCents: z.int(),
  }),
  /** Sessions of earlier months that no invoice holds yet. */
  earlier: z.array(z.strictObject({ month: Month, sessions: z.int() })),
  lastRunAt: z.string().nullable(),
});
export type MonthView = z.infer<typeof MonthView>;

export const getMonth = endpoint({
  name: 'billing.month',
  method: 'GET',
  path: '/api/billing/months/:month',
  params: byMonth,
  answer: MonthView,
});

/** T4: one session is released for the invoice. A lead may release one whose contract term has passed. */
export const releaseSession = endpoint({
  name: 'billing.releaseSession',
  method: 'POST',
  path: '/api/billing/sessions/:id/release',
  params: z.strictObject({ id: z.uuid() }),
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

/** Releases every session of the month that nothing stands against; the others stay and are counted. */
export const releaseMonth = endpoint({
  name: 'billing.releaseMonth',
  method: 'POST',
  path: '/api/billing/months/:month/release',
  params: byMonth,
  body: z.strictObject({}),
  answer: z.strictObject({ released: z.int(), blocked: z.int() }),
});

/** Makes the drafts of a month anew, one per insurer, from all released sessions up to its end. */
export const runMonth = endpoint({
  name: 'billing.run',
  method: 'POST',
  path: '/api/billing/months/:month/run',
  params: byMonth,
  body: z.strictObject({
    payerIk: z
      .string()
      .regex(/^\d{9}$/)
      .nullable(),
  }),
  answer: z.strictObject({ id: z.uuid(), invoices: z.array(z.uuid()), sessions: z.int(), blocked: z.int() }),
  status: 201,
});

import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';
import { INVOICE_EVENTS, INVOICE_STATES } from '../rules/life.ts';
import { Month } from './month.ts';

const Day = z.iso.date();
const byId = z.strictObject({ id: z.uuid() });
const Changed = z.strictObject({ id: z.uuid(), version: z.int() });
const INVOICE_KINDS = ['invoice', 'cancellation', 'reissue'] as const;
export const SENT_BY = ['post', 'email', 'portal', 'dta'] as const;
/** Reply of a payer: 01 paid, 02 rejected, 03 corrected, 04 cut, 05 in check (rule book 6.2). */
export const REPLY_CODES = ['01', '02', '03', '04', '05'] as const;

export const InvoiceHead = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  kind: z.enum(INVOICE_KINDS),
  cancelsId: z.uuid().nullable(),
  payerIk: z.string(),
  payerName: z.string(),
  month: Month,
  number: z.string().nullable(),
  issuedOn: Day.nullable(),
  state: z.enum(INVOICE_STATES),
  grossCents: z.int(),
  copayCents: z.int(),
  netCents: z.int(),
  paidCents: z.int(),
  /** What is still to come; 0 where it was cancelled or written off. */
  openCents: z.int(),
  lines: z.int(),
  sentBy: z.enum(SENT_BY).nullable(),
  dueOn: Day.nullable(),
  overdue: z.boolean(),
  cutReason: z.string().nullable(),
  keepUntil: Day.nullable(),
  /** What may follow from here for whoever reads. */
  next: z.array(z.enum(INVOICE_EVENTS)),
});
export type InvoiceHead = z.infer<typeof InvoiceHead>;

const InvoiceLine = z.strictObject({
  id: z.uuid(),
  position: z.int(),
  sessionId: z.uuid(),
  personId: z.uuid(),
  person: z.string(),
  kvnr: z.string().nullable(),
  day: Day,
  start: z.string(),
  end: z.string(),
  setting: z.enum(['single', 'group']),
  status: z.enum(['EXEMPT', 'APPROVED', 'PROVISIONAL']),
  minutes: z.int(),
  hundredths: z.int(),
  priceCents: z.int(),
  amountCents: z.int(),
  copayCents: z.int(),
  signedHow: z.string(),
  reversed: z.boolean(),
});

export const InvoiceView = InvoiceHead.extend({
  recipient: z.record(z.string(), z.string().nullable()),
  sender: z.record(z.string(), z.string().nullable()),
  rows: z.array(InvoiceLine),
  payments: z.array(
    z.strictObject({
      id: z.uuid(),
      receivedOn: Day,
      cents: z.int(),
      replyCode: z.enum(REPLY_CODES).nullable(),
      note: z.string().nullable(),
    }),
  ),
  /** The invoice that this one cancels, is cancelled by or replaces. */
  related: z.array(z.strictObject({ id: z.uuid(), kind: z.enum(INVOICE_KINDS), number: z.string().nullable() })),
});
export type InvoiceView = z.infer<typeof InvoiceView>;

export const listInvoices = endpoint({
  name: 'billing.invoices',
  method: 'GET',
  path: '/api/billing/invoices',
  query: z.strictObject({ show: z.enum(['drafts', 'sent', 'open', 'all']).default('all'), month: Month.optional() }),
  answer: z.strictObject({ invoices: z.array(InvoiceHead), openCents: z.int(), overdueCents: z.int() }),
});

export const getInvoice = endpoint({
  name: 'billing.invoice',
  method: 'GET',
  path: '/api/billing/invoices/:id',
  params: byId,
  answer: InvoiceView,
  versioned: true,
});

const command = <Body extends z.ZodType>(name: string, path: string, body: Body) =>
  endpoint({
    name: `billing.${name}`,
    method: 'POST',
    path: `/api/billing/invoices/:id/${path}`,
    params: byId,
    body,
    answer: Changed,
    versioned: true,
  });
const Reason = z.string().trim().min(1).max(200);

export const checkInvoice = command('checkInvoice', 'check', z.strictObject({}));
/** Throws a draft away; its sessions are released as before. Only what has no number. */
export const discardInvoice = command('discardInvoice', 'discard', z.strictObject({}));
/** Gives the next number of the range and freezes the invoice. */
export const sendInvoice = command('sendInvoice', 'send', z.strictObject({ by: z.enum(SENT_BY) }));
export const receiveInvoice = command('receiveInvoice', 'receipt', z.strictObject({}));
/** What the payer answered or paid. A cut or a rejection needs its reason. */
export const replyInvoice = command(
  'replyInvoice',
  'reply',
  z.strictObject({ code: z.enum(REPLY_CODES), on: Day, cents: z.int().min(0).max(100_000_000), reason: Reason.nullable() }),
);
/** Cancels with a number of its own and prepares the new one as a draft, without the sessions that are left out. */
export const correctInvoice = endpoint({
  ...command('correctInvoice', 'correct', z.strictObject({ reason: Reason, leaveOut: z.array(z.uuid()).max(500) })),
  answer: z.strictObject({ id: z.uuid(), version: z.int(), cancellationId: z.uuid(), reissueId: z.uuid().nullable() }),
});
export const writeOffInvoice = command('writeOffInvoice', 'write-off', z.strictObject({ reason: Reason }));

export const INVOICE_PAPERS = ['invoice', 'service-record', 'csv', 'xlsx', 'json', 'slga'] as const;
/** The invoice and the service record as PDF, its lines as CSV, workbook and JSON, and the uncertified preview of § 302. */
export const getInvoicePaper = endpoint({
  name: 'billing.invoicePaper',
  method: 'GET',
  path: '/api/billing/invoices/:id/:paper',
  params: z.strictObject({ id: z.uuid(), paper: z.enum(INVOICE_PAPERS) }),
  answer: z.unknown(),
});

export const getNumbers = endpoint({
  name: 'billing.numbers',
  method: 'GET',
  path: '/api/billing/numbers',
  answer: z.strictObject({
    years: z.array(z.strictObject({ year: z.int(), given: z.int(), next: z.string(), missing: z.array(z.string()) })),
  }),
});

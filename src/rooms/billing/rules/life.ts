import type { Decision } from '#kernel/decision.ts';
import { listedEvents, type Machine, type Party, type Row, type Step, step } from '#kernel/machine.ts';

/** Rule book 6.2. */
export const INVOICE_STATES = [
  'DRAFT',
  'CHECKED',
  'SENT',
  'RECEIVED',
  'PAID',
  'SHORTENED',
  'REJECTED',
  'CORRECTION',
  'WRITTEN_OFF',
] as const;
export type InvoiceState = (typeof INVOICE_STATES)[number];

export const INVOICE_EVENTS = ['check', 'send', 'receive', 'pay', 'shorten', 'reject', 'correct', 'write-off'] as const;
export type InvoiceEvent = (typeof INVOICE_EVENTS)[number];
const INVOICE_EFFECTS = ['number', 'freeze', 'sessions-invoiced', 'sessions-paid', 'cancel-and-reissue'] as const;
export type InvoiceEffect = (typeof INVOICE_EFFECTS)[number];

export interface InvoiceFacts {
  lines?: number;
  /** Lines whose session, cover or contract is no longer as when the draft was made. */
  changedLines?: number;
  senderComplete?: boolean;
  recipientKnown?: boolean;
  netCents?: number;
  /** All payments together, this one included. */
  paidCents?: number;
  reasonGiven?: boolean;
  /** A cancellation is an answer to another invoice and is not corrected again. */
  kind?: 'invoice' | 'cancellation' | 'reissue';
}

const CHECKS = {
  'invoice-empty': ({ lines }) => lines !== undefined && lines > 0,
  'invoice-outdated': ({ changedLines }) => changedLines === 0,
  'sender-incomplete': ({ senderComplete }) => senderComplete === true,
  'recipient-unknown': ({ recipientKnown }) => recipientKnown === true,
  'payment-too-small': ({ netCents, paidCents }) => netCents !== undefined && paidCents !== undefined && paidCents >= netCents,
  'payment-is-whole': ({ netCents, paidCents }) => netCents !== undefined && paidCents !== undefined && paidCents < netCents,
  'cut-reason-missing': ({ reasonGiven }) => reasonGiven === true,
  'correction-reason-missing': ({ reasonGiven }) => reasonGiven === true,
  'cancellation-stays': ({ kind }) => kind !== undefined && kind !== 'cancellation',
} as const satisfies Record<string, (facts: InvoiceFacts) => boolean>;
type InvoiceNeed = keyof typeof CHECKS;
type InvoiceRow = Row<InvoiceState, InvoiceEvent, InvoiceNeed, InvoiceEffect, InvoiceFacts>;

const office: readonly Party[] = ['office'];
/** What was sent is never changed: it is cancelled and issued again (rule book T6). */
const correct: InvoiceRow = {
  id: 'B8',
  event: 'correct',
  to: 'CORRECTION',
  who: office,
  needs: ['cancellation-stays', 'correction-reason-missing'],
  effects: ['cancel-and-reissue'],
};
const pay: InvoiceRow = { id: 'B5', event: 'pay', to: 'PAID', who: office, needs: ['payment-too-small'], effects: ['sessions-paid'] };

/** The payer thought again (reply 03), or what replaces it was paid. */
const payLater: InvoiceRow = { ...pay, id: 'B9' };
/** The practice lets it go: a cut that it accepts, a rejection that it cannot answer. */
const writeOff: InvoiceRow = { id: 'B10', event: 'write-off', to: 'WRITTEN_OFF', who: office, needs: ['correction-reason-missing'] };

/** Rule book 6.2; corrections also from SENT, RECEIVED and PAID, because a mistake of one's own is found at any time (T6). */
export const INVOICE_TABLE = {
  DRAFT: [{ id: 'B1', event: 'check', to: 'CHECKED', who: office, needs: ['invoice-empty', 'invoice-outdated', 'sender-incomplete'] }],
  CHECKED: [
    {
      id: 'B2',
      event: 'send',
      to: 'SENT',
      who: office,
      needs: ['invoice-outdated', 'sender-incomplete', 'recipient-unknown'],
      effects: ['number', 'freeze', 'sessions-invoiced'],
    },
  ],
  SENT: [{ id: 'B3', event: 'receive', to: 'RECEIVED', who: office }, correct],
  RECEIVED: [
    pay,
    { id: 'B6', event: 'shorten', to: 'SHORTENED', who: office, needs: ['payment-is-whole', 'cut-reason-missing'] },
    { id: 'B7', event: 'reject', to: 'REJECTED', who: office, needs: ['payment-is-whole', 'cut-reason-missing'] },
    correct,
  ],
  PAID: [correct],
  SHORTENED: [payLater, correct, writeOff],
  REJECTED: [payLater, correct, writeOff],
  CORRECTION: [payLater, writeOff],
  WRITTEN_OFF: [],
} satisfies Record<InvoiceState, readonly InvoiceRow[]>;

export const INVOICE_UNLISTED = {
  DRAFT: 'invoice-draft',
  CHECKED: 'invoice-checked',
  SENT: 'invoice-sent',
  RECEIVED: 'invoice-received',
  PAID: 'invoice-paid',
  SHORTENED: 'invoice-shortened',
  REJECTED: 'invoice-rejected',
  CORRECTION: 'invoice-in-correction',
  WRITTEN_OFF: 'invoice-written-off',
} as const satisfies Record<InvoiceState, string>;
export type InvoiceCode = InvoiceNeed | (typeof INVOICE_UNLISTED)[InvoiceState] | 'invoice-not-for-role';

const INVOICE: Machine<InvoiceState, InvoiceEvent, InvoiceNeed, InvoiceEffect, InvoiceFacts, InvoiceCode> = {
  table: INVOICE_TABLE,
  checks: CHECKS,
  unlisted: INVOICE_UNLISTED,
  notForRole: 'invoice-not-for-role',
};

/** One step of an invoice (6.2). Whatever is not listed is refused. */
export function stepInvoice(
  state: InvoiceState,
  event: InvoiceEvent,
  who: Party | readonly Party[],
  facts: InvoiceFacts,
): Decision<Step<InvoiceState, InvoiceEffect>, InvoiceCode> {
  return step(INVOICE, state, event, who, facts);
}

/** What may follow for these roles, whatever the facts are: for buttons and for the `next` of a refusal. */
export function nextOfInvoice(state: InvoiceState, who: readonly Party[]): InvoiceEvent[] {
  return listedEvents(INVOICE, state, who);
}

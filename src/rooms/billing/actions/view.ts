import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { ownOrganisation } from '#rooms/soziotherapie/actions/practice.ts';
import type { InvoiceHead, InvoiceView } from '../contract/invoices.ts';
import { nextOfInvoice } from '../rules/life.ts';
import { invoiceNumber, missingNumbers } from '../rules/number.ts';
import {
  findInvoiceRow,
  type InvoiceRow,
  selectInvoices,
  selectLines,
  selectPayments,
  selectRanges,
  selectRelated,
} from '../store/invoices.ts';
import { openFrozen } from './draft.ts';

type Office = Permit<'billing.office'>;

/** States in which money may still come. */
const OPEN = ['SENT', 'RECEIVED', 'SHORTENED', 'REJECTED'];

function creditIn(all: ReadonlyMap<string, InvoiceRow>, row: InvoiceRow): number {
  let [credit, at] = [0, row.kind === 'reissue' ? row.cancels_id : null];
  while (at !== null) {
    const before = all.get(at);
    credit += before?.paid_cents ?? 0;
    at = before?.kind === 'reissue' ? before.cancels_id : null;
  }
  return credit;
}

/** What was taken back: also where its replacement was paid and it counts as paid itself. */
const cancelledIn = (all: ReadonlyMap<string, InvoiceRow>): ReadonlySet<string | null> =>
  new Set([...all.values()].filter(({ kind }) => kind === 'cancellation').map(({ cancels_id }) => cancels_id));

function headOf(
  call: Call,
  row: InvoiceRow,
  lines: number,
  all: ReadonlyMap<string, InvoiceRow>,
  cancelled = cancelledIn(all),
): InvoiceHead {
  const { roles } = accountOf(call);
  const state = row.state as InvoiceHead['state'];
  const openCents =
    OPEN.includes(state) && row.kind !== 'cancellation' ? Math.max(0, row.net_cents - row.paid_cents - creditIn(all, row)) : 0;
  return {
    id: row.id,
    version: row.version,
    kind: row.kind as InvoiceHead['kind'],
    cancelsId: row.cancels_id,
    payerIk: row.payer_ik,
    payerName: row.payer_name,
    month: row.month,
    number: row.number,
    issuedOn: row.issued_on,
    state,
    grossCents: row.gross_cents,
    copayCents: row.copay_cents,
    netCents: row.net_cents,
    paidCents: row.paid_cents,
    openCents,
    lines,
    sentBy: row.sent_by_channel as InvoiceHead['sentBy'],
    dueOn: row.due_on,
    overdue: openCents > 0 && row.due_on !== null && row.due_on < dayInBerlin(call.now).toString(),
    cutReason: row.cut_reason,
    keepUntil: row.keep_until,
    next: row.kind === 'cancellation' ? [] : nextOfInvoice(state, roles).filter((event) => event !== 'correct' || !cancelled.has(row.id)),
  };
}

/** Invoices of one's own organisation; without names of clients. */
export async function listInvoices(
  call: Call,
  _permit: Office,
  { show, month }: { show: 'drafts' | 'sent' | 'open' | 'all'; month?: string | undefined },
) {
  const rows = await selectInvoices(call.tx, ownOrganisation(call));
  const all = new Map(rows.map((row) => [row.id, row]));
  const cancelled = cancelledIn(all);
  const heads = rows.map((row) => headOf(call, row, row.lines, all, cancelled));
  const sum = (which: readonly InvoiceHead[]) => which.reduce((total, { openCents }) => total + openCents, 0);
  const shown = {
    all: () => true,
    drafts: ({ number }: InvoiceHead) => number === null,
    sent: ({ number }: InvoiceHead) => number !== null,
    open: ({ openCents, state }: InvoiceHead) => openCents > 0 || state === 'CORRECTION',
  }[show];
  return {
    invoices: heads.filter((head) => shown(head) && (month === undefined || head.month === month)),
    openCents: sum(heads),
    overdueCents: sum(heads.filter(({ overdue }) => overdue)),
  };
}

export async function getInvoice(call: Call, _permit: Office, id: string): Promise<InvoiceView> {
  const row = await findInvoiceRow(call.tx, id);
  if (!row) throw new Refusal('not-found');
  const lines = await selectLines(call.tx, id);
  await recordReads(
    call,
    'billing.invoice.read',
    'invoice-line',
    lines.map((line) => ({ id: line.id, personId: line.person_id })),
  );
  const all = new Map((await selectInvoices(call.tx, row.organisation_id)).map((one) => [one.id, one]));
  const rows = [];
  for (const line of lines) {
    const frozen = await openFrozen(call, line);
    rows.push({
      id: line.id,
      position: line.position,
      sessionId: line.session_id,
      personId: line.person_id,
      person: [frozen.familyName, frozen.givenName].filter(Boolean).join(', '),
      kvnr: frozen.kvnr || null,
      day: line.day,
      start: frozen.start,
      end: frozen.end,
      setting: line.setting as 'single' | 'group',
      status: line.status as 'EXEMPT' | 'APPROVED' | 'PROVISIONAL',
      minutes: line.minutes,
      hundredths: line.hundredths,
      priceCents: line.price_cents,
      amountCents: line.amount_cents,
      copayCents: line.copay_cents,
      signedHow: line.signed_how,
      reversed: !line.live && line.reverses === null,
    });
  }
  const payments = await selectPayments(call.tx, id);
  return {
    ...headOf(call, row, lines.length, all),
    recipient: row.recipient as InvoiceView['recipient'],
    sender: row.sender as InvoiceView['sender'],
    rows,
    payments: payments.map((one) => ({
      id: one.id,
      receivedOn: one.received_on,
      cents: one.cents,
      replyCode: one.reply_code as InvoiceView['payments'][number]['replyCode'],
      note: one.note,
    })),
    related: (await selectRelated(call.tx, row)).map((one) => ({
      id: one.id,
      kind: one.kind as InvoiceHead['kind'],
      number: one.number,
    })),
  };
}

/** How far the numbers went, year by year, and whether one is missing. */
export async function getNumbers(call: Call, _permit: Office) {
  const organisationId = ownOrganisation(call);
  const given = (await selectInvoices(call.tx, organisationId)).flatMap(({ number }) => number ?? []);
  const ranges = await selectRanges(call.tx, organisationId);
  const thisYear = dayInBerlin(call.now).year;
  const years = ranges.some(({ year }) => year === thisYear) ? ranges : [{ year: thisYear, next: 1 }, ...ranges];
  return {
    years: years.map(({ year, next }) => {
      const own = given.filter((number) => number.startsWith(`${year}-`));
      return { year, given: own.length, next: invoiceNumber(year, next), missing: missingNumbers(year, own, next) };
    }),
  };
}

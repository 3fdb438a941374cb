import { insist, Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { holdContingents, lockBilledSession, stepBilledSession } from '#rooms/soziotherapie/actions/billed.ts';
import { parametersFor } from '#rooms/soziotherapie/actions/practice.ts';
import { keepVoucherUntil } from '#rooms/soziotherapie/rules/retention.ts';
import { type InvoiceEvent, type InvoiceFacts, type InvoiceState, nextOfInvoice, stepInvoice } from '../rules/life.ts';
import { invoiceNumber, PAYMENT_DAYS } from '../rules/number.ts';
import {
  appendLines,
  deleteInvoices,
  deleteLines,
  drawNumber,
  findInvoiceRow,
  type InvoiceRow,
  lockInvoice,
  selectLines,
  updateInvoice,
} from '../store/invoices.ts';
import { findSender, selectBillable } from '../store/month.ts';
import { buildLines, changedLines, recipientOf, senderComplete, senderOf, totalsOf } from './draft.ts';
import { judgeSessions } from './judged.ts';
import { insistOffice } from './run.ts';

type Office = Permit<'billing.office'>;

/** Locks an invoice of one's own organisation at the version that was seen. */
export async function lockSeen(call: Call, id: string, version: number | undefined): Promise<InvoiceRow> {
  const row = await lockInvoice(call.tx, id);
  if (!row) throw new Refusal('not-found');
  if (row.version !== version) throw new Refusal('version-old', { current: row.version });
  return row;
}

/** One step of the table 6.2; a refusal says what may follow instead. */
export function decideStep(call: Call, row: Pick<InvoiceRow, 'state' | 'kind'>, event: InvoiceEvent, facts: InvoiceFacts) {
  const { roles } = accountOf(call);
  const state = row.state as InvoiceState;
  return insist(stepInvoice(state, event, roles, { kind: row.kind as NonNullable<InvoiceFacts['kind']>, ...facts }), {
    next: nextOfInvoice(state, roles),
    facts: { ...(facts.changedLines ? { lines: facts.changedLines } : {}) },
  });
}

export async function tellMoved(call: Call, row: InvoiceRow, event: string, to: string, reason?: string): Promise<void> {
  await record(call, {
    action: 'billing.invoice.moved',
    kind: 'U',
    object: ['invoice', row.id],
    data: { event, from: row.state, to, organisationId: row.organisation_id, kind: row.kind, ...(reason ? { reason } : {}) },
  });
}

async function sessionsOf(call: Call, row: InvoiceRow) {
  const ids = [...new Set((await selectLines(call.tx, row.id)).map(({ session_id }) => session_id))];
  return judgeSessions(call, await selectBillable(call.tx, row.organisation_id, { ids }));
}

/** A draft is looked through: nothing stands against its sessions any more, its lines are as they would be today. */
export async function checkInvoice(call: Call, _permit: Office, id: string, version: number | undefined) {
  const row = await lockSeen(call, id, version);
  const { judged, sender } = await sessionsOf(call, row);
  if (row.kind === 'reissue' && row.state === 'DRAFT')
    await refresh(
      call,
      row,
      judged.filter(({ clear }) => clear),
    );
  const lines = (await selectLines(call.tx, id)).length;
  const facts = { lines, changedLines: await changedLines(call, row, judged), senderComplete: senderComplete(senderOf(sender)) };
  const { to } = decideStep(call, row, 'check', facts);
  await updateInvoice(call.tx, id, { state: to });
  await tellMoved(call, row, 'check', to);
  return { id, version: row.version + (row.kind === 'reissue' ? 2 : 1) };
}

/** What is issued again is reckoned with what is known now. */
async function refresh(call: Call, row: InvoiceRow, judged: Parameters<typeof buildLines>[1]): Promise<void> {
  const lines = await buildLines(call, judged, row.organisation_id);
  const { grossCents, copayCents, netCents } = totalsOf(lines, row.copay_collection as 'insurer' | 'provider');
  await deleteLines(call.tx, row.id);
  await appendLines(call.tx, row.id, row.organisation_id, lines);
  await updateInvoice(call.tx, row.id, { gross_cents: grossCents, copay_cents: copayCents, net_cents: netCents });
}

/** A draft is thrown away; its sessions stay released. */
export async function discardInvoice(call: Call, _permit: Office, id: string, version: number | undefined) {
  insistOffice(call);
  const row = await lockSeen(call, id, version);
  if (row.number !== null) throw new Refusal('invoice-has-number');
  await deleteInvoices(call.tx, [id]);
  await record(call, {
    action: 'billing.invoice.discarded',
    kind: 'D',
    object: ['invoice', id],
    data: { organisationId: row.organisation_id, month: row.month },
  });
  return { id, version: row.version + 1 };
}

/** What sending writes: the next number, the days, and the addresses of the day. In the same transaction as everything it depends on. */
export async function giveNumber(call: Call, row: InvoiceRow, by: 'post' | 'email' | 'portal' | 'dta', to: string): Promise<void> {
  const today = dayInBerlin(call.now);
  const number = invoiceNumber(today.year, await drawNumber(call.tx, row.organisation_id, today.year));
  const issued = today.toString();
  const p = await parametersFor(call, row.organisation_id, issued);
  const recipient = row.recipient as Record<string, string | null>;
  await updateInvoice(call.tx, row.id, {
    state: to,
    number,
    issued_on: issued,
    sent_on: issued,
    sent_by_channel: by,
    due_on: row.kind === 'cancellation' ? null : today.add({ days: PAYMENT_DAYS }).toString(),
    keep_until: keepVoucherUntil(issued, p),
    recipient: JSON.stringify(recipient),
    sender: JSON.stringify(senderOf(await findSender(call.tx, row.organisation_id))),
  });
}

/** The invoice goes out: it gets its number, nothing of it changes any more, and its sessions are invoiced (T5). */
export async function sendInvoice(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  by: 'post' | 'email' | 'portal' | 'dta',
) {
  const row = await lockSeen(call, id, version);
  // a letter of the insurer that is written down at this moment comes before the invoice or after it, never between look and number (I4)
  await holdContingents(
    call,
    (await selectLines(call.tx, id)).map(({ person_id }) => person_id),
  );
  const { judged, sender } = await sessionsOf(call, row);
  const recipient = row.state === 'CHECKED' ? await recipientOf(call, row.payer_ik, judged[0]?.cover?.state ?? null) : {};
  const { to } = decideStep(call, row, 'send', {
    changedLines: await changedLines(call, row, judged),
    senderComplete: senderComplete(senderOf(sender)),
    recipientKnown: typeof recipient.name === 'string',
  });
  await giveNumber(call, { ...row, recipient }, by, to);
  for (const line of await selectLines(call.tx, id)) {
    const session = await lockBilledSession(call, line.session_id);
    if (session?.state === 'RELEASED') await stepBilledSession(call, session, 'invoice', line.id);
  }
  await tellMoved(call, row, 'send', to);
  return { id, version: row.version + 1 };
}

/** The payer has it. */
export async function receiveInvoice(call: Call, _permit: Office, id: string, version: number | undefined) {
  const row = await lockSeen(call, id, version);
  const { to } = decideStep(call, row, 'receive', {});
  await updateInvoice(call.tx, id, { state: to });
  await tellMoved(call, row, 'receive', to);
  return { id, version: row.version + 1 };
}

/** What was paid on the invoices that this one replaces counts for it. */
export async function creditOf(call: Call, row: Pick<InvoiceRow, 'kind' | 'cancels_id'>): Promise<number> {
  let [credit, at] = [0, row.kind === 'reissue' ? row.cancels_id : null];
  while (at !== null) {
    const before = await findInvoiceRow(call.tx, at);
    credit += before?.paid_cents ?? 0;
    at = before?.kind === 'reissue' ? before.cancels_id : null;
  }
  return credit;
}

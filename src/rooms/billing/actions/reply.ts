import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { lockBilledSession, stepBilledSession } from '#rooms/soziotherapie/actions/billed.ts';
import type { REPLY_CODES } from '../contract/invoices.ts';
import {
  appendInvoice,
  appendLines,
  appendPayment,
  findInvoiceRow,
  type InvoiceRow,
  isCancelled,
  lockInvoice,
  selectLines,
  updateInvoice,
} from '../store/invoices.ts';
import { selectBillable } from '../store/month.ts';
import { openFrozen, sealFrozen, writeDraft } from './draft.ts';
import { creditOf, decideStep, giveNumber, lockSeen, tellMoved } from './invoices.ts';
import { judgeSessions } from './judged.ts';

type Office = Permit<'billing.office'>;
type ReplyCode = (typeof REPLY_CODES)[number];

/** What each code of a payer means for the invoice (rule book 6.2); 05 "in check" only says that it arrived. */
const EVENT_OF = { '01': 'pay', '02': 'reject', '03': 'pay', '04': 'shorten', '05': 'receive' } as const satisfies Record<
  ReplyCode,
  string
>;

async function sessionsPaid(call: Call, invoiceId: string): Promise<void> {
  for (const line of await selectLines(call.tx, invoiceId)) {
    if (!line.live) continue;
    const session = await lockBilledSession(call, line.session_id);
    if (session?.state === 'INVOICED') await stepBilledSession(call, session, 'pay');
  }
}

/** An answer or a payment of the payer; what arrived is written down even where nobody had said that the invoice got there. */
export async function replyInvoice(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  reply: { code: ReplyCode; on: string; cents: number; reason: string | null },
) {
  const row = await lockSeen(call, id, version);
  if (row.issued_on !== null && reply.on < row.issued_on) throw new Refusal('payment-before-invoice');
  if (reply.on > dayInBerlin(call.now).toString()) throw new Refusal('payment-in-future');
  let state = row.state;
  if (state === 'SENT') state = decideStep(call, row, 'receive', {}).to;
  const event = EVENT_OF[reply.code];
  const paidCents = row.paid_cents + reply.cents + (await creditOf(call, row));
  if (paidCents > row.net_cents) throw new Refusal('payment-too-much', { facts: { openCents: row.net_cents - row.paid_cents } });
  const facts = { netCents: row.net_cents, paidCents, reasonGiven: reply.reason !== null };
  const moved = event === 'receive' || state === 'PAID' ? undefined : decideStep(call, { ...row, state }, event, facts);
  if (event === 'receive' && row.state !== 'SENT' && row.state !== 'RECEIVED') decideStep(call, row, 'receive', {});
  if (state === 'PAID') decideStep(call, { ...row, state }, 'pay', facts);
  const { accountId: by } = accountOf(call);
  if (reply.cents > 0) {
    const payment = {
      invoiceId: id,
      organisationId: row.organisation_id,
      on: reply.on,
      cents: reply.cents,
      code: reply.code,
      note: reply.reason,
    };
    await appendPayment(call.tx, { id: call.newId(), ...payment, at: call.now, by });
  }
  const to = moved?.to ?? state;
  await updateInvoice(call.tx, id, { state: to, ...(reply.reason && event !== 'pay' ? { cut_reason: reply.reason } : {}) });
  await record(call, {
    action: 'billing.invoice.answered',
    kind: 'U',
    object: ['invoice', id],
    data: { organisationId: row.organisation_id, code: reply.code, cents: reply.cents, from: row.state, to },
  });
  if (to === 'PAID') {
    await sessionsPaid(call, id);
    if (row.kind === 'reissue' && row.cancels_id) await settleOriginal(call, row.cancels_id, 'pay');
  }
  return { id, version: row.version + 1 };
}

/** What was replaced is done when its replacement is: paid, or written off. */
async function settleOriginal(call: Call, id: string, event: 'pay' | 'write-off'): Promise<void> {
  const row = await lockInvoice(call.tx, id);
  if (row?.state !== 'CORRECTION') return;
  const { to } = decideStep(call, row, event, { netCents: 0, paidCents: 0, reasonGiven: true });
  await updateInvoice(call.tx, id, { state: to });
  await tellMoved(call, row, event, to, 'replacement');
}

/** Takes every line back, with a number of its own, on the day. */
async function cancel(call: Call, row: InvoiceRow): Promise<string> {
  const { accountId: by } = accountOf(call);
  const id = call.newId();
  const lines = (await selectLines(call.tx, row.id)).filter(({ live }) => live);
  const sum = (cents: readonly number[]) => cents.reduce((total, one) => total - one, 0);
  const [grossCents, copayCents] = [sum(lines.map((line) => line.amount_cents)), sum(lines.map((line) => line.copay_cents))];
  const collection = row.copay_collection as 'insurer' | 'provider';
  await appendInvoice(call.tx, {
    id,
    runId: null,
    organisationId: row.organisation_id,
    kind: 'cancellation',
    cancelsId: row.id,
    payerIk: row.payer_ik,
    payerName: row.payer_name,
    recipient: row.recipient as Record<string, string | null>,
    sender: row.sender as Record<string, string | null>,
    month: row.month,
    copayCollection: collection,
    grossCents,
    copayCents,
    netCents: grossCents - (collection === 'provider' ? copayCents : 0),
    at: call.now,
    by,
  });
  const back = [];
  for (const line of lines) {
    const lineId = call.newId();
    const frozen = await openFrozen(call, line);
    back.push({
      id: lineId,
      personId: line.person_id,
      sessionId: line.session_id,
      prescriptionId: line.prescription_id,
      day: line.day,
      setting: line.setting as 'single' | 'group',
      status: line.status as 'EXEMPT' | 'APPROVED' | 'PROVISIONAL',
      minutes: line.minutes,
      hundredths: line.hundredths,
      priceCents: line.price_cents,
      amountCents: -line.amount_cents,
      copayCents: -line.copay_cents,
      contractLineId: line.contract_line_id,
      positionNumber: line.position_number,
      tariff: line.tariff,
      signedHow: line.signed_how,
      frozenSealed: await sealFrozen(call, line.person_id, lineId, frozen),
      reverses: line.id,
    });
  }
  await appendLines(call.tx, id, row.organisation_id, back);
  const draft = await lockInvoice(call.tx, id);
  if (!draft) throw new Error('a cancellation that is not there');
  const checked = decideStep(call, draft, 'check', { lines: back.length, changedLines: 0, senderComplete: true }).to;
  const { to } = decideStep(call, { ...draft, state: checked }, 'send', { changedLines: 0, senderComplete: true, recipientKnown: true });
  await giveNumber(call, draft, (row.sent_by_channel ?? 'post') as 'post', to);
  return id;
}

async function dispute(call: Call, sessionId: string): Promise<void> {
  const session = await lockBilledSession(call, sessionId);
  if (session) await stepBilledSession(call, session, 'dispute');
}

/**
 * What was sent is not changed: it is taken back by a cancellation with a number of its own, and issued again as a draft with what is
 * known now (T6). Sessions that are left out are disputed until somebody settles them, and stand on no invoice.
 */
export async function correctInvoice(
  call: Call,
  _permit: Office,
  id: string,
  version: number | undefined,
  wish: { reason: string; leaveOut: readonly string[] },
) {
  const row = await lockSeen(call, id, version);
  const { to } = decideStep(call, row, 'correct', { reasonGiven: wish.reason !== '' });
  // its replacement was paid, and it with it: what was taken back once is not taken back again
  if (await isCancelled(call.tx, id)) throw new Refusal('invoice-in-correction', { facts: { state: row.state } });
  const ids = [...new Set((await selectLines(call.tx, id)).map(({ session_id }) => session_id))];
  const cancellationId = await cancel(call, row);
  await updateInvoice(call.tx, id, { state: to, cut_reason: row.cut_reason ?? wish.reason });
  for (const sessionId of ids.filter((one) => wish.leaveOut.includes(one))) await dispute(call, sessionId);
  const kept = ids.filter((one) => !wish.leaveOut.includes(one));
  const { judged, sender } = await judgeSessions(call, await selectBillable(call.tx, row.organisation_id, { ids: kept }));
  const clear = judged.filter((one) => one.clear && one.cover?.payerIk === row.payer_ik);
  const { organisation_id: organisationId, month } = row;
  const reissueId =
    clear.length > 0 ? await writeDraft(call, clear, { runId: null, kind: 'reissue', cancelsId: id, month, organisationId, sender }) : null;
  await tellMoved(call, row, 'correct', to);
  return { id, version: row.version + 1, cancellationId, reissueId };
}

/** The practice lets the rest go, with a reason. */
export async function writeOffInvoice(call: Call, _permit: Office, id: string, version: number | undefined, reason: string) {
  const row = await lockSeen(call, id, version);
  const { to } = decideStep(call, row, 'write-off', { reasonGiven: reason !== '' });
  await updateInvoice(call.tx, id, { state: to, cut_reason: reason });
  await tellMoved(call, row, 'write-off', to);
  if (row.kind === 'reissue' && row.cancels_id && (await findInvoiceRow(call.tx, row.cancels_id))?.state === 'CORRECTION')
    await settleOriginal(call, row.cancels_id, 'write-off');
  return { id, version: row.version + 1 };
}

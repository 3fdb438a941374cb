import type { Practice } from './practice.ts';

interface Invoice {
  id: string;
  version: number;
  state: string;
  kind: string;
  net: number;
  paid: number;
}

/** A month is released and becomes drafts. */
export async function runMonth(practice: Practice): Promise<void> {
  const { chance, local } = practice;
  const month = local
    .toPlainDate()
    .toPlainYearMonth()
    .subtract({ months: chance.below(3) })
    .toString();
  await practice.command(chance.coin(0.2) ? 'leitung' : 'buero', 'billing.releaseMonth', { params: { month }, body: {} });
  if (chance.coin(0.8)) await practice.command('buero', 'billing.run', { params: { month }, body: { payerIk: null } });
}

/** One step on an invoice: looked through, sent, answered, corrected, let go. */
export async function stepInvoice(practice: Practice): Promise<void> {
  const { chance, today } = practice;
  const invoice = await practice.row<Invoice>(
    `select id, version, state, kind, net_cents as net, paid_cents as paid from billing.invoice where kind <> 'cancellation' and state <> 'WRITTEN_OFF'
     order by created_at, payer_ik, kind, number nulls first, net_cents`,
  );
  if (!invoice) return;
  const on = (name: string, body: object = {}) =>
    practice.command('buero', `billing.${name}`, { params: { id: invoice.id }, version: invoice.version, body });
  const session = await practice.row<{ id: string }>(
    'select session_id as id from billing.invoice_line where invoice_id = $1 order by position',
    invoice.id,
  );
  const reply = (code: string, cents: number) =>
    on('replyInvoice', { code, on: today, cents, reason: code === '01' || code === '03' || code === '05' ? null : 'Menge gekürzt' });
  const correct = () => on('correctInvoice', { reason: 'falsche Zeit', leaveOut: session && chance.coin(0.3) ? [session.id] : [] });
  if (invoice.state === 'DRAFT') return void (await (chance.coin(0.1) ? on('discardInvoice') : on('checkInvoice')));
  if (invoice.state === 'CHECKED') return void (await (chance.coin(0.06) ? on('discardInvoice') : on('sendInvoice', { by: 'post' })));
  if (chance.coin(0.15)) return void (await correct());
  const open = Math.max(0, invoice.net - invoice.paid);
  if (invoice.state === 'SENT' && chance.coin(0.4)) return void (await on('receiveInvoice'));
  if (chance.coin(0.1)) return void (await on('writeOffInvoice', { reason: 'lohnt nicht' }));
  const code = ['01', '02', '03', '04', '05'][chance.weighted([5, 1, 1, 2, 1])] ?? '01';
  const part = code === '04' ? Math.floor(open / 2) : code === '02' || code === '05' ? 0 : open + (chance.coin(0.05) ? 1 : 0);
  await reply(code, part);
}

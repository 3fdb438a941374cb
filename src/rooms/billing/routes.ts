import { type Route, serve, Versioned } from '#platform/http.ts';
import { checkInvoice, discardInvoice, receiveInvoice, sendInvoice } from './actions/invoices.ts';
import { getMonth, releaseMonth, releaseSession } from './actions/month.ts';
import { getInvoicePaper } from './actions/papers.ts';
import { correctInvoice, replyInvoice, writeOffInvoice } from './actions/reply.ts';
import { runMonth } from './actions/run.ts';
import { getInvoice, getNumbers, listInvoices } from './actions/view.ts';
import * as wire from './contract.ts';

/** The office bills, the lead reads and releases; only what is of their own organisation. Helpers see no invoice (rule book 5.3). */
export const billingRoutes: Route[] = [
  serve(wire.getMonth, 'billing.office', (call, { permit, params }) => getMonth(call, permit, params.month)),
  serve(wire.releaseSession, 'billing.office', (call, { permit, params, version }) => releaseSession(call, permit, params.id, version)),
  serve(wire.releaseMonth, 'billing.office', (call, { permit, params }) => releaseMonth(call, permit, params.month)),
  serve(wire.runMonth, 'billing.office', (call, { permit, params, body }) => runMonth(call, permit, params.month, body.payerIk)),
  serve(wire.listInvoices, 'billing.office', (call, { permit, query }) => listInvoices(call, permit, query)),
  serve(wire.getNumbers, 'billing.office', (call, { permit }) => getNumbers(call, permit)),
  serve(wire.getInvoice, 'billing.office', async (call, { permit, params }) => {
    const view = await getInvoice(call, permit, params.id);
    return new Versioned(view.version, view);
  }),
  serve(wire.checkInvoice, 'billing.office', (call, { permit, params, version }) => checkInvoice(call, permit, params.id, version)),
  serve(wire.discardInvoice, 'billing.office', (call, { permit, params, version }) => discardInvoice(call, permit, params.id, version)),
  serve(wire.sendInvoice, 'billing.office', (call, { permit, params, version, body }) =>
    sendInvoice(call, permit, params.id, version, body.by),
  ),
  serve(wire.receiveInvoice, 'billing.office', (call, { permit, params, version }) => receiveInvoice(call, permit, params.id, version)),
  serve(wire.replyInvoice, 'billing.office', (call, { permit, params, version, body }) =>
    replyInvoice(call, permit, params.id, version, body),
  ),
  serve(wire.correctInvoice, 'billing.office', (call, { permit, params, version, body }) =>
    correctInvoice(call, permit, params.id, version, body),
  ),
  serve(wire.writeOffInvoice, 'billing.office', (call, { permit, params, version, body }) =>
    writeOffInvoice(call, permit, params.id, version, body.reason),
  ),
  serve(wire.getInvoicePaper, 'billing.office', (call, { permit, params }) => getInvoicePaper(call, permit, params.id, params.paper)),
];

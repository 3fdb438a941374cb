import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { ownOrganisation } from '#rooms/soziotherapie/actions/practice.ts';
import { appendRun, deleteInvoices, lockDrafts, lockRuns } from '../store/invoices.ts';
import { selectBillable } from '../store/month.ts';
import { writeDraft } from './draft.ts';
import { type Judged, judgeSessions } from './judged.ts';
import { daysOf } from './month.ts';

/** Invoices are the office's (rule book 5.3); a lead reads. */
export function insistOffice(call: Call): void {
  if (!accountOf(call).roles.includes('office')) throw new Refusal('invoice-not-for-role');
}

/**
 * Makes the drafts of a month anew, one per insurer, from everything released up to its end that stands on no invoice. What is blocked
 * stays behind and is counted. Twice gives the same drafts; two at once stand one after the other.
 */
export async function runMonth(call: Call, _permit: Permit<'billing.office'>, month: string, payerIk: string | null) {
  insistOffice(call);
  const organisationId = ownOrganisation(call);
  await lockRuns(call.tx, organisationId);
  await deleteInvoices(call.tx, await lockDrafts(call.tx, organisationId, month, payerIk));
  const rows = await selectBillable(call.tx, organisationId, { unbilledUntil: daysOf(month).to });
  const { judged, sender } = await judgeSessions(call, rows);
  const wanted = judged.filter(({ cover }) => payerIk === null || cover?.payerIk === payerIk);
  const ready = wanted.filter(({ clear }) => clear);
  const byPayer = new Map<string, Judged[]>();
  for (const one of ready) {
    const key = `${one.cover?.payerIk} ${one.priced.line?.copayCollection}`;
    byPayer.set(key, [...(byPayer.get(key) ?? []), one]);
  }
  const id = call.newId();
  const [sessions, blocked] = [ready.length, wanted.length - ready.length];
  await appendRun(call.tx, { id, organisationId, month, at: call.now, by: accountOf(call).accountId, sessions, blocked });
  const invoices: string[] = [];
  for (const [, group] of [...byPayer].sort(([one], [other]) => (one < other ? -1 : 1)))
    invoices.push(await writeDraft(call, group, { runId: id, kind: 'invoice', cancelsId: null, month, organisationId, sender }));
  await record(call, {
    action: 'billing.run.done',
    kind: 'C',
    object: ['billing-run', id],
    data: { organisationId, month, invoices: invoices.length, sessions, blocked },
  });
  return { id, invoices, sessions, blocked };
}

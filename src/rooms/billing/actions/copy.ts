import type { Call } from '#platform/call.ts';
import { selectForCopy } from '../store/invoices.ts';

/** Her part of each invoice that has a number: days, units, amount, copayment. What it holds about others stays out (rule book 5.3). */
export async function invoicesForCopy(call: Call, { personId, organisationId }: { personId: string; organisationId: string }) {
  const lines = Map.groupBy(await selectForCopy(call.tx, personId, organisationId), ({ invoice_id }) => invoice_id);
  const rows = [...lines.values()].flatMap((own) => {
    const [first] = own;
    if (!first) return [];
    return [
      {
        invoice: first.number,
        kind: first.kind,
        month: first.month,
        issued_on: first.issued_on,
        payer_name: first.payer_name,
        state: first.state,
        days: [...new Set(own.map(({ day }) => day))],
        units: own.reduce((sum, { hundredths }) => sum + hundredths, 0) / 100,
        cents: own.reduce((sum, { amount_cents }) => sum + amount_cents, 0),
        copay_cents: own.reduce((sum, { copay_cents }) => sum + copay_cents, 0),
      },
    ];
  });
  return { key: 'invoices', rows };
}

import { checkInvoice, sendInvoice } from '#rooms/billing/actions/invoices.ts';
import { releaseMonth } from '#rooms/billing/actions/month.ts';
import { replyInvoice } from '#rooms/billing/actions/reply.ts';
import { runMonth } from '#rooms/billing/actions/run.ts';
import { getInvoice } from '#rooms/billing/actions/view.ts';
import { addContractLine } from '#rooms/payers/actions/contract-lines.ts';
import type { Cast } from '#test/cast/cast.ts';
import type { Calendar } from './course.ts';
import { PROVIDER } from './practice.ts';

/** Invented prices of two contracts, single and group. */
const PRICES = [
  ['VDEK', 'single', 5850, 'head'],
  ['VDEK', 'group', 8100, 'group'],
  ['AOK', 'single', 5720, 'head'],
  ['AOK', 'group', 2400, 'head'],
] as const;

/** The prices that hold for the practice, entered by its office. */
export async function enterContracts(cast: Cast<string>, calendar: Calendar): Promise<void> {
  const validFrom = `${Number(calendar.today.slice(0, 4)) - 3}-01-01`;
  for (const [insurerGroup, setting, priceCents, per] of PRICES) {
    await cast.as('mai', (call, permit) =>
      addContractLine(call, permit('billing.office'), {
        providerIk: PROVIDER.ik,
        insurerGroup,
        state: 'NW',
        setting,
        priceCents,
        per,
        stepMinutes: 15,
        copayCollection: 'insurer',
        billableKinds: ['session'],
        invoiceWithinMonths: 12,
        positionNumber: setting === 'single' ? '3101001' : '3101002',
        tariff: '08000',
        contractName: `Vertrag § 132b SGB V, ${insurerGroup} Nordrhein`,
        validFrom,
        validTo: null,
        overlapKnown: false,
      }),
    );
  }
}

/** Two months were invoiced: the older is paid but for one cut, the newer is on its way. The last one waits for the office. */
export async function invoiceMonths(cast: Cast<string>, calendar: Calendar): Promise<void> {
  const monthBefore = (months: number) =>
    Temporal.PlainDate.from(calendar.today).with({ day: 1 }).subtract({ months }).toString().slice(0, 7);
  for (const [ago, answered] of [
    [3, true],
    [2, false],
  ] as const) {
    const month = monthBefore(ago);
    await cast.as('mai', (call, permit) => releaseMonth(call, permit('billing.office'), month));
    const { invoices } = await cast.as('mai', (call, permit) => runMonth(call, permit('billing.office'), month, null));
    for (const [index, id] of invoices.entries()) {
      const version = () => cast.as('mai', async (call, permit) => (await getInvoice(call, permit('billing.office'), id)).version);
      const checked = await version();
      await cast.as('mai', (call, permit) => checkInvoice(call, permit('billing.office'), id, checked));
      const ready = await version();
      await cast.as('mai', (call, permit) => sendInvoice(call, permit('billing.office'), id, ready, 'post'));
      if (answered) await answerInvoice(cast, id, index === 0, calendar.today);
    }
  }
}

async function answerInvoice(cast: Cast<string>, id: string, cut: boolean, today: string): Promise<void> {
  await cast.as('mai', async (call, permit) => {
    const { version, netCents } = await getInvoice(call, permit('billing.office'), id);
    const reply = cut
      ? { code: '04' as const, on: today, cents: netCents - 5850, reason: 'Unterschrift auf einer Zeile nicht lesbar' }
      : { code: '01' as const, on: today, cents: netCents, reason: null };
    return replyInvoice(call, permit('billing.office'), id, version, reply);
  });
}

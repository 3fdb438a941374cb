import type { ServiceName as Who } from '#test/soziotherapie-stage.ts';
import { checkInvoice, sendInvoice } from './actions/invoices.ts';
import { getMonth, releaseMonth } from './actions/month.ts';
import { runMonth } from './actions/run.ts';
import { getInvoice } from './actions/view.ts';
import type { setMoney } from './money.fixture.ts';

const nothing = (what: string): never => {
  throw new Error(what);
};

/** What an office does all day, each in a transaction of its own. */
export function officeHands({ cast, admin }: Awaited<ReturnType<typeof setMoney>>) {
  const month = (at = '2026-03', who: Who = 'buero') => cast.as(who, (call, permit) => getMonth(call, permit('billing.office'), at));
  const releaseAll = (at = '2026-03', who: Who = 'buero') =>
    cast.as(who, (call, permit) => releaseMonth(call, permit('billing.office'), at));
  const run = (at = '2026-03', who: Who = 'buero') => cast.as(who, (call, permit) => runMonth(call, permit('billing.office'), at, null));
  const view = (id: string, who: Who = 'buero') => cast.as(who, (call, permit) => getInvoice(call, permit('billing.office'), id));
  const check = async (id: string) => {
    const { version } = await view(id);
    return cast.as('buero', (call, permit) => checkInvoice(call, permit('billing.office'), id, version));
  };
  const send = async (id: string) => {
    const { version } = await view(id);
    return cast.as('buero', (call, permit) => sendInvoice(call, permit('billing.office'), id, version, 'post'));
  };
  const first = async (at = '2026-03') => (await run(at)).invoices[0] ?? nothing('no draft');
  /** Straight to SQL as nobody of the house may: the database has the last word. */
  const refusedBySql = async (text: string, ...values: unknown[]) => {
    const fault = await admin.query(text, values).then(
      () => undefined,
      (error: { constraint?: string }) => error,
    );
    return fault?.constraint ?? 'went through';
  };
  return { month, releaseAll, run, view, check, send, first, refusedBySql };
}

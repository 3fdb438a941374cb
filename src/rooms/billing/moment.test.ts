import { afterAll, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { sendInvoice } from './actions/invoices.ts';
import { releaseSession } from './actions/month.ts';
import { getNumbers } from './actions/view.ts';
import { setMoney } from './money.fixture.ts';
import { officeHands } from './office.fixture.ts';

const stage = await setMoney(await freshDatabase());
const { cast } = stage;
afterAll(() => stage.close());
const { releaseAll, run, view, check } = officeHands(stage);
const numbers = () => cast.as('buero', (call, permit) => getNumbers(call, permit('billing.office')));

test('A letter of the insurer at the moment an invoice goes out comes before it: what no longer counts is neither sent nor released', async () => {
  const one = await stage.openCase();
  await stage.prescribe(one, { issuedOn: '2026-03-02', approved: { units: 30, postedOn: '2026-03-10' } });
  const units = [await stage.putUnit(one, { on: '2026-03-24' }), await stage.putUnit(one, { on: '2026-03-25' })];
  const [first = ''] = units;
  await cast.as('buero', (call, permit) => releaseSession(call, permit('billing.office'), first, 1));
  const id = (await run()).invoices[0] ?? expect.fail('no draft');
  await check(id);
  const { version } = await view(id);
  // somebody writes a letter down: she holds the contingent, and what is counted changes with her commit
  await stage.admin.query('begin');
  await stage.admin.query('select 1 from soziotherapie.contingent where person_id = $1 for update', [one.personId]);
  await stage.admin.query('update soziotherapie.session_part set live = false where session_id = any ($1)', [units]);
  const sending = cast
    .as('buero', (call, permit) => sendInvoice(call, permit('billing.office'), id, version, 'post'))
    .then(
      () => 'sent',
      (fault: { code?: string }) => fault.code,
    );
  const releasing = releaseAll();
  await Promise.race([Promise.all([sending, releasing]), new Promise((resolve) => setTimeout(resolve, 400))]);
  await stage.admin.query('commit');
  expect([await sending, (await releasing).released]).toEqual(['invoice-outdated', 0]);
  expect((await numbers()).years).toMatchObject([{ given: 0, missing: [] }]);
  expect(await Promise.all(units.map(stage.stateOf))).toEqual(['RELEASED', 'SIGNED']);
});

import { afterAll, expect, test } from 'vitest';
import { recordCover } from '#rooms/people/actions/cover.ts';
import { freshDatabase } from '#test/database.ts';
import { discardInvoice, sendInvoice } from './actions/invoices.ts';
import { getInvoice, getNumbers, listInvoices } from './actions/view.ts';
import { setMoney } from './money.fixture.ts';
import { officeHands } from './office.fixture.ts';

const stage = await setMoney(await freshDatabase());
const { cast } = stage;
stage.clock.pass({ hours: 34 * 24 }); // 6 May 2026
const { month, releaseAll, run, view, check, first, refusedBySql } = officeHands(stage);
afterAll(() => stage.close());

test('R18: after a change of insurer each is billed for its days; without a new prescription the new one pays nothing', async () => {
  const one = await stage.openCase({ familyName: 'Demirtas', givenName: 'Elif', kvnr: 'B987654320' });
  await stage.prescribe(one, { issuedOn: '2026-04-01', approved: { units: 30, postedOn: '2026-04-02' } });
  await stage.putUnit(one, { on: '2026-04-14T18:00' });
  await stage.putUnit(one, { on: '2026-04-21T18:00' });
  await cast.as('buero', (call, permit) =>
    recordCover(call, permit('soziotherapie.office'), one.personId, {
      how: 'changed',
      payerIk: '104940005',
      payerName: 'BARMER',
      kvnr: 'B987654320',
      kvnrConfirmed: false,
      insuredStatus: '1',
      insurerGroup: 'VDEK',
      state: 'NW',
      from: '2026-04-20',
      to: null,
    }),
  );
  await stage.count(one);
  const own = (await month('2026-04')).sessions.filter(({ personId }) => personId === one.personId);
  expect(
    own.map(({ payerName, releasable, blocks }) => [payerName, releasable, blocks.filter((block) => block.blocks).map(({ code }) => code)]),
  ).toEqual([
    ['Techniker Krankenkasse', true, []],
    ['BARMER', false, ['nothing-to-bill', 'session-not-covered']],
  ]);
  await stage.admin.query("update soziotherapie.session set state = 'CANCELLED_PROVIDER' where person_id = $1", [one.personId]);
});

test('Four runs of the same month at once leave one draft with each unit once', async () => {
  const one = await stage.openCase({ familyName: 'Falk', givenName: 'Miriam', kvnr: 'A000500015' });
  await stage.prescribe(one, { issuedOn: '2026-02-02' });
  const unit = await stage.putUnit(one, { on: '2026-02-10T18:00' });
  await releaseAll('2026-02');
  await Promise.all(Array.from({ length: 4 }, () => run('2026-02')));
  const lines = await stage.look<{ state: string }>(
    'select i.state from billing.invoice_line l join billing.invoice i on i.id = l.invoice_id where l.session_id = $1',
    unit,
  );
  expect(lines).toEqual([{ state: 'DRAFT' }]);
  const { invoices } = await cast.as('buero', (call, permit) =>
    listInvoices(call, permit('billing.office'), { show: 'drafts', month: '2026-02' }),
  );
  expect(invoices).toHaveLength(1);
  const draft = invoices[0]?.id ?? '';
  await cast.as('buero', async (call, permit) => discardInvoice(call, permit('billing.office'), draft, (await view(draft)).version));
  expect((await cast.refusal('buero', (call, permit) => getInvoice(call, permit('billing.office'), draft))).code).toBe('not-found');
  await stage.admin.query("update soziotherapie.session set state = 'CANCELLED_PROVIDER' where id = $1", [unit]);
});

test('Numbers have no gap and none is given twice, however many send at once', async () => {
  const many = 8;
  const ids: string[] = [];
  for (let index = 0; index < many; index += 1) {
    const one = await stage.openCase({ familyName: `Kette${index}`, givenName: 'Probe', kvnr: 'J100000002' });
    await stage.prescribe(one, { issuedOn: '2026-04-01' });
    await stage.putUnit(one, { on: `2026-04-${String(17 + index).padStart(2, '0')}T08:00` });
    await releaseAll('2026-04');
    const id = await first('2026-04');
    await check(id);
    await stage.admin.query("update billing.invoice set month = '2025-01' where id = $1", [id]); // so that the next run leaves it
    ids.push(id);
  }
  const versions = await Promise.all(ids.map(async (id) => (await view(id)).version));
  const answers = await Promise.allSettled(
    ids.map((id, index) => cast.as('buero', (call, permit) => sendInvoice(call, permit('billing.office'), id, versions[index], 'post'))),
  );
  expect(answers.filter(({ status }) => status === 'rejected')).toEqual([]);
  const numbers = (await Promise.all(ids.map((id) => view(id)))).map(({ number }) => number).sort();
  expect(new Set(numbers).size).toBe(many);
  const { years } = await cast.as('buero', (call, permit) => getNumbers(call, permit('billing.office')));
  expect(years[0]).toMatchObject({ given: many, next: `2026-${String(1 + many).padStart(4, '0')}`, missing: [] });
  // drawn and not used, skipped, or made up: refused by the database itself
  const [{ organisation_id: organisation } = { organisation_id: '' }] = await stage.look<{ organisation_id: string }>(
    'select organisation_id from billing.invoice limit 1',
  );
  expect(await refusedBySql('update billing.number_range set next = next + 1 where organisation_id = $1', organisation)).toBe(
    'invoice_number_gap',
  );
  expect(await refusedBySql('update billing.number_range set next = next + 2 where organisation_id = $1', organisation)).toBe(
    'invoice_number_gap',
  );
});

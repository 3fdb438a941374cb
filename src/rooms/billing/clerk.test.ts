import { randomUUID } from 'node:crypto';
import readWorkbook from 'read-excel-file/node';
import { afterAll, expect, test } from 'vitest';
import { recordExemption } from '#rooms/people/actions/cover.ts';
import { addExternalUnits } from '#rooms/soziotherapie/actions/external.ts';
import { freshDatabase } from '#test/database.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { getInvoicePaper } from './actions/papers.ts';
import { correctInvoice, replyInvoice } from './actions/reply.ts';
import { PRICE, setMoney } from './money.fixture.ts';
import { officeHands } from './office.fixture.ts';

/** March 2026: 58.50 until the 15th, 60.00 from the 16th; a group 81.00 for all who were present. */
const prices = [
  { ...PRICE, validTo: '2026-03-15' },
  { ...PRICE, priceCents: 6000, validFrom: '2026-03-16' },
  { ...PRICE, setting: 'group' as const, per: 'group' as const, priceCents: 8100 },
];
const stage = await setMoney(await freshDatabase(), { prices });
const { cast, admin } = stage;
afterAll(() => stage.close());
const { month, releaseAll, run, view, check, send } = officeHands(stage);

const clients: Record<string, Case> = {};
async function client(familyName: string, kvnr: string, more: { birthDate?: string; barmer?: true; issuedOn?: string } = {}) {
  const one = await stage.openCase({ familyName, givenName: 'Kim', kvnr, ...(more.birthDate ? { birthDate: more.birthDate } : {}) });
  if (more.barmer)
    await admin.query("update people.cover set payer_ik = '104940005', payer_name = 'BARMER', insured_status = '3' where person_id = $1", [
      one.personId,
    ]);
  await stage.prescribe(one, { issuedOn: more.issuedOn ?? '2026-02-02', approved: { units: 30, postedOn: '2026-02-10' } });
  clients[familyName] = one;
  return one;
}
const paper = async (id: string, which: 'csv' | 'xlsx' | 'json' | 'slga' | 'invoice' | 'service-record') =>
  Buffer.from((await cast.as('buero', (call, permit) => getInvoicePaper(call, permit('billing.office'), id, which))).bytes);

test('A month with every kind of unit adds up by hand, in every paper', async () => {
  const many = await client('Ahrens', 'A123456780');
  await stage.putUnit(many, { on: '2026-03-02T08:00' }); // 58.50, copayment 5.85
  await stage.putUnit(many, { on: '2026-03-03T08:00', minutes: 45 }); // 43.88 and
  await stage.putUnit(many, { on: '2026-03-03T10:00' }); // 58.50 on one day: 102.38, copayment 10.00
  await stage.putUnit(many, { on: '2026-03-16T08:00', minutes: 90 }); // new price: 90.00, copayment 9.00
  await stage.putUnit(many, { on: '2026-03-17T08:00', minutes: 15 }); // 15.00 waits
  await stage.putUnit(many, { on: '2026-03-18T08:00', minutes: 50 }); // 45 minutes at 15: 45.00, together 60.00: 6.00 on this day
  const exempt = await client('Behrend', 'M301198706');
  await stage.putUnit(exempt, { on: '2026-03-04T08:00' }); // 58.50, 5.85
  await stage.putUnit(exempt, { on: '2026-03-05T08:00', minutes: 30 }); // 29.25, closed by the exemption: 5.00
  await stage.putUnit(exempt, { on: '2026-03-19T08:00' }); // 60.00, exempt
  await cast.as('buero', (call, permit) =>
    recordExemption(call, permit('soziotherapie.office'), exempt.personId, { from: '2026-03-15', to: '2026-12-31', fileId: null }),
  );
  const young = await client('Cramer', 'T483920159', { birthDate: '2008-03-20', barmer: true });
  await stage.putUnit(young, { on: '2026-03-19T10:00' }); // 60.00, seventeen
  await stage.putUnit(young, { on: '2026-03-20T08:00' }); // 60.00, of age on this day: 6.00
  const trial = await stage.openCase({ familyName: 'Dorn', givenName: 'Kim', kvnr: 'Z999999997', state: 'TRIAL' });
  await admin.query("update people.cover set payer_ik = '104940005', payer_name = 'BARMER', insured_status = '5' where person_id = $1", [
    trial.personId,
  ]);
  await stage.prescribe(trial, { kind: 'TRIAL', issuedOn: '2026-03-02', units: 5 });
  await stage.putUnit(trial, { on: '2026-03-06T08:00' }); // 58.50, 5.85, no approval
  const border = await client('Ernst', 'K111111115');
  await cast.as('buero', (call, permit) =>
    addExternalUnits(call, permit('soziotherapie.office'), border.episodeId, {
      day: '2026-02-03',
      minutes: 7155,
      evidence: 'Schreiben der Kasse',
    }),
  );
  const cut = await stage.putUnit(border, { on: '2026-03-23T08:00' }); // 45 of 60 minutes: 45.00, copayment 5.00 at the end
  const late = await client('Funke', 'H202601018');
  await stage.putUnit(late, { on: '2026-03-24T08:00', state: 'DELIVERED', signed: false }); // nothing written: stays behind
  const left = await client('Gross', 'J100000002');
  const meetingId = randomUUID();
  const on = '2026-03-26T08:00';
  for (const one of [many, exempt]) await stage.putUnit(one, { on, minutes: 90, setting: 'group', meetingId }); // 40.50 each
  await stage.putUnit(left, { on, minutes: 90, setting: 'group', meetingId, state: 'NO_SHOW', signed: false });

  const shown = await month();
  expect(shown.sessions.find(({ id }) => id === cut)).toMatchObject({ amountCents: 4500, releasable: true });
  expect(shown.sums).toMatchObject({ sessions: 16, blocked: 1 });
  await releaseAll();
  const { invoices } = await run();
  const drafts = await Promise.all(invoices.map((id) => view(id)));
  const by = (ik: string) => drafts.find(({ payerIk }) => payerIk === ik) ?? expect.fail(`no draft for ${ik}`);
  expect(drafts).toHaveLength(2);
  // Ahrens 58.50 + 43.88 + 58.50 + 90.00 + 15.00 + 45.00 + 40.50, Behrend 58.50 + 29.25 + 60.00 + 40.50, Ernst 45.00
  const gross = 35_138 + 18_825 + 4500;
  const copay = 585 + 1000 + 900 + 600 + 500 + (585 + 500) + 500;
  const tk = by('100177504');
  expect(tk).toMatchObject({ grossCents: gross, copayCents: copay, netCents: gross });
  expect(by('104940005')).toMatchObject({ grossCents: 6000 + 6000 + 5850, copayCents: 600 + 585 });
  for (const { id } of drafts) {
    await check(id);
    await send(id);
  }

  const json = JSON.parse((await paper(tk.id, 'json')).toString());
  const sum = (numbers: number[]) => numbers.reduce((total, one) => total + one, 0);
  expect(sum(json.lines.map(({ amountCents }: { amountCents: number }) => amountCents))).toBe(gross);
  expect(sum(json.lines.map(({ copayCents }: { copayCents: number }) => copayCents))).toBe(copay);
  const cents = (text: string) => Math.round(Number(text.replace(',', '.')) * 100);
  const [, ...csv] = (await paper(tk.id, 'csv')).toString().replace('\ufeff', '').trim().split('\r\n');
  expect(sum(csv.map((line) => cents(line.split(';')[10] ?? '')))).toBe(gross);
  const [sheet] = await readWorkbook(await paper(tk.id, 'xlsx'));
  const cells = (sheet as unknown as { data: string[][] }).data.slice(1);
  expect(sum(cells.map((cell) => cents(String(cell[10]))))).toBe(gross);

  const segments = (await paper(tk.id, 'slga')).toString('latin1').split('\n');
  expect(segments.filter((one) => one.startsWith('GES'))).toEqual(["GES+00+584,63+584,63+0,00'", "GES+11+584,63+584,63+0,00'"]);
  expect(segments.filter((one) => one.startsWith('BES'))).toEqual([
    "BES+351,38+0,00+0,00+0,00+0,00'",
    "BES+188,25+0,00+0,00+0,00+0,00'",
    "BES+45,00+0,00+0,00+0,00+0,00'",
  ]);
  expect(segments.filter((one) => one.startsWith('ZUV')).map((one) => one.split('+')[4])).toEqual(["3'", "4'", "3'"]);
  const enf = segments.filter((one) => one.startsWith('ENF'));
  expect(enf).toHaveLength(12);
  expect(enf[6]).toBe("ENF+7+69:08000+3101001+1,00+40,50+20260326+0,00'");
  expect(enf.at(-1)).toBe("ENF+1+69:08000+3101001+0,75+60,00+20260323+0,00'");
  // amount of a line is quantity times price, rounded half up: what the segments say must give the totals
  const worth = (one: string) => {
    const [, , , , quantity = '', price = ''] = one.split('+');
    return Math.floor((cents(quantity) * cents(price)) / 100 + 0.5);
  };
  expect(sum(enf.map(worth))).toBe(gross);
  const barmer = (await paper(by('104940005').id, 'slga')).toString('latin1');
  expect(barmer).toContain("GES+31+120,00+120,00+0,00'");
  expect(barmer).toContain("GES+51+58,50+58,50+0,00'");
  expect(
    barmer
      .split('\n')
      .filter((one) => one.startsWith('ZUV'))
      .map((one) => one.split('+')[4]),
  ).toEqual(["5'", "3'"]);
  expect(barmer.match(/SKZ/g)).toHaveLength(1); // a trial has no approval

  // paid, and then one unit was wrong: taken back whole, issued again without it, nothing is billed twice
  const reply = async (id: string, amount: number) => {
    const { version } = await view(id);
    await cast.as('buero', (call, permit) =>
      replyInvoice(call, permit('billing.office'), id, version, { code: '01', on: '2026-04-02', cents: amount, reason: null }),
    );
  };
  await reply(tk.id, gross);
  const { version } = await view(tk.id);
  const { cancellationId, reissueId } = await cast.as('buero', (call, permit) =>
    correctInvoice(call, permit('billing.office'), tk.id, version, { reason: 'falsche Zeit', leaveOut: [cut] }),
  );
  expect(await view(cancellationId)).toMatchObject({ kind: 'cancellation', grossCents: -gross, copayCents: -copay });
  expect(await view(reissueId ?? '')).toMatchObject({ kind: 'reissue', grossCents: gross - 4500, copayCents: copay - 500 });
  const back = JSON.parse((await paper(cancellationId, 'json')).toString());
  expect(back.lines[0]).toMatchObject({ units: -1, priceCents: 5850, amountCents: -5850 });
  const backCsv = (await paper(cancellationId, 'csv')).toString().split('\r\n')[1];
  expect(backCsv).toContain(';-1,00;58,50;-58,50;');

  // ten minutes into the new year in Berlin, still the old one in UTC: the first number of the new year, kept eight years from its end
  const newYear = Temporal.Instant.from('2026-12-31T23:10:00Z');
  stage.clock.pass({ minutes: Math.round(stage.clock.now.until(newYear).total('minutes')) });
  await check(reissueId ?? '');
  await send(reissueId ?? '');
  expect(await view(reissueId ?? '')).toMatchObject({ number: '2027-0001', issuedOn: '2027-01-01', keepUntil: '2035-12-31' });

  // years later one of them was erased: the invoice still adds up, whose line it was nobody reads
  await admin.query('delete from platform.person_key where person_id = $1', [border.personId]);
  await admin.query('update people.person set given_name = null, family_name = null, birth_date = null where id = $1', [border.personId]);
  stage.world.ring.forget(border.personId);
  const after = await view(tk.id);
  expect([after.grossCents, after.rows.filter(({ person }) => person.startsWith('gelöscht')).length]).toEqual([gross, 1]);
  for (const which of ['invoice', 'service-record'] as const) expect((await paper(tk.id, which)).subarray(0, 5).toString()).toBe('%PDF-');
});

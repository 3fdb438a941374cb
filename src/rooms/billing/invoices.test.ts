import readWorkbook from 'read-excel-file/node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addContractLine, endContractLine, listContractLines } from '#rooms/payers/actions/contract-lines.ts';
import { keepFile } from '#rooms/records/actions/keep.ts';
import { drawSignature } from '#rooms/soziotherapie/actions/signature-picture.ts';
import { freshDatabase } from '#test/database.ts';
import type { Case } from '#test/soziotherapie-stage.ts';
import { discardInvoice, receiveInvoice, sendInvoice } from './actions/invoices.ts';
import { releaseSession } from './actions/month.ts';
import { getInvoicePaper } from './actions/papers.ts';
import { correctInvoice, replyInvoice, writeOffInvoice } from './actions/reply.ts';
import { runMonth } from './actions/run.ts';
import { getInvoice, getNumbers, listInvoices } from './actions/view.ts';
import { PRICE, setMoney } from './money.fixture.ts';
import { officeHands } from './office.fixture.ts';

const stage = await setMoney(await freshDatabase());
const { cast, clock } = stage;
afterAll(() => stage.close());

const { month, releaseAll, run, view, check, send, first, refusedBySql } = officeHands(stage);
const reply = async (id: string, code: '01' | '02' | '03' | '04' | '05', cents = 0, reason: string | null = null) => {
  const { version } = await view(id);
  return cast.as('buero', (call, permit) =>
    replyInvoice(call, permit('billing.office'), id, version, { code, on: '2026-04-02', cents, reason }),
  );
};
const correct = async (id: string, leaveOut: string[] = []) => {
  const { version } = await view(id);
  return cast.as('buero', (call, permit) =>
    correctInvoice(call, permit('billing.office'), id, version, { reason: 'falsche Zeit', leaveOut }),
  );
};
const paper = async (id: string, which: 'invoice' | 'service-record' | 'csv' | 'xlsx' | 'json' | 'slga') =>
  cast.as('buero', (call, permit) => getInvoicePaper(call, permit('billing.office'), id, which));
/** The picture of the signature, as the visit keeps it. */
async function drawn(one: Case, sessionId: string): Promise<void> {
  const strokes = [Array.from({ length: 60 }, (_, at): [number, number] => [100 + at * 10, 200 + Math.round(90 * Math.sin(at / 4))])];
  const organisationId = await stage.organisationOf(one);
  const { id } = await cast.as('weidner', (call) =>
    keepFile(call, {
      personId: one.personId,
      organisationId,
      audience: 'office',
      kind: 'signature',
      name: 'Unterschrift.png',
      mediaType: 'image/png',
      bytes: drawSignature(strokes),
      object: { kind: 'session', id: sessionId },
    }),
  );
  await stage.admin.query('update soziotherapie.session set signature_file_id = $2 where id = $1', [sessionId, id]);
}

describe('S1, a month from signed units to a paid invoice', () => {
  let reetz: Case;
  let units: string[];
  let id: string;
  beforeAll(async () => {
    reetz = await stage.openCase();
    await stage.prescribe(reetz, { issuedOn: '2026-03-02', receivedOn: '2026-03-05', approved: { units: 30, postedOn: '2026-03-20' } });
    units = [await stage.putUnit(reetz, { on: '2026-03-09' }), await stage.putUnit(reetz, { on: '2026-03-16', minutes: 90 })];
    await drawn(reetz, units[0] ?? '');
  });

  test('the month shows both with their price and nothing against them', async () => {
    const { sessions, sums } = await month();
    expect(sessions.map(({ day, amountCents, releasable, blocks }) => [day, amountCents, releasable, blocks])).toEqual([
      ['2026-03-09', 5850, true, []],
      ['2026-03-16', 8775, true, []],
    ]);
    expect(sums).toMatchObject({ sessions: 2, blocked: 0, releasable: 2, amountCents: 14_625 });
  });
  test('the office releases one, then the rest', async () => {
    const version = (await month()).sessions[0]?.version;
    await cast.as('buero', (call, permit) => releaseSession(call, permit('billing.office'), units[0] ?? '', version));
    expect(await releaseAll()).toEqual({ released: 1, blocked: 0 });
    expect(await Promise.all(units.map(stage.stateOf))).toEqual(['RELEASED', 'RELEASED']);
  });
  test('the run makes one draft for the insurer; twice gives the same, not two', async () => {
    await run();
    id = await first();
    const { invoices } = await cast.as('buero', (call, permit) => listInvoices(call, permit('billing.office'), { show: 'drafts' }));
    expect(
      invoices.map(({ payerIk, grossCents, copayCents, netCents, lines }) => [payerIk, grossCents, copayCents, netCents, lines]),
    ).toEqual([['100177504', 14_625, 585 + 878, 14_625, 2]]);
  });
  test('a lead and a helper make no invoice; another office sees none of it', async () => {
    expect((await cast.refusal('leitung', (call, permit) => runMonth(call, permit('billing.office'), '2026-03', null))).code).toBe(
      'invoice-not-for-role',
    );
    expect((await cast.refusal('weidner', (call, permit) => listInvoices(call, permit('billing.office'), { show: 'all' }))).code).toBe(
      'not-permitted',
    );
    expect((await month('2026-03', 'fremdbuero')).sessions).toEqual([]);
    expect((await cast.refusal('fremdbuero', (call, permit) => getInvoice(call, permit('billing.office'), id))).code).toBe('not-found');
    expect((await view(id, 'leitung')).next).toEqual([]);
  });
  test('a draft is checked, sent with the first number, and its units are invoiced', async () => {
    await check(id);
    await send(id);
    const sent = await view(id);
    expect(sent).toMatchObject({
      number: '2026-0001',
      state: 'SENT',
      issuedOn: '2026-04-02',
      dueOn: '2026-04-30',
      keepUntil: '2034-12-31',
      openCents: 14_625,
    });
    expect(sent.recipient).toMatchObject({ ik: '101575519', name: expect.stringContaining('Techniker'), place: 'Hamburg' });
    expect(await Promise.all(units.map(stage.stateOf))).toEqual(['INVOICED', 'INVOICED']);
  });
  test('what was sent cannot be changed, also not past the rules', async () => {
    expect(await refusedBySql('update billing.invoice set gross_cents = 1, net_cents = 1 where id = $1', id)).toBe('invoice_frozen');
    expect(await refusedBySql("update billing.invoice set number = '2026-0009' where id = $1", id)).toBe('invoice_frozen');
    expect(await refusedBySql("update billing.invoice set state = 'DRAFT' where id = $1", id)).toBe('invoice_frozen');
    expect(await refusedBySql('delete from billing.invoice where id = $1', id)).toBe('invoice_frozen');
    expect(await refusedBySql('delete from billing.invoice_line where invoice_id = $1', id)).toBe('invoice_frozen');
    const { version } = await view(id);
    expect((await cast.refusal('buero', (call, permit) => discardInvoice(call, permit('billing.office'), id, version))).code).toBe(
      'invoice-has-number',
    );
    await stage.admin.query("update people.person set family_name = 'Anders' where id = $1", [reetz.personId]);
    expect((await view(id)).rows[0]?.person).toBe('Reetz, Almut');
    await stage.admin.query("update people.person set family_name = 'Reetz' where id = $1", [reetz.personId]);
  });
  test('a unit is invoiced once only: a new run finds nothing, and the database refuses a second line', async () => {
    expect(await run()).toMatchObject({ invoices: [], sessions: 0 });
    expect(
      await refusedBySql(
        `with i as (insert into billing.invoice (id, organisation_id, kind, payer_ik, payer_name, month, state, gross_cents, net_cents, created_at)
           select gen_random_uuid(), organisation_id, 'invoice', payer_ik, payer_name, month, 'DRAFT', 0, 0, now() from billing.invoice where id = $1 returning id)
         insert into billing.invoice_line (id, invoice_id, organisation_id, position, person_id, session_id, prescription_id, day, setting, status, minutes, hundredths, price_cents,
           amount_cents, contract_line_id, signed_how, frozen_sealed)
         select gen_random_uuid(), i.id, l.organisation_id, 1, l.person_id, l.session_id, l.prescription_id, l.day, l.setting, l.status, l.minutes, l.hundredths, l.price_cents,
           l.amount_cents, l.contract_line_id, l.signed_how, l.frozen_sealed from billing.invoice_line l, i where l.invoice_id = $1 limit 1`,
        id,
      ),
    ).toBe('invoice_line_once');
  });
  test('its papers hold what was frozen: PDF, service record, CSV, workbook, JSON, and the preview of § 302', async () => {
    for (const which of ['invoice', 'service-record'] as const) {
      const { type, name, bytes } = await paper(id, which);
      expect([type, name]).toEqual(['application/pdf', which === 'invoice' ? 'Rechnung-2026-0001.pdf' : 'Leistungsnachweis-2026-0001.pdf']);
      const pdf = Buffer.from(bytes).toString('latin1');
      expect(pdf).toContain('pdfuaid:part>1');
      expect(/\/Subtype ?\/Image/.test(pdf)).toBe(which === 'service-record'); // what was signed on the screen
    }
    const [read] = await stage.look<{ n: string }>(
      "select count(*) as n from platform.event where action = 'records.file.read' and person_id = $1",
      reetz.personId,
    );
    expect(read?.n).toBe('1');
    expect(Buffer.from((await paper(id, 'csv')).bytes).toString()).toContain(
      '2026-0001;Reetz, Almut;A123456780;2026-03-16;10:00;11:30;einzeln;90;1,50;58,50;87,75',
    );
    const cells = JSON.stringify(await readWorkbook(Buffer.from((await paper(id, 'xlsx')).bytes)));
    expect(cells).toContain('87,75');
    const json = JSON.parse(Buffer.from((await paper(id, 'json')).bytes).toString()) as {
      totals: object;
      lines: { amountCents: number }[];
    };
    expect([json.totals, json.lines.map(({ amountCents }) => amountCents)]).toEqual([
      { currency: 'EUR', grossCents: 14_625, copayCents: 1463, netCents: 14_625, copayCollection: 'insurer' },
      [5850, 8775],
    ]);
    const preview = await paper(id, 'slga');
    expect(preview.name).toBe('VORSCHAU-nicht-zertifiziert-SL990001S03.txt');
    const text = Buffer.from(preview.bytes).toString('latin1');
    expect(text).toContain("UNH+00001+SLGA:20:0:0'");
    expect(text).toContain("INV+A123456780+10000+1+B0001'");
    expect(text).toContain("ENF+2+69:08000+3101001+1,50+58,50+20260316+0,00'");
    expect(text).toContain("SKZ+G2026-4711+20260320+N1'");
  });
  test('too much is not taken, the rest makes it paid, and its units are paid', async () => {
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          replyInvoice(call, permit('billing.office'), id, (await view(id)).version, {
            code: '01',
            on: '2026-04-02',
            cents: 14_626,
            reason: null,
          }),
        )
      ).code,
    ).toBe('payment-too-much');
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          replyInvoice(call, permit('billing.office'), id, (await view(id)).version, {
            code: '01',
            on: '2026-04-02',
            cents: 14_000,
            reason: null,
          }),
        )
      ).code,
    ).toBe('payment-too-small');
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          replyInvoice(call, permit('billing.office'), id, (await view(id)).version, {
            code: '01',
            on: '2026-04-01',
            cents: 14_625,
            reason: null,
          }),
        )
      ).code,
    ).toBe('payment-before-invoice');
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          replyInvoice(call, permit('billing.office'), id, (await view(id)).version, {
            code: '01',
            on: '2026-04-03',
            cents: 14_625,
            reason: null,
          }),
        )
      ).code,
    ).toBe('payment-in-future');
    await reply(id, '01', 14_625);
    expect(await view(id)).toMatchObject({ state: 'PAID', paidCents: 14_625, openCents: 0 });
    expect(await Promise.all(units.map(stage.stateOf))).toEqual(['PAID', 'PAID']);
  });
});

describe('What stands against a unit', () => {
  test('is said and stops the release: no signature, no prescription, no price', async () => {
    const one = await stage.openCase({ familyName: 'Waldow', givenName: 'Corinna', kvnr: 'M301198706' });
    const unsigned = await stage.putUnit(one, { on: '2026-02-09', signed: false, state: 'DOCUMENTED' });
    const shown = (await month('2026-02')).sessions.find(({ id }) => id === unsigned);
    expect(shown?.blocks.map(({ code, mendAt }) => [code, mendAt])).toEqual(
      expect.arrayContaining([
        ['signature-missing', 'session'],
        ['session-not-covered', 'prescription'],
      ]),
    );
    const refusal = await cast.refusal('buero', (call, permit) => releaseSession(call, permit('billing.office'), unsigned, shown?.version));
    expect(refusal.code).toBe('signature-missing');
    expect(await releaseAll('2026-02')).toEqual({ released: 0, blocked: 1 });
    await stage.admin.query("update soziotherapie.session set state = 'CANCELLED_PROVIDER' where id = $1", [unsigned]);
  });
  test('R25-06 and its sister: no price or two prices release nothing, and ending one clears it', async () => {
    const one = await stage.openCase({ familyName: 'Klinge', givenName: 'Bertold', kvnr: 'T483920159' });
    await stage.prescribe(one);
    const unit = await stage.putUnit(one, { on: '2026-03-10T14:00' });
    const blocks = async () => (await month()).sessions.find(({ id }) => id === unit)?.blocks.map(({ code }) => code);
    expect(
      (
        await cast.refusal('buero', (call, permit) =>
          addContractLine(call, permit('billing.office'), { ...PRICE, priceCents: 6000, overlapKnown: false }),
        )
      ).code,
    ).toBe('contract-line-overlaps');
    const second = await cast.as('buero', (call, permit) =>
      addContractLine(call, permit('billing.office'), { ...PRICE, priceCents: 6000, validFrom: '2026-03-01', overlapKnown: true }),
    );
    expect(await blocks()).toEqual(['contract-line-ambiguous']);
    const lines = await cast.as('buero', (call, permit) => listContractLines(call, permit('billing.office')));
    expect(lines.map(({ overlaps }) => overlaps.length)).toEqual([1, 1]);
    await cast.as('buero', (call, permit) => endContractLine(call, permit('billing.office'), second.id, 1, '2026-03-01'));
    expect(await blocks()).toEqual([]);
    await stage.admin.query('update payers.contract_line set withdrawn_at = now() where id = $1', [second.id]);
    await stage.admin.query("update soziotherapie.session set state = 'CANCELLED_PROVIDER' where id = $1", [unit]);
    await stage.count(one);
  });
});

describe('S4, refused and yet paid up to the notice', () => {
  test('three provisional units make 175.50; the one after the refusal is not on it', async () => {
    clock.pass({ hours: 34 * 24 });
    const amsberg = await stage.openCase({ familyName: 'Amsberg', givenName: 'Detlef', kvnr: 'Z999999997' });
    await stage.prescribe(amsberg, { issuedOn: '2026-04-09', approved: { units: 0, postedOn: '2026-04-24' } });
    for (const on of ['2026-04-13', '2026-04-20', '2026-04-27']) await stage.putUnit(amsberg, { on });
    await stage.putUnit(amsberg, { on: '2026-05-04' });
    const april = await month('2026-04');
    expect(april.sessions.map(({ day, amountCents, releasable }) => [day, amountCents, releasable])).toEqual([
      ['2026-04-13', 5850, true],
      ['2026-04-20', 5850, true],
      ['2026-04-27', 5850, true],
    ]);
    expect((await month('2026-05')).sessions[0]?.blocks.map(({ code }) => code)).toContain('session-not-covered');
    await releaseAll('2026-04');
    const id = await first('2026-04');
    expect(await view(id)).toMatchObject({
      grossCents: 17_550,
      rows: [{ status: 'PROVISIONAL' }, { status: 'PROVISIONAL' }, { status: 'PROVISIONAL' }],
    });
    await check(id);
    await send(id);
    expect((await view(id)).number).toBe('2026-0002');
  });
});

describe('A cut, a correction and a write-off', () => {
  test('a cut is corrected by cancelling and issuing again; the numbers have no hole', async () => {
    const { invoices } = await cast.as('buero', (call, permit) => listInvoices(call, permit('billing.office'), { show: 'open' }));
    const id = invoices[0]?.id ?? expect.fail('nothing open');
    const { version } = await view(id);
    await cast.as('buero', (call, permit) => receiveInvoice(call, permit('billing.office'), id, version));
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          replyInvoice(call, permit('billing.office'), id, (await view(id)).version, {
            code: '04',
            on: '2026-05-06',
            cents: 100,
            reason: null,
          }),
        )
      ).code,
    ).toBe('cut-reason-missing');
    const before = await view(id);
    await cast.as('buero', (call, permit) =>
      replyInvoice(call, permit('billing.office'), id, before.version, {
        code: '04',
        on: '2026-05-06',
        cents: 11_700,
        reason: 'Ein Tag nicht anerkannt',
      }),
    );
    expect(await view(id)).toMatchObject({ state: 'SHORTENED', openCents: 5850, cutReason: 'Ein Tag nicht anerkannt' });
    const cutDay = (await view(id)).rows[2]?.sessionId ?? '';
    const { cancellationId, reissueId } = await correct(id, [cutDay]);
    const cancellation = await view(cancellationId);
    expect(cancellation).toMatchObject({ kind: 'cancellation', number: '2026-0003', state: 'SENT', grossCents: -17_550, next: [] });
    expect((await view(id)).state).toBe('CORRECTION');
    expect((await view(id)).grossCents).toBe(17_550);
    expect(await stage.stateOf(cutDay)).toBe('DISPUTED');
    if (!reissueId) throw new Error('nothing was issued again');
    expect(await view(reissueId)).toMatchObject({ kind: 'reissue', number: null, grossCents: 11_700 });
    await check(reissueId);
    await send(reissueId);
    expect(await view(reissueId)).toMatchObject({ number: '2026-0004', state: 'SENT', openCents: 0 });
    const now = await view(reissueId);
    await cast.as('buero', (call, permit) =>
      replyInvoice(call, permit('billing.office'), reissueId, now.version, { code: '03', on: '2026-05-06', cents: 0, reason: null }),
    );
    expect((await view(reissueId)).state).toBe('PAID');
    const original = await view(id);
    expect([original.state, original.next]).toEqual(['PAID', []]); // taken back once, it is not taken back again
    const again = await cast.refusal('buero', (call, permit) =>
      correctInvoice(call, permit('billing.office'), id, original.version, { reason: 'noch einmal', leaveOut: [] }),
    );
    expect(again.code).toBe('invoice-in-correction');
    const { years } = await cast.as('buero', (call, permit) => getNumbers(call, permit('billing.office')));
    expect(years).toEqual([{ year: 2026, given: 4, next: '2026-0005', missing: [] }]);
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          correctInvoice(call, permit('billing.office'), cancellationId, (await view(cancellationId)).version, {
            reason: 'x',
            leaveOut: [],
          }),
        )
      ).code,
    ).toBe('cancellation-stays');
  });
  test('a rejected invoice is written off with its reason', async () => {
    const one = await stage.openCase({ familyName: 'Thewes', givenName: 'Jannik', kvnr: 'K111111115' });
    await stage.prescribe(one, { issuedOn: '2026-04-01' });
    await stage.putUnit(one, { on: '2026-04-15T16:00' });
    await releaseAll('2026-04');
    const id = await first('2026-04');
    await check(id);
    await send(id);
    const { version } = await view(id);
    await cast.as('buero', (call, permit) =>
      replyInvoice(call, permit('billing.office'), id, version, { code: '02', on: '2026-05-06', cents: 0, reason: 'nicht versichert' }),
    );
    expect((await view(id)).state).toBe('REJECTED');
    const now = await view(id);
    await cast.as('buero', (call, permit) => writeOffInvoice(call, permit('billing.office'), id, now.version, 'Kasse hat recht'));
    expect(await view(id)).toMatchObject({ state: 'WRITTEN_OFF', openCents: 0, next: [] });
  });
  test('a draft that is no longer true is not sent; an unknown payer has no address', async () => {
    const one = await stage.openCase({ familyName: 'Voss', givenName: 'Karin', kvnr: 'H202601018' });
    await stage.prescribe(one, { issuedOn: '2026-04-01' });
    const unit = await stage.putUnit(one, { on: '2026-04-16T16:00' });
    await releaseAll('2026-04');
    const id = await first('2026-04');
    await check(id);
    await stage.admin.query('update soziotherapie.session_part set minutes = 45, parts = 135 where session_id = $1 and live', [unit]);
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          sendInvoice(call, permit('billing.office'), id, (await view(id)).version, 'post'),
        )
      ).code,
    ).toBe('invoice-outdated');
    await stage.admin.query('update soziotherapie.session_part set minutes = 60, parts = 180 where session_id = $1 and live', [unit]);
    await stage.admin.query("update people.cover set payer_ik = '108310400', payer_name = 'Kasse ohne Datei' where person_id = $1", [
      one.personId,
    ]);
    const other = await first('2026-04');
    await check(other);
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          sendInvoice(call, permit('billing.office'), other, (await view(other)).version, 'post'),
        )
      ).code,
    ).toBe('recipient-unknown');
    await stage.admin.query("update soziotherapie.practice set iban = null where ik = '499900019'");
    expect(
      (
        await cast.refusal('buero', async (call, permit) =>
          sendInvoice(call, permit('billing.office'), other, (await view(other)).version, 'post'),
        )
      ).code,
    ).toBe('sender-incomplete');
    await stage.admin.query("update soziotherapie.practice set iban = 'DE02120300000000202051' where ik = '499900019'");
    await cast.as('buero', async (call, permit) => discardInvoice(call, permit('billing.office'), other, (await view(other)).version));
    expect(await stage.stateOf(unit)).toBe('RELEASED');
    await stage.admin.query("update people.cover set payer_ik = '100177504' where person_id = $1", [one.personId]);
  });
});

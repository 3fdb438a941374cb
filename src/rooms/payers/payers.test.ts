import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { setSoziotherapie } from '#test/soziotherapie-stage.ts';
import { addContractLine, endContractLine, listContractLines, withdrawContractLine } from './actions/contract-lines.ts';
import { findPayers, getPayer, importPayerFile, listPayerFiles } from './actions/payers.ts';
import type { ContractLineWish } from './contract/contract-lines.ts';

const stage = await setSoziotherapie(await freshDatabase());
const { cast } = stage;
afterAll(() => stage.close());

const bytes = (name: string) => readFileSync(new URL(`../../../data/${name}`, import.meta.url));
const VDEK = bytes('EK05Q425.ke0').toString('latin1');
const take =
  (text: string) =>
  (call: Parameters<typeof importPayerFile>[0], permit: (name: 'payers.import') => Parameters<typeof importPayerFile>[1]) =>
    importPayerFile(call, permit('payers.import'), { content: Buffer.from(text, 'latin1').toString('base64') });
const rows = () =>
  stage.look<{ count: number; open: number }>(
    'select count(*)::int as count, count(*) filter (where valid_to is null)::int as open from payers.payer',
  );
/** The same file as the next quarter publishes it, with one insurer less and a new name. */
const NEXT = VDEK.replaceAll('EK05Q425KE0', 'EK05Q126KE0')
  .replace('250923:1612', '251215:0900')
  .replace('NAM+01+Techniker Krankenkasse', 'NAM+01+Techniker Kasse neu');

describe('Payer files of quarters', () => {
  test('are read whole, with umlauts, and without contact persons', async () => {
    expect(await cast.as('buero', take(VDEK))).toMatchObject({
      quarter: '2025-Q4',
      payers: 261,
      routes: 723,
      skippedContacts: 26,
      ended: 0,
    });
    const { payers } = await cast.as('weidner', (call, permit) => findPayers(call, permit('payers.read'), { q: 'hamburg münch' }));
    expect(payers[0]).toMatchObject({ name: 'Hamburg Münchener Krankenkasse', place: 'Hamburg', insurerGroup: 'VDEK', validTo: null });
  });
  test('a payer is found by the beginning of its IK, with the ways for Soziotherapie of the payer behind it', async () => {
    const { payers } = await cast.as('buero', (call, permit) => findPayers(call, permit('payers.read'), { q: '1001775' }));
    expect(payers.map(({ ik }) => ik)).toEqual(['100177504']);
    const { payer, routes } = await cast.as('buero', (call, permit) => getPayer(call, permit('payers.read'), '100177504', 'NW'));
    expect(payer).toMatchObject({ name: 'Techniker Krankenkasse', street: 'Bramfelder Str 140', postalCode: '22305' });
    expect(routes[0]).toMatchObject({ kind: '01', partnerIk: '101575519', billingCode: '00' });
    expect((await cast.refusal('buero', (call, permit) => getPayer(call, permit('payers.read'), '100000000', null))).code).toBe(
      'payer-unknown',
    );
  });
  test('a percent sign is looked for and finds nobody', async () => {
    expect((await cast.as('buero', (call, permit) => findPayers(call, permit('payers.read'), { q: '%' }))).payers).toEqual([]);
  });
  test.each([
    ['payer-file-known', 'the same file once more', VDEK],
    ['payer-file-older', 'an older quarter', VDEK.replaceAll('EK05Q425KE0', 'EK05Q325KE0')],
    ['edifact-cut-off', 'a file that was cut off', NEXT.slice(0, -40)],
    ['payer-file-counts', 'a file whose counts are wrong', NEXT.replace('UNZ+000261', 'UNZ+000260')],
    ['payer-file-entry-broken', 'a file with a broken entry', NEXT.replace('IDK+100180008', 'IDK+100180009')],
    ['payer-file-other-procedure', 'a file for somebody else', NEXT.replaceAll('EK05', 'EK06')],
    ['payer-file-other-message', 'another message', NEXT.replaceAll('KOTR:', 'SLGA:')],
    ['payer-file-quarter-unknown', 'no quarter', NEXT.replaceAll('EK05Q126KE0', 'X')],
    ['edifact-foreign', 'a table', 'ik;name'],
    ['edifact-broken', 'signs without a tag', "UNB+UNOC:3'+++'"],
    ['edifact-empty', 'nothing', ''],
  ])('%s: %s changes nothing', async (because, _what, text) => {
    const before = await rows();
    expect((await cast.refusal('buero', take(text))).code).toBe(because);
    expect(await rows()).toEqual(before);
  });
  test('the next quarter ends the rows of the earlier one; both stay readable', async () => {
    expect(await cast.as('leitung', take(NEXT))).toMatchObject({ quarter: '2026-Q1', ended: 261 });
    const { payer, earlier } = await cast.as('buero', (call, permit) => getPayer(call, permit('payers.read'), '100177504', null));
    expect([payer.name, payer.validFrom, earlier[0]?.name, earlier[0]?.validTo]).toEqual([
      'Techniker Kasse neu',
      '2026-01-01',
      'Techniker Krankenkasse',
      '2025-12-31',
    ]);
    const old = await cast.as('buero', (call, permit) => findPayers(call, permit('payers.read'), { q: '100177504', day: '2025-11-01' }));
    expect(old.payers.map(({ name }) => name)).toEqual(['Techniker Krankenkasse']);
    const files = await cast.as('buero', (call, permit) => listPayerFiles(call, permit('payers.read')));
    expect(files.map(({ quarter, current }) => [quarter, current])).toEqual([
      ['2026-Q1', true],
      ['2025-Q4', false],
    ]);
  });
  test('a correction within its quarter takes the place of the first', async () => {
    expect(await cast.as('buero', take(NEXT.replace('251215:0900', '260110:0900')))).toMatchObject({ quarter: '2026-Q1', ended: 261 });
    expect((await rows())[0]?.open).toBe(261);
    expect((await cast.refusal('buero', take(NEXT.replace('251215:0900', '260105:0900')))).code).toBe('payer-file-older');
  });
  test('a helper reads payers and reads no file in', async () => {
    expect((await cast.refusal('weidner', take(NEXT))).code).toBe('not-permitted');
  });
});

describe('Prices of a practice', () => {
  const PRICE: ContractLineWish = {
    providerIk: '499 900 019',
    insurerGroup: 'AOK',
    state: 'NW',
    setting: 'single',
    priceCents: 6120,
    per: 'head',
    stepMinutes: 15,
    copayCollection: 'insurer',
    billableKinds: ['session'],
    invoiceWithinMonths: null,
    positionNumber: null,
    tariff: null,
    contractName: 'AOK Rheinland',
    validFrom: '2026-01-01',
    validTo: null,
  };
  const add =
    (more: Partial<ContractLineWish & { overlapKnown: boolean }> = {}) =>
    (call: Parameters<typeof addContractLine>[0], permit: (name: 'billing.office') => Parameters<typeof addContractLine>[1]) =>
      addContractLine(call, permit('billing.office'), { ...PRICE, overlapKnown: false, ...more });
  const list = (who: 'buero' | 'fremdbuero' = 'buero') => cast.as(who, (call, permit) => listContractLines(call, permit('billing.office')));

  test('are added, and only one’s own organisation sees them', async () => {
    await cast.as('buero', add());
    expect((await list()).map(({ providerIk, priceCents, overlaps }) => [providerIk, priceCents, overlaps])).toEqual([
      ['499900019', 6120, []],
    ]);
    expect(await list('fremdbuero')).toEqual([]);
  });
  test('a wrong IK and an end before the beginning are refused', async () => {
    expect((await cast.refusal('buero', add({ providerIk: '499900010' }))).code).toBe('provider-ik-impossible');
    expect((await cast.refusal('buero', add({ validTo: '2025-12-31' }))).code).toBe('contract-line-ends-before-start');
  });
  test('another price on the same days is warned about, and stands as an overlap until one is ended', async () => {
    const wish = { priceCents: 6300, validFrom: '2026-07-01' };
    expect((await cast.refusal('buero', add(wish))).code).toBe('contract-line-overlaps');
    await cast.as('buero', add({ ...wish, overlapKnown: true }));
    const [later, first] = await list();
    expect([later?.overlaps, first?.overlaps]).toEqual([[first?.id], [later?.id]]);
    const end =
      (to: string) =>
      (call: Parameters<typeof endContractLine>[0], permit: (name: 'billing.office') => Parameters<typeof endContractLine>[1]) =>
        endContractLine(call, permit('billing.office'), first?.id ?? '', first?.version, to);
    await cast.as('buero', end('2026-06-30'));
    expect((await list()).map(({ overlaps }) => overlaps)).toEqual([[], []]);
    expect((await cast.refusal('buero', end('2026-08-31'))).code).toBe('version-old');
    const now = (await list())[1];
    expect(
      (
        await cast.refusal('buero', (call, permit) =>
          endContractLine(call, permit('billing.office'), now?.id ?? '', now?.version, '2026-08-31'),
        )
      ).code,
    ).toBe('contract-line-ended');
    await cast.as('buero', (call, permit) => withdrawContractLine(call, permit('billing.office'), later?.id ?? '', later?.version));
    expect((await list()).map(({ priceCents }) => priceCents)).toEqual([6120]);
  });
  test('the AOK has no price for a Ersatzkasse, and a group none for a single session', async () => {
    await cast.as('buero', add({ insurerGroup: 'VDEK' }));
    await cast.as('buero', add({ setting: 'group', per: 'group', priceCents: 8100 }));
    expect((await list()).every(({ overlaps }) => overlaps.length === 0)).toBe(true);
  });
});

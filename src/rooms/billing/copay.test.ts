import { afterAll, describe, expect, test } from 'vitest';
import { getCover, recordCover, recordExemption, withdrawExemption } from '#rooms/people/actions/cover.ts';
import type { CoverWish } from '#rooms/people/contract/cover.ts';
import { addOtherCopay, getCopay, keepCopayHistory, setIncome, withdrawOtherCopay } from '#rooms/soziotherapie/actions/copay.ts';
import { getCopayPaper } from '#rooms/soziotherapie/actions/copay-paper.ts';
import { freshDatabase } from '#test/database.ts';
import { type Case, PAYER_IK } from '#test/soziotherapie-stage.ts';
import { getMonth } from './actions/month.ts';
import { PRICE, setMoney } from './money.fixture.ts';

const group = { ...PRICE, setting: 'group' as const, per: 'group' as const, priceCents: 8100 };
const stage = await setMoney(await freshDatabase(), { prices: [PRICE, group] });
const { cast } = stage;
afterAll(() => stage.close());

const copay = ({ episodeId }: Case, year = 2026) =>
  cast.as('buero', (call, permit) => getCopay(call, permit('soziotherapie.office'), episodeId, year));
const keep = async (one: Case) => {
  const organisationId = await stage.organisationOf(one);
  return cast.asSystem((call) => keepCopayHistory(call, one.personId, organisationId));
};
const exempt = ({ personId }: Case, from: string, to: string) =>
  cast.as('buero', (call, permit) => recordExemption(call, permit('soziotherapie.office'), personId, { from, to, fileId: null }));
const booked = (view: Awaited<ReturnType<typeof copay>>) =>
  view.days.filter(({ copayCents }) => copayCents > 0).map(({ day, copayCents }) => [day, copayCents]);
let number = 0;
async function client(more: { birthDate?: string } = {}): Promise<Case> {
  number += 1;
  const one = await stage.openCase({ familyName: `Zahl${number}`, ...more });
  await stage.prescribe(one, { issuedOn: '2026-01-02', approved: { units: 30, postedOn: '2026-01-20' } });
  return one;
}
const OTHER: CoverWish = {
  how: 'changed',
  payerIk: '104940005',
  payerName: 'BARMER',
  kvnr: 'A123456780',
  kvnrConfirmed: false,
  insuredStatus: '1',
  insurerGroup: 'VDEK',
  state: 'NW',
  from: '2026-03-12',
  to: null,
};

describe('The copayments of a client', () => {
  test('S1: 5.85 and 8.78, shown and owed to the insurer', async () => {
    const one = await client();
    await stage.putUnit(one, { on: '2026-03-09' });
    await stage.putUnit(one, { on: '2026-03-16', minutes: 90 });
    const view = await copay(one);
    expect(booked(view)).toEqual([
      ['2026-03-09', 585],
      ['2026-03-16', 878],
    ]);
    expect(view).toMatchObject({ owedTo: 'insurer', totalCents: 1463, forecastCents: 1463, limit: null, withoutPrice: [] });
  });
  test('R13: sessions of a day are added; R12: parts of a unit wait until they make one', async () => {
    const one = await client();
    await stage.putUnit(one, { on: '2026-03-02T09:00', minutes: 45 });
    await stage.putUnit(one, { on: '2026-03-02T14:00', minutes: 60 });
    await stage.putUnit(one, { on: '2026-03-03T09:00', minutes: 45 });
    let view = await copay(one);
    expect(booked(view)).toEqual([['2026-03-02', 1000]]);
    expect(view.bucket).toEqual({ minutes: 45, costCents: 4388, lastDay: '2026-03-03' });
    expect(view.days.at(-1)).toMatchObject({ day: '2026-03-03', from: 'waits', copayCents: 0, costCents: 4388 });
    await stage.putUnit(one, { on: '2026-03-04T09:00', minutes: 15 });
    view = await copay(one);
    expect(booked(view)).toEqual([
      ['2026-03-02', 1000],
      ['2026-03-04', 585],
    ]);
  });
  test('R12: what waits is booked on its last day when another insurer begins', async () => {
    const one = await client();
    await stage.putUnit(one, { on: '2026-03-10T09:00', minutes: 30 });
    await cast.as('buero', (call, permit) => recordCover(call, permit('soziotherapie.office'), one.personId, OTHER));
    expect(booked(await copay(one))).toEqual([['2026-03-10', 500]]);
    const { covers } = await cast.as('buero', (call, permit) => getCover(call, permit('soziotherapie.read'), one.personId));
    expect(covers.map(({ payerName, from, to }) => [payerName, from, to])).toEqual([
      ['BARMER', '2026-03-12', null],
      ['Techniker Krankenkasse', '2015-01-01', '2026-03-11'],
    ]);
  });
  test('R12: a case that was exhausted before, or a new card of the same insurer, closes nothing of the present one', async () => {
    const one = await client();
    await stage.admin.query(
      `insert into soziotherapie.episode (id, person_id, organisation_id, practitioner_id, state, opened_on, asked_by)
       select gen_random_uuid(), person_id, organisation_id, practitioner_id, 'EXHAUSTED', '2020-01-02', 'client' from soziotherapie.episode where id = $1`,
      [one.episodeId],
    );
    await stage.admin.query(`update people.cover set to_on = '2026-03-11' where person_id = $1`, [one.personId]);
    const same: CoverWish = { ...OTHER, how: 'new', payerIk: PAYER_IK, payerName: 'Techniker Krankenkasse' };
    await cast.as('buero', (call, permit) => recordCover(call, permit('soziotherapie.office'), one.personId, same));
    await stage.putUnit(one, { on: '2026-03-10T11:00', minutes: 30 });
    const view = await copay(one);
    expect(booked(view)).toEqual([]);
    expect(view.bucket).toEqual({ minutes: 30, costCents: 2925, lastDay: '2026-03-10' });
    await stage.admin.query(`update soziotherapie.episode set state = 'EXHAUSTED' where id = $1`, [one.episodeId]);
    expect(booked(await copay(one))).toEqual([['2026-03-10', 500]]);
  });
  test('R11: below 18 nothing is due; from the birthday on it is', async () => {
    const one = await client({ birthDate: '2008-03-15' });
    await stage.putUnit(one, { on: '2026-03-14T09:00' });
    await stage.putUnit(one, { on: '2026-03-15T09:00' });
    expect((await copay(one)).days.map(({ day, copayCents, why, from }) => [day, copayCents, why, from])).toEqual([
      ['2026-03-14', 0, 'under-age', 'free'],
      ['2026-03-15', 585, 'due', 'day'],
    ]);
  });
  test('R11-07: a certificate that is stored later sets its days to nothing, and what they were stays readable', async () => {
    const one = await client();
    for (const on of ['2026-02-24', '2026-03-05', '2026-03-18']) await stage.putUnit(one, { on: `${on}T11:00` });
    expect(await keep(one)).toEqual({ changed: 3 });
    expect(await keep(one)).toEqual({ changed: 0 });
    stage.clock.pass({ hours: 1 });
    const { id } = await exempt(one, '2026-03-01', '2026-12-31');
    expect(await keep(one)).toEqual({ changed: 2 });
    const view = await copay(one);
    expect(view.days.map(({ day, copayCents, why, earlier }) => [day, copayCents, why, earlier.map((was) => was.copayCents)])).toEqual([
      ['2026-02-24', 585, 'due', []],
      ['2026-03-05', 0, 'exempt', [585]],
      ['2026-03-18', 0, 'exempt', [585]],
    ]);
    expect(view.totalCents).toBe(585);
    await cast.as('buero', (call, permit) => withdrawExemption(call, permit('soziotherapie.office'), id));
    expect((await copay(one)).totalCents).toBe(3 * 585);
  });
  test('a certificate has two days in one year', async () => {
    const one = await client();
    const refusal = (from: string, to: string) =>
      cast.refusal('buero', (call, permit) =>
        recordExemption(call, permit('soziotherapie.office'), one.personId, { from, to, fileId: null }),
      );
    expect((await refusal('2026-06-01', '2026-05-01')).code).toBe('exemption-ends-before-start');
    expect((await refusal('2026-06-01', '2027-05-01')).code).toBe('exemption-over-years');
  });
  test('planned units are a forecast; a no-show and a day without a price are none', async () => {
    const one = await client();
    await stage.putUnit(one, { on: '2026-03-09T15:00' });
    await stage.putUnit(one, { on: '2026-04-09T15:00', state: 'PLANNED' });
    await stage.putUnit(one, { on: '2026-03-11T15:00', state: 'NO_SHOW' });
    const view = await copay(one);
    expect([view.totalCents, view.forecastCents]).toEqual([585, 1170]);
    expect(view.days.map(({ day, forecast }) => [day, forecast])).toEqual([
      ['2026-03-09', false],
      ['2026-04-09', true],
    ]);
  });
  test('S15: a share of a group’s price, copayment at least five euro and never more than the share', async () => {
    const meetingId = '01900000-0000-7000-8000-000000000015';
    const people = await Promise.all(Array.from({ length: 11 }, () => client()));
    for (const one of people) await stage.putUnit(one, { on: '2026-03-20T16:00', minutes: 90, setting: 'group', meetingId });
    const [first] = people;
    if (!first) throw new Error('nobody came');
    const view = await copay(first);
    expect(view.days).toMatchObject([{ day: '2026-03-20', costCents: 736, copayCents: 500 }]);
    const { sessions } = await cast.as('buero', (call, permit) => getMonth(call, permit('billing.office'), '2026-03'));
    const shares = sessions.filter(({ setting }) => setting === 'group').map(({ amountCents, hundredths }) => [amountCents, hundredths]);
    expect(shares).toEqual(Array.from({ length: 11 }, () => [736, 100])); // 80.96 of 81.00; the rest stays with the practice
  });
});

describe('R14, the yearly limit', () => {
  test('near from ten days on, reached at twelve; each is told to the office once', async () => {
    const one = await client();
    const set = { year: 2026, grossCents: 12 * 56_300, deductionsCents: 0, chronic: true };
    await cast.as('buero', (call, permit) => setIncome(call, permit('soziotherapie.office'), one.episodeId, set));
    const tasks = () =>
      stage.look<{ kind: string; done: boolean }>(
        "select kind, done_at is not null as done from tasks.task where object_id = $1 and kind like 'copay-%' order by created_at, kind",
        one.personId,
      );
    for (let index = 0; index < 9; index += 1) await stage.putUnit(one, { on: `2026-03-${String(index + 1).padStart(2, '0')}T18:00` });
    await keep(one);
    expect((await copay(one)).limit).toMatchObject({ notice: 'none', limitCents: 6756, sumCents: 5265 });
    expect(await tasks()).toEqual([]);
    await stage.putUnit(one, { on: '2026-03-10T18:00' });
    await keep(one);
    expect(await tasks()).toEqual([{ kind: 'copay-near-limit', done: false }]);
    const { id } = await cast.as('buero', (call, permit) =>
      addOtherCopay(call, permit('soziotherapie.office'), one.episodeId, { year: 2026, cents: 1000, what: 'Medikamente' }),
    );
    stage.clock.pass({ minutes: 1 });
    await keep(one);
    await keep(one);
    expect((await copay(one)).limit?.notice).toBe('limit-reached');
    expect(await tasks()).toEqual([
      { kind: 'copay-near-limit', done: true },
      { kind: 'copay-limit-reached', done: false },
    ]);
    await cast.as('buero', (call, permit) => withdrawOtherCopay(call, permit('soziotherapie.office'), id));
    await exempt(one, '2026-03-15', '2026-12-31');
    expect((await copay(one)).limit?.notice).toBe('none'); // R14-05
  });
  test('income is sealed, and nobody but office and lead reads any of it', async () => {
    const one = await client();
    await cast.as('buero', (call, permit) =>
      setIncome(call, permit('soziotherapie.office'), one.episodeId, {
        year: 2026,
        grossCents: 1_234_567,
        deductionsCents: 0,
        chronic: false,
      }),
    );
    const [row] = await stage.look<{ sealed: Buffer }>('select sealed from soziotherapie.income where person_id = $1', one.personId);
    expect(row?.sealed.toString('latin1')).not.toContain('1234567');
    expect((await cast.refusal('weidner', (call, permit) => getCopay(call, permit('soziotherapie.office'), one.episodeId))).code).toBe(
      'not-permitted',
    );
    expect((await cast.refusal('fremdbuero', (call, permit) => getCopay(call, permit('soziotherapie.office'), one.episodeId))).code).toBe(
      'not-found',
    );
    expect(
      (await cast.as('leitung', (call, permit) => getCopay(call, permit('soziotherapie.office'), one.episodeId))).limit?.grossCents,
    ).toBe(1_234_567);
  });
});

test('A receipt of a day and the summary of a year are PDF/UA', async () => {
  const one = await client();
  await stage.putUnit(one, { on: '2026-03-09T20:00' });
  const paper = (wish: { year?: number; day?: string }) =>
    cast.as('buero', (call, permit) => getCopayPaper(call, permit('soziotherapie.office'), one.episodeId, wish));
  for (const wish of [{ day: '2026-03-09' }, { year: 2026 }]) {
    const { bytes, type } = await paper(wish);
    expect(type).toBe('application/pdf');
    expect(Buffer.from(bytes).toString('latin1')).toContain('pdfuaid:part>1');
  }
  expect(
    (
      await cast.refusal('buero', (call, permit) =>
        getCopayPaper(call, permit('soziotherapie.office'), one.episodeId, { day: '2026-03-10' }),
      )
    ).code,
  ).toBe('not-found');
});

test('A card whose check digit does not fit is asked back once and then kept; a wrong IK is not', async () => {
  const one = await client();
  const record =
    (more: Partial<CoverWish>) =>
    (call: Parameters<typeof recordCover>[0], permit: (name: 'soziotherapie.office') => Parameters<typeof recordCover>[1]) =>
      recordCover(call, permit('soziotherapie.office'), one.personId, { ...OTHER, ...more });
  expect((await cast.refusal('buero', record({ kvnr: 'G995030567' }))).code).toBe('kvnr-confirm');
  expect((await cast.refusal('buero', record({ payerIk: '104940006' }))).code).toBe('payer-ik-impossible');
  expect((await cast.refusal('buero', record({ payerIk: '499900019' }))).code).toBe('payer-ik-no-insurer');
  expect((await cast.refusal('buero', record({ kvnr: '12' }))).code).toBe('kvnr-impossible');
  expect((await cast.refusal('buero', record({ how: 'new' }))).code).toBe('cover-overlaps');
  expect((await cast.refusal('buero', record({ payerIk: '100177504' }))).code).toBe('cover-same-payer');
  expect((await cast.refusal('buero', record({ to: '2026-01-01' }))).code).toBe('cover-ends-before-start');
  expect((await cast.refusal('buero', record({ from: '2010-01-01', to: '2010-02-01' }))).code).toBe('cover-without-former');
  await cast.as('buero', record({ kvnr: 'G995030567', kvnrConfirmed: true }));
  const { covers } = await cast.as('weidner', (call, permit) => getCover(call, permit('soziotherapie.read'), one.personId));
  expect(covers[0]).toMatchObject({ kvnr: 'G995030567', kvnrConfirmed: true });
  expect((await cast.refusal('fremdbuero', (call, permit) => getCover(call, permit('soziotherapie.read'), one.personId))).code).toBe(
    'not-found',
  );
});

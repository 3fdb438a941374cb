import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { setCases } from '#test/cases-stage.ts';
import { freshDatabase } from '#test/database.ts';
import { codeOf, refusalOf } from '#test/refused.ts';
import { appendOrganisation } from './actions/coordinate.ts';
import * as services from './actions/services.ts';
import type { ServiceFields } from './contract/services.ts';
import {
  judgeService,
  SERVICE_CRITERIA,
  SERVICE_FRESH_DAYS,
  type ServiceCriterion,
  type ServiceFacts,
  type ServiceWish,
  scoreService,
  searchServices,
  verdictOf,
} from './rules/services.ts';
import { preselectServices } from './store/services.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const TODAY = Temporal.PlainDate.from('2026-03-02');
const service = (over: Partial<ServiceFacts> = {}): ServiceFacts => ({
  id: 's1',
  serviceType: 'debt-advice',
  postalAreas: ['531', '532'],
  targetGroups: ['debts'],
  minAge: 18,
  maxAge: 64,
  payers: ['SGB-II', 'FREE'],
  languages: ['de', 'pl'],
  access: { 'step-free': 'yes', lift: 'no' },
  outreach: false,
  admission: null,
  capacity: 'free',
  waitingDays: 20,
  confirmedOn: '2026-02-20',
  asked: 10,
  answered: 8,
  ...over,
});
const wish: ServiceWish = {
  serviceType: 'debt-advice',
  postalCode: '53111',
  targetGroups: ['debts'],
  age: 44,
  payer: 'GKV',
  languages: ['pl'],
  access: ['step-free'],
  maxWaitingDays: 30,
};
const judge = (facts: Partial<ServiceFacts>, want: Partial<ServiceWish> = {}, criterion: ServiceCriterion = 'area') => {
  const found = judgeService(service(facts), { ...wish, ...want }, TODAY).find((line) => line.criterion === criterion);
  return [found?.verdict, found?.note];
};

describe('a service is judged criterion by criterion (B.3.6, as A.4)', () => {
  test('what fits has a yes with a reason in all of them', () => {
    const lines = judgeService(service(), wish, TODAY);
    expect(lines.map(({ criterion, verdict }) => [criterion, verdict])).toEqual(SERVICE_CRITERIA.map((each) => [each, 'yes']));
    expect(verdictOf(lines)).toBe('fits');
  });

  test.each<[ServiceCriterion, Partial<ServiceFacts>, Partial<ServiceWish>, string, string]>([
    ['type', { serviceType: 'housing-first' }, {}, 'no', 'type'],
    ['area', { postalAreas: ['50'] }, {}, 'no', 'area-outside'],
    ['area', { postalAreas: [] }, {}, 'yes', 'area-everywhere'],
    ['area', {}, { postalCode: undefined }, 'clarify', 'area-unknown'],
    ['area', { postalAreas: ['5311'] }, {}, 'yes', 'area-inside'],
    ['target-group', { targetGroups: ['women'] }, {}, 'no', 'group-other'],
    ['target-group', { targetGroups: [] }, {}, 'yes', 'group-all'],
    ['target-group', {}, { targetGroups: [] }, 'clarify', 'group-unknown'],
    ['age', {}, { age: 17 }, 'no', 'age-outside'],
    ['age', {}, { age: 18 }, 'yes', 'age-inside'],
    ['age', {}, { age: 64 }, 'yes', 'age-inside'],
    ['age', {}, { age: 65 }, 'no', 'age-outside'],
    ['age', { minAge: null }, { age: 3 }, 'yes', 'age-inside'],
    ['age', { minAge: null, maxAge: null }, { age: undefined }, 'yes', 'age-any'],
    ['age', {}, { age: undefined }, 'clarify', 'age-unknown'],
    ['payer', { payers: ['SGB-II'] }, {}, 'no', 'payer-other'],
    ['payer', { payers: [] }, {}, 'clarify', 'payer-unknown'],
    ['payer', { payers: ['FREE'] }, {}, 'yes', 'payer-known'],
    ['payer', {}, { payer: undefined }, 'not-asked', 'payer-not-asked'],
    ['language', { languages: ['de'] }, {}, 'no', 'language-none'],
    ['language', {}, { languages: [] }, 'not-asked', 'language-not-asked'],
    ['access', {}, { access: ['lift'] }, 'no', 'access-missing'],
    ['access', {}, { access: ['hearing-loop'] }, 'clarify', 'access-unknown'],
    ['access', { outreach: true }, { access: ['lift'] }, 'yes', 'access-comes-home'],
    ['capacity', { capacity: 'full' }, {}, 'no', 'capacity-full'],
    ['capacity', { capacity: 'ask' }, {}, 'clarify', 'capacity-ask'],
    ['capacity', { confirmedOn: null }, {}, 'clarify', 'capacity-stale'],
    ['capacity', { confirmedOn: TODAY.subtract({ days: SERVICE_FRESH_DAYS }).toString() }, {}, 'yes', 'capacity-free'],
    ['capacity', { confirmedOn: TODAY.subtract({ days: SERVICE_FRESH_DAYS + 1 }).toString() }, {}, 'clarify', 'capacity-stale'],
    ['waiting', { waitingDays: 30 }, {}, 'yes', 'waiting-days'],
    ['waiting', { waitingDays: 31 }, {}, 'no', 'waiting-longer'],
    ['waiting', { waitingDays: null }, {}, 'clarify', 'waiting-unknown'],
    ['waiting', { waitingDays: 300 }, { maxWaitingDays: undefined }, 'not-asked', 'waiting-days'],
    ['admission', { admission: 'Mahnbescheid' }, {}, 'clarify', 'admission-open'],
    ['admission', { admission: 'Mahnbescheid' }, { admission: 'met' }, 'yes', 'admission-met'],
    ['admission', { admission: 'Mahnbescheid' }, { admission: 'not-met' }, 'no', 'admission-not-met'],
  ])('%s: %o wanted with %o is %s (%s)', (criterion, facts, want, verdict, note) => {
    expect(judge(facts, want, criterion)).toEqual([verdict, note]);
  });

  test('an empty profile never wins against a stated one; fits stand above what is to clarify, that above what is excluded', () => {
    const empty = service({ id: 'empty', targetGroups: [], postalAreas: [], waitingDays: null, asked: 0, answered: 0 });
    const full = service({ id: 'full', capacity: 'full', asked: 50, answered: 50, waitingDays: 0 });
    const unsure = service({ id: 'unsure', capacity: 'ask', waitingDays: 0 });
    const { found } = searchServices([full, unsure, empty, service()], { ...wish, maxWaitingDays: undefined }, TODAY);
    expect(found.map(({ service: { id }, verdict }) => [id, verdict])).toEqual([
      ['s1', 'fits'],
      ['empty', 'fits'],
      ['unsure', 'clarify'],
      ['full', 'excluded'],
    ]);
    expect(scoreService(empty, wish).lines.find(({ id }) => id === 'waiting')?.stated).toBe(false);
  });

  test('what if: a criterion that alone stands in the way is named with what it would bring; two are not', () => {
    const all = [
      service({ id: 'far', postalAreas: ['50'] }),
      service({ id: 'far-old', postalAreas: ['50'], confirmedOn: null }),
      service({ id: 'far-german', postalAreas: ['50'], languages: ['de'] }),
      service({ id: 'german', languages: ['de'] }),
    ];
    expect(searchServices(all, wish, TODAY).relaxations).toEqual([
      { criterion: 'area', fits: 1, clarify: 1, samples: ['far', 'far-old'] },
      { criterion: 'language', fits: 1, clarify: 0, samples: ['german'] },
    ]);
  });
});

describe('in the directory', () => {
  let stage: Awaited<ReturnType<typeof setCases>>;
  let organisationId: string;
  const fields = (over: Partial<ServiceFields> = {}): ServiceFields => ({
    organisationId,
    name: 'Schuldnerberatung',
    serviceType: 'debt-advice',
    system: 'counselling',
    postalAreas: ['53'],
    targetGroups: ['debts'],
    minAge: null,
    maxAge: null,
    payers: ['FREE'],
    languages: ['de'],
    access: {},
    modalities: ['in-person'],
    outreach: false,
    admission: null,
    capacity: 'free',
    waitingDays: 10,
    contactName: null,
    contactPhone: null,
    contactEmail: null,
    ...over,
  });
  const add = (over: Partial<ServiceFields> = {}, who: 'marit' | 'olena' = 'marit') =>
    stage.cast.as(who, (call, permit) => services.addService(call, permit('directory.services'), fields(over)));

  beforeAll(async () => {
    stage = await setCases(await freshDatabase());
    organisationId = await stage.cast.as('marit', async (call, permit) => {
      const organisation = { name: 'Caritas', kind: 'counselling' as const, phone: null, email: null, website: null };
      return (await appendOrganisation(call, permit('directory.coordinate'), organisation)).id;
    });
  });
  afterAll(() => stage.close());

  test('coordination writes; a case manager says what still holds, and no more', async () => {
    const { id } = await add();
    const confirm = (who: 'olena' | 'marit', version: number) =>
      stage.cast.as(who, (call, permit) =>
        services.confirmService(call, permit('directory.services'), id, version, { capacity: 'ask', waitingDays: 40 }),
      );
    expect(await codeOf(add({}, 'olena'))).toBe('service-not-yours');
    const change = stage.cast.as('olena', (call, permit) => services.changeService(call, permit('directory.services'), id, 1, fields()));
    expect(await codeOf(change)).toBe('service-not-yours');
    expect(await confirm('olena', 1)).toEqual({ id, version: 2 });
    expect(await codeOf(confirm('olena', 1))).toBe('version-old');
    const read = await stage.cast.as('olena', (call, permit) => services.readService(call, permit('directory.read'), id));
    expect(read).toMatchObject({ capacity: 'ask', waitingDays: 40, confirmedOn: '2026-03-02', system: 'counselling' });
    const close = (who: 'olena' | 'marit') =>
      stage.cast.as(who, (call, permit) => services.closeService(call, permit('directory.services'), id, undefined));
    expect(await codeOf(close('olena'))).toBe('service-not-yours');
    await close('marit');
    expect(await codeOf(confirm('marit', 3))).toBe('service-closed');
    expect((await refusalOf(add({ minAge: 60, maxAge: 20 }))).detail.errors).toMatchObject([
      { pointer: '/maxAge', code: 'range-reversed' },
    ]);
    expect(await codeOf(add({ organisationId: '00000000-0000-7000-8000-000000000000' }))).toBe('not-found');
  });

  const SERVICES = 60;
  const WISHES = 40 * DEPTH;
  test(`of ${SERVICES} services and ${WISHES} wishes the preselection drops nothing that fits, is to clarify, or fails one thing alone`, async () => {
    let seed = 3;
    const random = (most: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * most);
    };
    const some = <Each>(all: readonly Each[]) => all.filter(() => random(3) === 0);
    const one = <Each>(all: readonly Each[]) => all[random(all.length)] as Each;
    const AREAS = ['5', '53', '531', '53111', '50', '51'];
    const LANGUAGES = ['de', 'en', 'tr', 'uk'];
    await stage.admin.query('delete from directory.service');
    await stage.cast.as('marit', async (call, permit) => {
      for (let made = 0; made < SERVICES; made += 1)
        await services.addService(
          call,
          permit('directory.services'),
          fields({
            name: `Dienst ${made}`,
            serviceType: one(['debt-advice', 'debt-advice', 'housing-first']),
            postalAreas: some(AREAS),
            targetGroups: some(['debts', 'women', 'addiction'] as const),
            minAge: one([null, 0, 10]),
            maxAge: one([null, 17, 65]),
            payers: some(['FREE', 'GKV', 'SGB-II'] as const),
            languages: some(LANGUAGES),
            capacity: one(['free', 'ask', 'full'] as const),
            waitingDays: one([null, 0, 30, 100]),
          }),
        );
    });
    const listed = await stage.cast.as('olena', (call, permit) => services.listServices(call, permit('directory.read'), { closed: 'no' }));
    const everything = listed.services.map((each): ServiceFacts => each);
    let kept = 0;
    for (let asked = 0; asked < WISHES; asked += 1) {
      const want: ServiceWish = {
        serviceType: 'debt-advice',
        postalCode: one([undefined, '53111', '50667', '10115']),
        age: one([undefined, 0, 12, 44, 70]),
        payer: one([undefined, 'GKV', 'SELF']),
        languages: some(LANGUAGES),
        targetGroups: some(['debts', 'women'] as const),
        maxWaitingDays: one([undefined, 30]),
      };
      const chosen = await stage.cast.as('olena', (call) => preselectServices(call.tx, want));
      const ids = new Set(chosen.map(({ id }) => id));
      const naive = searchServices(everything, want, TODAY);
      const must = naive.found.filter(
        ({ verdict, lines }) =>
          verdict !== 'excluded' || lines.filter((line) => line.verdict === 'no' && line.criterion !== 'type').length === 1,
      );
      for (const { service: found, lines } of must) {
        const ofType = lines.every((line) => line.criterion !== 'type' || line.verdict === 'yes');
        if (ofType) expect(ids.has(found.id)).toBe(true);
      }
      kept += naive.found.filter(({ verdict }) => verdict !== 'excluded').length;
      const answer = await stage.cast.as('olena', (call, permit) => services.searchServices(call, permit('directory.read'), want));
      expect(answer.found.filter(({ verdict }) => verdict !== 'excluded').map((each) => each.service.id)).toEqual(
        naive.found.filter(({ verdict }) => verdict !== 'excluded').map((each) => each.service.id),
      );
    }
    expect(kept).toBeGreaterThan(0);
  });
});

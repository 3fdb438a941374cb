import { describe, expect, test } from 'vitest';
import { TEN_DOMAINS } from './area-domains.ts';
import { allAgree, consentStanding, type Signatory } from './consent.ts';
import {
  type DomainAnswers,
  effectiveResult,
  establishedOn,
  inLastMonths,
  type ScreenedEvent,
  type ScreenedProvider,
  type ScreeningInput,
  screen,
} from './screening.ts';

const TODAY = '2026-03-02';
const domain = (client: number | null, more: Partial<DomainAnswers> = {}): DomainAnswers => ({
  client,
  professional: client,
  selfManaged: 'yes',
  informalSupport: 'enough',
  ...more,
});
const ALONE = { selfManaged: 'no', informalSupport: 'not-enough' } as const;
const active = (organisation: number, system: ScreenedProvider['system'], serviceType = 'any'): ScreenedProvider => ({
  serviceType,
  organisation,
  system,
  active: true,
  needed: false,
});
const wanted = (serviceType: string, organisation: number | null = null): ScreenedProvider => ({
  serviceType,
  organisation,
  system: 'health',
  active: false,
  needed: true,
});
/** Everything asked, nothing there; what is named stands instead. */
function input(change: Omit<Partial<ScreeningInput>, 'domains'> & { domains?: Record<string, DomainAnswers> } = {}): ScreeningInput {
  return {
    providers: [],
    providersComplete: true,
    events: [],
    eventsComplete: true,
    complexReason: false,
    ...change,
    domains: { ...Object.fromEntries(TEN_DOMAINS.map((code) => [code, domain(0)])), ...change.domains },
  };
}
const S1 = input({
  domains: { D4: domain(3, ALONE), D10: domain(3, ALONE), D1: domain(3), D7: domain(2) },
  providers: [active(1, 'health', 'psychiatrist'), active(2, 'work', 'jobcenter'), active(3, 'health', 'phkp')],
  events: [{ kind: 'readmitted', dischargedOn: '2025-12-01', on: '2026-01-20' }],
});

describe('Printed screenings (rule book B.2.4)', () => {
  const S4 = input({
    domains: { D1: domain(2), D4: domain(2), D7: domain(2), D10: domain(2) },
    providers: [active(1, 'health'), active(2, 'work'), active(3, 'participation'), active(4, 'counselling')],
  });
  const S6 = input({
    domains: { D1: domain(3, ALONE), D4: domain(2, ALONE), D10: domain(2) },
    providers: [wanted('debt-advice', 1), wanted('housing', 2)],
    events: [{ kind: 'broken-off', on: '2025-11-03' }],
  });
  const S8 = input({
    domains: { D6: domain(4, ALONE), D7: domain(3, ALONE), D2: domain(3) },
    providers: [active(1, 'youth'), active(2, 'education'), active(3, 'health')],
    events: [{ kind: 'unanswered', on: '2026-01-16' }],
  });
  const secondParentOpen: Signatory[] = [{ by: 'client', answer: 'yes' }, { by: 'guardian', answer: 'yes' }, { by: 'guardian' }];
  test.each([
    ['S1', S1, true, 'yyyyyy', 'indicated', []],
    ['S2 depression alone', input({ domains: { D1: domain(3) } }), true, 'n-----', 'not_indicated', []],
    ['S3 as S1, consent refused', S1, false, 'yyyyyn', 'pending_consent', []],
    ['S4 everything works', S4, true, 'yyynny', 'short_counselling', []],
    ['S6 two providers', S6, true, 'yynyyy', 'short_counselling', []],
    ['S8 second parent', S8, allAgree(secondParentOpen) === 'yes', 'yyyyyn', 'pending_consent', []],
  ] as const)('%s', (_, given, consent, letters, result, missing) => {
    const found = screen(given, consent, TODAY);
    const said = (['G', 'K1', 'K2', 'K3', 'K4', 'K5'] as const).map((key, index) =>
      letters[index] === '-' ? '-' : found.criteria[key] === 'yes' ? 'y' : found.criteria[key] === 'no' ? 'n' : '?',
    );
    expect(said.join('')).toBe(letters);
    expect(found.result).toBe(result);
    expect(found.missing).toEqual(missing);
  });
});

describe('What the printed examples leave out', () => {
  const three = { D1: domain(2, ALONE), D4: domain(2, ALONE), D10: domain(2) };
  const four = [active(1, 'health'), active(2, 'work'), active(3, 'youth')];
  const event: ScreenedEvent = { kind: 'rejected', on: '2026-01-01' };
  test('One view is enough for a problem area, and 1 in both is none', () => {
    const one = (client: number | null, professional: number | null) =>
      screen(input({ domains: { D1: { ...domain(0), client, professional } } }), true, TODAY).counted.problemAreas;
    expect(one(2, 0)).toEqual({ least: 1, most: 1 });
    expect(one(null, 2)).toEqual({ least: 1, most: 1 });
    expect(one(1, 1)).toEqual({ least: 0, most: 0 });
    expect(one(1, null)).toEqual({ least: 0, most: 1 });
  });
  test('Two problem areas are complex only with a written reason', () => {
    const two = { domains: { D1: domain(2, ALONE), D4: domain(3, ALONE) }, providers: four, events: [event] };
    expect(screen(input(two), true, TODAY).criteria.K1).toBe('no');
    expect(screen(input({ ...two, complexReason: true }), true, TODAY).result).toBe('indicated');
  });
  test('D11 counts once it is rated, and a domain nobody asked is unknown', () => {
    const two = { D1: domain(2, ALONE), D4: domain(2, ALONE) };
    expect(screen(input({ domains: { ...two, D11: domain(3) } }), true, TODAY).criteria.K1).toBe('yes');
    const { D9: _, ...nine } = input({ domains: two }).domains;
    expect(screen({ ...input(), domains: nine }, true, TODAY).criteria.K1).toBe('unknown');
  });
  test('A criterion is open only where an unknown could change it', () => {
    const open = input({
      domains: { ...three, D9: domain(null) },
      providers: four,
      providersComplete: false,
      events: [event],
      eventsComplete: false,
    });
    expect(screen(open, true, TODAY).criteria).toEqual({ G: 'yes', K1: 'yes', K2: 'yes', K3: 'yes', K4: 'yes', K5: 'yes' });
  });
  test('A false criterion wins over an unknown one, also while the gate is open', () => {
    const open = input({ domains: { D1: domain(3), D4: domain(2), D9: domain(null) }, providersComplete: false, eventsComplete: true });
    const found = screen(open, true, TODAY);
    expect(found.criteria).toMatchObject({ G: 'unknown', K1: 'unknown', K3: 'no' });
    expect(found.result).toBe('short_counselling');
    expect(found.missing).toEqual([]);
  });
  test('With the gate open and the four criteria true nothing is indicated yet', () => {
    const gate = input({
      domains: { D1: domain(2, ALONE), D4: domain(2, ALONE), D9: domain(null) },
      providers: [active(1, 'health'), { ...active(2, null), system: null }, active(3, 'health')],
      events: [event],
      complexReason: true,
    });
    const found = screen(gate, true, TODAY);
    expect(found.criteria).toMatchObject({ G: 'unknown', K1: 'yes', K2: 'yes', K3: 'yes', K4: 'yes' });
    expect(found.result).toBe('undetermined');
    expect(found.missing).toEqual(['G']);
    expect(found.questions).toContainEqual({ ask: 'severity', domain: 'D9' });
    expect(found.questions).toContainEqual({ ask: 'system', provider: 1 });
  });
  test('Open questions name only K1 to K4, never the consent', () => {
    const found = screen(input({ domains: three, providers: four, eventsComplete: false }), false, TODAY);
    expect(found.result).toBe('undetermined');
    expect(found.missing).toEqual(['K3']);
    expect(found.questions).toEqual([{ ask: 'events' }]);
  });
  test('K4 asks only for domains that could still matter', () => {
    const unsure = { selfManaged: 'unknown', informalSupport: 'not-enough' } as const;
    const found = screen(
      input({ domains: { D1: domain(3, ALONE), D4: domain(3, unsure), D10: domain(2) }, providers: four, events: [event] }),
      true,
      TODAY,
    );
    expect(found.criteria.K4).toBe('unknown');
    expect(found.questions).toEqual([{ ask: 'own-resources', domain: 'D4' }]);
  });
  test('An organisation has one system: who is known by one entry is no question in another', () => {
    const found = screen(input({ providers: [active(1, 'health'), { ...active(1, 'health', 'day-clinic'), system: null }] }), true, TODAY);
    expect(found.counted.systems).toEqual({ least: 1, most: 1 });
    expect(found.questions.filter(({ ask }) => ask === 'system')).toEqual([]);
    // also where the entry that says it is only needed
    const needed = { ...wanted('work', 1), system: 'work' as const };
    const told = screen(input({ providers: [needed, { ...active(1, 'work'), system: null }, active(2, 'work')] }), true, TODAY);
    expect(told.counted.systems).toEqual({ least: 1, most: 1 });
  });
  test.each<[string, ScreenedEvent, 'no' | 'unknown']>([
    ['admitted thirteen months ago, discharge unknown', { kind: 'readmitted', on: '2025-03-01', dischargedOn: null }, 'no'],
    ['admitted twelve months ago, discharge unknown', { kind: 'readmitted', on: '2025-03-02', dischargedOn: null }, 'unknown'],
    ['discharged so long ago that any readmission was before', { kind: 'readmitted', on: null, dischargedOn: '2024-12-01' }, 'no'],
    ['a readmission on its last day would count', { kind: 'readmitted', on: null, dischargedOn: '2024-12-02' }, 'unknown'],
    ['neither day known', { kind: 'readmitted', on: null, dischargedOn: null }, 'unknown'],
  ])('An unknown day is open only where it could change the answer: %s', (_, event, answer) => {
    const found = screen(input({ events: [event] }), true, TODAY);
    expect(found.criteria.K3).toBe(answer);
  });
  test('A needed service without a name counts once a service type; the same organisation counts once', () => {
    const count = (...providers: ScreenedProvider[]) => screen(input({ providers }), true, TODAY).counted.organisations.least;
    expect(count(wanted('housing'), wanted('housing'), wanted('debt-advice'))).toBe(2);
    expect(count(active(1, 'health'), active(1, 'health', 'other'), wanted('any', 1))).toBe(1);
    expect(count({ ...active(1, 'health'), active: false })).toBe(0);
  });
  test('Systems count active providers only', () => {
    const found = screen(input({ providers: [active(1, 'health'), { ...wanted('work', 2), system: 'work' }] }), true, TODAY);
    expect(found.counted.systems).toEqual({ least: 1, most: 1 });
  });
  test.each([
    ['2025-03-02', '2026-03-02', true],
    ['2025-03-01', '2026-03-02', false],
    ['2026-03-02', '2026-03-02', true],
    ['2026-03-03', '2026-03-02', false],
    // clipped to the month's end: twelve months before 29 February lie on the 28th
    ['2023-02-28', '2024-02-29', true],
    ['2023-02-27', '2024-02-29', false],
  ])('Twelve calendar months, both ends included: %s on %s is %s', (day, today, inside) => {
    expect(inLastMonths(day, today)).toBe(inside);
  });
  test.each<[ScreenedEvent, string | null]>([
    [{ kind: 'unanswered', on: '2026-02-01' }, '2026-03-03'],
    [{ kind: 'unanswered', on: '2026-01-31' }, '2026-03-02'],
    [{ kind: 'readmitted', dischargedOn: '2025-10-01', on: '2025-12-30' }, '2025-12-30'],
    [{ kind: 'readmitted', dischargedOn: '2025-10-01', on: '2025-12-31' }, 'never'],
    [{ kind: 'readmitted', dischargedOn: null, on: '2025-12-31' }, null],
    [{ kind: 'contradiction', on: null }, null],
  ])('An event dates from the day it was established: %j', (one, day) => {
    expect(establishedOn(one)).toBe(day);
  });
  test('29 days without an answer are no event yet, 30 are', () => {
    const k3 = (on: string) => screen(input({ events: [{ kind: 'unanswered', on }] }), true, TODAY).criteria.K3;
    expect([k3('2026-02-01'), k3('2026-01-31')]).toEqual(['no', 'yes']);
  });
  test.each([
    ['indicated', null, false, 'pending_consent'],
    ['short_counselling', 'indicated', false, 'pending_consent'],
    ['short_counselling', 'indicated', true, 'indicated'],
    ['pending_consent', null, true, 'indicated'],
    ['indicated', 'not_indicated', true, 'not_indicated'],
    ['undetermined', null, true, 'undetermined'],
  ] as const)('%s, override %s, consent %s: %s holds', (computed, override, consent, result) => {
    expect(effectiveResult(computed, override, consent)).toBe(result);
  });
});

describe('Whose yes is needed', () => {
  test.each<[string, Signatory[], string]>([
    ['an adult', [{ by: 'client', answer: 'yes' }], 'yes'],
    ['a minor alone', [{ by: 'client', answer: 'yes' }, { by: 'guardian' }], 'unknown'],
    [
      'one of two says no',
      [
        { by: 'client', answer: 'yes' },
        { by: 'guardian', answer: 'yes' },
        { by: 'guardian', answer: 'no' },
      ],
      'no',
    ],
    [
      'one stands for both, recorded',
      [{ by: 'client', answer: 'yes' }, { by: 'guardian', answer: 'yes', signsForBoth: true }, { by: 'guardian' }],
      'yes',
    ],
    [
      'one stands for both, but the other says no',
      [
        { by: 'client', answer: 'yes' },
        { by: 'guardian', answer: 'yes', signsForBoth: true },
        { by: 'guardian', answer: 'no' },
      ],
      'no',
    ],
    [
      'parents agree, the minor does not',
      [
        { by: 'client', answer: 'no' },
        { by: 'guardian', answer: 'yes' },
      ],
      'no',
    ],
    ['nobody', [], 'unknown'],
  ])('%s', (_, signatories, result) => {
    expect(allAgree(signatories)).toBe(result);
  });
  test('A consent holds through the end of its day', () => {
    const until = { withdrawn: false, until: '2026-03-02' };
    expect(consentStanding(until, false, '2026-03-02')).toBe('given');
    expect(consentStanding(until, false, '2026-03-03')).toBe('expired');
    expect(consentStanding({ ...until, withdrawn: true }, false, '2026-03-02')).toBe('withdrawn');
    expect(consentStanding(undefined, true, '2026-03-02')).toBe('refused');
  });
});

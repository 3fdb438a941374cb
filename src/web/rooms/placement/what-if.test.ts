import { expect, test } from 'vitest';
import type { Criteria, FitAnswer } from '#rooms/placement/contract.ts';
import {
  ALWAYS,
  CASE_N,
  EVENINGS,
  FIXTURE_PLACES,
  FIXTURE_TODAY,
  type FixtureRequest,
  fixtureOffers,
  fixtureRequest,
} from '#rooms/placement/rules/fit/fixture.ts';
import { fitOffers, PASSUNGSREGEL_1 } from '#rooms/placement/rules/fit.ts';
import { reliefsOf } from './what-if.ts';
import { WORDINGS } from './wording.fixture.ts';

const ALL = [...FIXTURE_PLACES.keys()];
const answerFor = (request: FixtureRequest) =>
  fitOffers(request, fixtureOffers(ALL, request), { today: FIXTURE_TODAY, rule: PASSUNGSREGEL_1 });
/** The rule's answer as it travels to the page. */
const travelled = (request: FixtureRequest): FitAnswer => {
  const answer = answerFor(request);
  return JSON.parse(JSON.stringify({ ...answer, relaxations: { ...answer.relaxations, video: answer.relaxations.video ?? null } }));
};
const reliefs = (request: FixtureRequest, language: 'de' | 'en' = 'de') => reliefsOf(travelled(request), WORDINGS[language]);
const fitting = (request: FixtureRequest) =>
  new Set([...answerFor(request).ranked, ...answerFor(request).others].map(({ placeId }) => placeId));
const relaxed = (request: FixtureRequest, apply: (criteria: Criteria) => Criteria): FixtureRequest => {
  const { zone, placeKnown, age, ...criteria } = request;
  return { ...(apply(criteria as Criteria) as Partial<FixtureRequest>), zone, placeKnown, age };
};

const base = { age: 35, problems: ['DEP'] } as const;
const morning = [{ weekday: 6 as const, from: '08:00', to: '10:00' }];

test.each<[string, Partial<FixtureRequest>, string, string, (criteria: Criteria) => unknown, unknown]>([
  ['the setting', { setting: 'group', windows: ALWAYS }, 'Einzel auch möglich', 'single', (now) => now.setting, 'either'],
  ['the procedure', { procedureWish: ['VT'], procedureMust: true }, 'AP auch möglich', 'AP', (now) => now.procedureWish, ['VT', 'AP']],
  ['an interpreter', { languages: ['fa'] }, 'mit Dolmetschen', 'interpret', (now) => now.interpreterAccepted, true],
  [
    'video',
    { modalities: ['in-person'], problems: ['ANX'], insurance: 'PKV' },
    'Video auch möglich',
    'ideo',
    (now) => now.modalities,
    ['in-person', 'video'],
  ],
  ['a woman or a man', { genderWish: 'f', genderMust: true }, 'Frau oder Mann egal', 'an', (now) => now.genderMust, undefined],
  ['times', { windows: morning }, 'Mo 17', 'Mon 17', (now) => now.windows?.length, 2],
  ['the way', { maxTravelMinutes: 12, windows: EVENINGS }, 'bis 15 Min. Weg', '15', (now) => now.maxTravelMinutes, 15],
  ['the beginning', { startDeadline: '2026-03-10' }, 'Beginn bis 16.03.2026', '2026', (now) => now.startDeadline !== '2026-03-10', true],
])('giving way on %s is one button that changes exactly this', (_what, own, german, english, read, expected) => {
  const request = fixtureRequest({ ...base, ...own } as Partial<FixtureRequest>);
  const relief = reliefs(request).find(({ label }) => label.startsWith(german));
  expect(
    relief?.label,
    reliefs(request)
      .map(({ label }) => label)
      .join(' | '),
  ).toBeDefined();
  expect(reliefs(request, 'en').find(({ key }) => key === relief?.key)?.label).toContain(english);
  const { zone: _zone, placeKnown: _known, age: _age, ...criteria } = request;
  const before = structuredClone(criteria);
  const after = relief?.apply(criteria as Criteria);
  expect(after && read(after)).toEqual(expected);
  expect(criteria).toEqual(before);
});

const RESTRICTIONS: Partial<FixtureRequest>[] = [
  { setting: 'group' },
  { procedureWish: ['AP'], procedureMust: true },
  { languages: ['ar'] },
  { modalities: ['in-person'] },
  { windows: EVENINGS },
  { windows: morning },
  { maxTravelMinutes: 12 },
  { genderWish: 'd', genderMust: true },
  { startDeadline: '2026-03-12' },
];

test('each button brings at least the places that it promises, and takes none away', () => {
  let buttons = 0;
  for (const one of RESTRICTIONS)
    for (const other of RESTRICTIONS)
      for (const problems of [['DEP'], ['ANX']] as const) {
        const request = fixtureRequest({ age: 35, problems, ...one, ...other });
        const now = fitting(request);
        for (const { key, label, gain, apply } of reliefs(request)) {
          const after = fitting(relaxed(request, apply));
          buttons += 1;
          expect(
            [...now].filter((id) => !after.has(id)),
            `${label} takes away`,
          ).toEqual([]);
          expect(after.size - now.size, `${key} ${label} for ${JSON.stringify({ ...one, ...other })}`).toBeGreaterThanOrEqual(gain);
        }
      }
  console.log(`${buttons} buttons tried`);
  expect(buttons).toBeGreaterThan(150);
});

test('where nothing fits, two changes at once are offered after each alone', () => {
  const list = reliefs(CASE_N.request);
  expect(answerFor(CASE_N.request).relaxations.hints).toBe(true);
  const pairs = list.filter(({ key }) => key.includes('+'));
  expect(pairs.length).toBeGreaterThan(0);
  expect(list.slice(-pairs.length)).toEqual(pairs);
  for (const { label } of list) expect(label).not.toMatch(/undefined|H\d/);
});

test('no more than a handful is shown, most first', () => {
  const list = reliefs(
    fixtureRequest({ age: 35, problems: ['DEP'], setting: 'group', windows: morning, procedureWish: ['AP'], procedureMust: true }),
  );
  expect(list.length).toBeLessThanOrEqual(9);
  const alone = list.filter(({ key }) => !key.includes('+')).map(({ gain }) => gain);
  expect(alone).toEqual(alone.toSorted((a, b) => b - a));
});

import { describe, expect, test } from 'vitest';
import { type Explanation, fitOffers, PASSUNGSREGEL_1, type Relaxation } from '../fit.ts';
import { CASE_N, EXAMPLES, type Example, FIXTURE_PLACES, FIXTURE_TODAY, fixtureOffers } from './fixture.ts';

const time = { today: FIXTURE_TODAY, rule: PASSUNGSREGEL_1 };

function work(example: Example) {
  return fitOffers(example.request, fixtureOffers(example.considered, example.request), time);
}

const scores = (list: readonly Explanation[]) => list.map((one) => [one.placeId, one.score]);
const gains = (list: readonly Relaxation[]) => list.map((one) => [one.criteria, one.places, one.samples]);

describe('the worked examples of the rule book, A.4.6', () => {
  test.each([...EXAMPLES, CASE_N])('example $name', (example) => {
    const result = work(example);
    expect(scores(result.ranked)).toEqual(example.ranked);
    expect(result.ranked.map((one) => one.rank)).toEqual(example.ranked.map((_one, index) => index + 1));
    expect(result.clarify.map((one) => [one.placeId, one.score, ...one.clarify])).toEqual(example.clarify);
    expect(Object.fromEntries(result.excluded.map((one) => [one.placeId, one.no]))).toEqual(example.excluded);
  });

  test('the fixture has twenty places', () => {
    expect(FIXTURE_PLACES.size).toBe(20);
  });

  test('example 1 in points', () => {
    const [request] = EXAMPLES;
    if (!request) throw new Error('no example');
    const points = work(request).ranked.map((one) =>
      one.lines.filter((line) => line.max > 0).map((line) => [line.id, line.points, line.max]),
    );
    const rows = (own: number[]) => ['S1', 'S2', 'S3', 'S4', 'S5'].map((id, index) => [id, own[index], [35, 20, 15, 10, 5][index]]);
    expect(points).toEqual([
      rows([35, 20, 11.25, 7.5, 4.17]),
      rows([21, 20, 13.75, 7.5, 3.75]),
      rows([35, 0, 7.5, 5, 4.17]),
      rows([21, 0, 10, 10, 2.5]),
    ]);
  });

  test('example 2: both in band 1, the speciality first although its load is higher', () => {
    const result = EXAMPLES[1] && work(EXAMPLES[1]);
    expect(result?.ranked.map((one) => one.band)).toEqual([1, 1, 2, 3]);
  });

  test('example 7: three bands, in the last one the speciality first although 0.2 lower', () => {
    const result = EXAMPLES[5] && work(EXAMPLES[5]);
    expect(result?.ranked.map((one) => one.band)).toEqual([1, 2, 2, 3, 3]);
  });

  test('example 12: ACUTE knows no bands', () => {
    const result = EXAMPLES.at(-1) && work(EXAMPLES.at(-1) as Example);
    expect(result?.ranked.map((one) => one.band)).toEqual([null, null, null]);
  });

  test('case N: the hints are other times 3 and a longer way 1, and nothing else', () => {
    const { relaxations } = work(CASE_N);
    expect(relaxations.hints).toBe(true);
    expect(gains(relaxations.single)).toEqual([
      [['H11'], 3, ['P01', 'P03', 'P05']],
      [['H12'], 1, ['P06']],
    ]);
    expect(relaxations.further).toEqual([]);
    expect(relaxations.pairs).toEqual([]);
    expect(relaxations.single[0]?.steps).toEqual([
      { key: 'window', facts: { weekday: 3, from: '17:00', to: '18:30' }, places: 2 },
      { key: 'window', facts: { weekday: 1, from: '09:00', to: '12:00' }, places: 1 },
      { key: 'window', facts: { weekday: 2, from: '09:00', to: '12:00' }, places: 1 },
    ]);
    expect(relaxations.single[1]?.steps).toEqual([{ key: 'travel', facts: { minutes: 45, kilometres: null }, places: 1 }]);
  });
});

import { describe, expect, test } from 'vitest';
import { attainment, counts, type Level, levelOn, rounded, type ScoredGoal, tScore, weightOf } from './gas.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);

/** Rule book B.3.4: weights, levels, T as printed. */
const PRINTED: [weights: number[], levels: number[], t: number][] = [
  [[1, 1, 1], [0, 0, 0], 50],
  [[1, 1, 1], [1, 0, -1], 50],
  [[3, 2, 1], [1, 0, -1], 54.41],
  [[3, 2, 1], [-1, -1, -2], 34.58],
  [[3, 2, 1], [-2, -1, -1], 30.17],
  [[4, 2, 2, 1], [-1, -1, -1, -2], 34.53],
  [[1], [0], 50],
  [[1], [1], 60],
  [[1], [-2], 30],
  [[1, 1, 1], [-2, -2, -2], 22.61],
  [[1, 1, 1], [2, 2, 2], 77.39],
];
const score = (weights: readonly number[], levels: readonly number[]) =>
  tScore(weights.map((weight, at) => ({ weight, level: levels[at] ?? 0 })));

describe('the T-score of goal attainment', () => {
  test.each(PRINTED)('weights %j at levels %j give %d as printed', (weights, levels, t) => {
    expect(rounded(score(weights, levels) ?? Number.NaN)).toBe(t);
  });

  test('the change score is the printed row minus the printed baseline', () => {
    expect(rounded((score([3, 2, 1], [1, 0, -1]) ?? 0) - (score([3, 2, 1], [-1, -1, -2]) ?? 0))).toBe(19.83);
  });

  test('no goal gives no score', () => {
    expect(tScore([])).toBeNull();
  });

  test(`mirrored levels mirror the score, order says nothing, and a better level never lowers it (${200 * DEPTH} random plans)`, () => {
    let seed = 20260302;
    const random = (below: number) => {
      seed = (seed * 1103515245 + 12345) % 2147483648;
      return Math.floor((seed / 2147483648) * below);
    };
    for (let run = 0; run < 200 * DEPTH; run += 1) {
      const goals = Array.from({ length: 1 + random(7) }, () => ({ weight: (1 + random(3)) * (1 + random(3)), level: random(5) - 2 }));
      const t = tScore(goals) ?? Number.NaN;
      expect(100 - t).toBeCloseTo(tScore(goals.map(({ weight, level }) => ({ weight, level: -level }))) ?? Number.NaN, 9);
      expect(tScore([...goals.slice(1), ...goals.slice(0, 1)].toReversed())).toBeCloseTo(t, 9);
      const at = random(goals.length);
      const better = goals.map((goal, index) => (index === at ? { ...goal, level: goal.level + 1 } : goal));
      expect(tScore(better)).toBeGreaterThan(t);
      // a common factor of all weights changes nothing
      expect(tScore(goals.map(({ weight, level }) => ({ weight: weight * 3, level })))).toBeCloseTo(t, 9);
    }
  });
});

const goal = (id: string, more: Partial<ScoredGoal> = {}): ScoredGoal => ({
  id,
  status: 'active',
  droppedBecause: null,
  importance: null,
  difficulty: null,
  baseline: -1,
  ratings: [],
  ...more,
});
const rated = (level: Level, on = '2026-03-02') => [{ level, on }];

describe('which goals count', () => {
  test.each([
    ['proposed', null, false],
    ['agreed', null, true],
    ['active', null, true],
    ['reached', null, true],
    ['partly', null, true],
    ['superseded', null, false],
    ['dropped', 'no-longer-wanted', false],
    ['dropped', 'not-reachable', true],
    ['dropped', 'taken-over', true],
    ['dropped', 'other', true],
  ] as const)('%s (%s) counts: %s', (status, droppedBecause, yes) => {
    expect(counts({ status, droppedBecause })).toBe(yes);
  });

  test('weight is importance times difficulty; a factor that is missing counts 1', () => {
    expect([weightOf({ importance: 3, difficulty: 3 }), weightOf({ importance: 3, difficulty: null }), weightOf(goal('a'))]).toEqual([
      9, 3, 1,
    ]);
  });

  test('a goal that nobody wants any more is listed and left out; one that could not be reached keeps its latest level', () => {
    const goals = [
      goal('a', { ratings: rated(1) }),
      goal('b', { status: 'dropped', droppedBecause: 'no-longer-wanted', ratings: rated(-2) }),
      goal('c', { status: 'dropped', droppedBecause: 'not-reachable', ratings: rated(-1) }),
    ];
    const { now, leftOut } = attainment(goals);
    expect([now, leftOut]).toEqual([50, ['b']]);
  });

  test('a goal without a rating blocks the score and is named; a proposal does not', () => {
    const made = attainment([goal('a', { ratings: rated(0) }), goal('b'), goal('c', { status: 'proposed' })]);
    expect(made).toMatchObject({ now: null, change: null, unrated: ['b'], leftOut: ['c'], course: [] });
    expect(rounded(made.baseline ?? 0)).toBe(37.6); // two equal goals at −1
  });

  test('without any goal that counts there is neither score nor baseline', () => {
    expect(attainment([goal('a', { status: 'superseded', ratings: rated(2) })])).toMatchObject({ now: null, baseline: null, change: null });
  });
});

describe('the course of the score', () => {
  const goals = [
    goal('a', { importance: 3, baseline: -1, ratings: [...rated(-1, '2026-02-01'), ...rated(1, '2026-03-01')] }),
    goal('b', { importance: 2, baseline: -1, ratings: rated(0, '2026-02-10') }),
    goal('c', { importance: 1, baseline: -2, ratings: rated(-1, '2026-02-10') }),
  ];

  test('begins on the day on which every goal has a rating, and ends at the score of today', () => {
    const { course, now, baseline, change } = attainment(goals);
    expect(course.map(({ on }) => on)).toEqual(['2026-02-10', '2026-03-01']);
    expect([rounded(now ?? 0), rounded(baseline ?? 0), rounded(change ?? 0), course.at(-1)?.t]).toEqual([54.41, 34.58, 19.83, 54.41]);
  });

  test('an earlier day does not know later ratings', () => {
    expect(attainment(goals, '2026-02-09').now).toBeNull();
    expect(attainment(goals, '2026-02-28').course).toHaveLength(1);
  });

  test('of two ratings on one day the later one counts', () => {
    expect(levelOn(goal('a', { ratings: [...rated(-1), ...rated(1)] }))).toBe(1);
    expect(levelOn(goal('a', { ratings: [...rated(1, '2026-03-02'), ...rated(-1, '2026-03-01')] }))).toBe(1);
  });
});

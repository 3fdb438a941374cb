import { describe, expect, it, test } from 'vitest';
import type { Need, Rating, Severity, View } from './assessment.ts';
import { agreementOf, isOpenNeed, isProblemArea, kappaOf, kappaWord, priorityNeeds, talkingPoints } from './two-views.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);
const view = (severity: Severity | null, need: Need | null): View => ({ severity, need });
const NOBODY = view(null, null);
let made = 0;
const rated = (client: View, professional: View, more: Partial<Rating> = {}): Rating => ({
  domain: `D${(made++ % 11) + 1}`,
  client,
  professional,
  clientMissing: null,
  notDiscussed: null,
  priority: false,
  notNow: false,
  explained: false,
  ...more,
});
const needs = (client: Need | null, professional: Need | null) => rated(view(null, client), view(null, professional));
const times = (count: number, client: Need, professional: Need) => Array.from({ length: count }, () => needs(client, professional));

describe('agreement of both views (rule book B.3.3)', () => {
  it('printed: 12 domains, both yes 6, only client 2, only professional 1, both no 3, is 75 % and kappa 0.47', () => {
    const twelve = [...times(6, 'unmet', 'unmet'), ...times(2, 'unmet', 'none'), ...times(1, 'none', 'unmet'), ...times(3, 'none', 'none')];
    const { both, share, kappa } = agreementOf(twelve);
    expect([both, share, kappa?.toFixed(2)]).toEqual([12, 0.75, '0.47']);
    expect(kappa).toBeCloseTo(8 / 17, 12);
  });

  test.each([
    ['met and unmet are both a need', [needs('met', 'unmet')], { both: 1, bothYes: 1, share: 1 }],
    ['unknown in one view is left out', [needs('unknown', 'unmet'), needs('none', 'none')], { both: 1, share: 1 }],
    ['an empty view is left out', [needs(null, 'unmet'), needs('unmet', null)], { both: 0, share: null, kappa: null }],
    ['no domain at all gives no figure, never 0', [], { both: 0, share: null, kappa: null }],
    ['all yes: expected agreement 1 gives no kappa', times(5, 'unmet', 'met'), { share: 1, kappa: null }],
    ['all no: expected agreement 1 gives no kappa', times(5, 'none', 'none'), { share: 1, kappa: null }],
    ['full agreement on both sides is 1', [...times(3, 'unmet', 'unmet'), ...times(2, 'none', 'none')], { share: 1, kappa: 1 }],
    ['full disagreement of halves is -1', [...times(3, 'unmet', 'none'), ...times(3, 'none', 'unmet')], { share: 0, kappa: -1 }],
    ['one always yes, the other mixed: agreement of chance', [...times(4, 'unmet', 'unmet'), ...times(4, 'unmet', 'none')], { kappa: 0 }],
  ])('%s', (_, ratings, expected) => {
    expect(agreementOf(ratings)).toMatchObject(expected);
  });

  it('names where both see a need but only one calls it met', () => {
    const differing = rated(view(2, 'met'), view(2, 'unmet'), { domain: 'D10' });
    expect(agreementOf([differing, needs('unmet', 'unmet')]).metDiffers).toEqual(['D10']);
  });

  it('agrees with the textbook formula for any table, and lies between -1 and 1', () => {
    let tables = 0;
    const most = 4 * DEPTH;
    for (let a = 0; a < most; a += 1)
      for (let b = 0; b < most; b += 1)
        for (let c = 0; c < most; c += 1)
          for (let d = 0; d < most; d += 1) {
            const n = a + b + c + d;
            const { share, kappa } = kappaOf(a, b, c, d);
            const chance = n === 0 ? 1 : ((a + b) / n) * ((a + c) / n) + ((c + d) / n) * ((b + d) / n);
            tables += 1;
            if (n === 0 || Math.abs(1 - chance) < 1e-12) expect(kappa).toBeNull();
            else expect(kappa).toBeCloseTo(((share ?? 0) - chance) / (1 - chance), 9);
            if (kappa !== null) expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-12);
            expect(kappaOf(a, c, b, d)).toEqual({ share, kappa });
          }
    console.log(`${tables} tables of agreement`);
  });

  test.each([
    [-0.2, 'none'],
    [0, 'none'],
    [0.2, 'slight'],
    [0.21, 'fair'],
    [8 / 17, 'moderate'],
    [0.61, 'substantial'],
    [0.81, 'almost-perfect'],
    [1, 'almost-perfect'],
  ])('kappa %d has the word %s', (kappa, word) => {
    expect(kappaWord(kappa)).toBe(word);
  });
});

describe('talking points', () => {
  test.each([
    [0, 2, true],
    [3, 1, true],
    [4, 0, true],
    [2, 3, false],
    [2, 2, false],
  ] as const)('client %i and professional %i is a talking point: %s', (hers, ours, is) => {
    expect(talkingPoints([rated(view(hers, 'unmet'), view(ours, 'unmet'))])).toHaveLength(is ? 1 : 0);
  });

  it('is none where one view is empty, whatever the other says', () => {
    expect(talkingPoints([rated(NOBODY, view(4, 'unmet')), rated(view(4, 'unmet'), NOBODY)])).toEqual([]);
  });

  it('puts the widest first and knows which have their sentence', () => {
    const points = talkingPoints([
      rated(view(0, 'none'), view(2, 'unmet'), { domain: 'D4' }),
      rated(view(4, 'unmet'), view(0, 'none'), { domain: 'D10', explained: true }),
      rated(view(1, 'none'), view(3, 'unmet'), { domain: 'D2' }),
    ]);
    expect(points.map(({ domain, apart, explained }) => [domain, apart, explained])).toEqual([
      ['D10', 4, true],
      ['D2', 2, false],
      ['D4', 2, false],
    ]);
  });
});

describe('needs', () => {
  it('is open when either view says unmet, and never by severity alone', () => {
    expect([
      isOpenNeed(needs('none', 'unmet')),
      isOpenNeed(needs('unmet', null)),
      isOpenNeed(rated(view(4, 'met'), view(4, 'met'))),
    ]).toEqual([true, true, false]);
  });

  it('is a problem area when the higher severity is at least 2', () => {
    expect(
      [[null, 2] as const, [2, 0] as const, [1, 1] as const, [null, null] as const].map(([c, p]) =>
        isProblemArea(rated(view(c, null), view(p, null))),
      ),
    ).toEqual([true, true, false, false]);
  });

  it('with priority waits for a goal unless it is put off with a reason', () => {
    const ratings = [
      rated(NOBODY, NOBODY, { domain: 'D10', priority: true }),
      rated(NOBODY, NOBODY, { domain: 'D4', priority: true, notNow: true }),
      rated(NOBODY, NOBODY, { domain: 'D2', priority: true }),
      rated(NOBODY, NOBODY, { domain: 'D1' }),
    ];
    expect(priorityNeeds(ratings)).toEqual(['D2', 'D10']);
  });
});

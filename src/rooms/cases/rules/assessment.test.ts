import { describe, expect, it, test } from 'vitest';
import { TEN_DOMAINS } from './area-domains.ts';
import {
  type AssessmentFacts,
  byDomain,
  gapOf,
  judgeRound,
  missingForCompletion,
  missingForPhase,
  openDomains,
  type Rating,
  roundsIn,
} from './assessment.ts';
import { findInstrument, INSTRUMENTS, judgeScore } from './instruments.ts';

const EMPTY: Rating = {
  domain: 'D1',
  client: { severity: null, need: null },
  clientMissing: null,
  professional: { severity: null, need: null },
  notDiscussed: null,
  priority: false,
  notNow: false,
  explained: false,
};
const both = { client: { severity: 2, need: 'unmet' }, professional: { severity: 2, need: 'unmet' } } as const;

describe('when a domain is rated (clarification to B.2.2)', () => {
  test.each([
    ['nothing yet', {}, 'not-rated'],
    ['both views', both, null],
    ['professional view alone', { professional: both.professional }, 'client-missing'],
    ['professional view and a reason for the missing one', { professional: both.professional, clientMissing: 'acute' }, null],
    ["the client's own view alone", { client: both.client }, 'professional-missing'],
    ['a reason for the missing view alone', { clientMissing: 'declined' }, 'professional-missing'],
    ['not discussed, with its reason', { notDiscussed: 'client-wish' }, null],
    ['a severity without a need is half a view', { ...both, professional: { severity: 3, need: null } }, 'professional-missing'],
    ['a need that nobody knows is said', { ...both, professional: { severity: 3, need: 'unknown' } }, null],
  ] satisfies [string, Partial<Rating>, string | null][])('%s', (_, said, gap) => {
    expect(gapOf({ ...EMPTY, ...said })).toBe(gap);
  });

  it('asks all ten domains and those taken up beside them, in order', () => {
    const ratings = [...TEN_DOMAINS.filter((d) => d !== 'D10' && d !== 'D2').map((domain) => ({ ...EMPTY, ...both, domain }))];
    expect(openDomains(ratings, TEN_DOMAINS)).toEqual([
      { domain: 'D2', gap: 'not-rated' },
      { domain: 'D10', gap: 'not-rated' },
    ]);
    expect(openDomains([{ ...EMPTY, domain: 'D11' }], []).map(({ domain }) => domain)).toEqual(['D11']);
  });

  it('orders D2 before D10', () => {
    expect(['D10', 'D11', 'D2', 'D1'].sort(byDomain)).toEqual(['D1', 'D2', 'D10', 'D11']);
  });
});

describe('what an assessment still lacks', () => {
  const whole: AssessmentFacts = {
    domains: TEN_DOMAINS,
    round: { kind: 'assessment', completed: false, ratings: TEN_DOMAINS.map((domain) => ({ ...EMPTY, ...both, domain })) },
    resources: 1,
    networkMap: 'drawn',
    riskCheck: true,
    clientSaw: true,
  };
  const round = (kind: 'assessment' | 'reassessment' | 'evaluation', completed = false) => ({
    ...whole.round,
    ratings: whole.round?.ratings ?? [],
    kind,
    completed,
  });

  test.each([
    ['nothing', {}, []],
    ['a round', { round: null }, ['round']],
    ['a resource', { resources: 0 }, ['resources']],
    ['a network map', { networkMap: null }, ['network-map']],
    ['a map that she declined is enough', { networkMap: 'declined' }, []],
    ['the risk check', { riskCheck: false }, ['risk-check']],
    ['that she has seen it', { clientSaw: false }, ['client-saw']],
    [
      'a reassessment asks neither for map nor risk check',
      { round: round('reassessment'), networkMap: null, riskCheck: false, resources: 0 },
      [],
    ],
    ['the evaluation round asks that she has seen it', { round: round('evaluation'), clientSaw: false }, ['client-saw']],
  ] satisfies [string, Partial<AssessmentFacts>, string[]][])('%s', (_, given, codes) => {
    expect(missingForCompletion({ ...whole, ...given }).map(({ code }) => code)).toEqual(codes);
  });

  it('keeps the phase until the round is completed, and then asks nothing more', () => {
    expect(missingForPhase(whole)).toEqual([{ code: 'not-completed' }]);
    expect(missingForPhase({ ...whole, round: round('assessment', true), riskCheck: false })).toEqual([]);
  });
});

describe('rounds', () => {
  const done = { round: 1, completed: true };
  test.each([
    ['the first is an assessment', { kind: 'assessment', trigger: null }, 'assessment', [], 1],
    ['never before intake is over', { kind: 'assessment', trigger: null }, 'intake', [], 'assessment-not-now'],
    ['one at a time', { kind: 'assessment', trigger: null }, 'assessment', [{ round: 1, completed: false }], 'assessment-round-open'],
    ['a reassessment says why', { kind: 'reassessment', trigger: null }, 'reassessment', [done], 'assessment-trigger-missing'],
    ['a reassessment with its trigger', { kind: 'reassessment', trigger: 'crisis' }, 'monitoring', [done], 2],
    ['no reassessment without an assessment', { kind: 'reassessment', trigger: 'crisis' }, 'monitoring', [], 'assessment-first'],
    ['other rounds have no trigger', { kind: 'evaluation', trigger: 'crisis' }, 'evaluation', [done], 'assessment-trigger-missing'],
    ['the round of the evaluation', { kind: 'evaluation', trigger: null }, 'evaluation', [done, { round: 2, completed: true }], 3],
    ['nothing in a case that is over', { kind: 'evaluation', trigger: null }, 'closed', [done], 'assessment-not-now'],
  ] as const)('%s', (_, wish, phase, rounds, expected) => {
    const judged = judgeRound(wish, phase, rounds);
    expect(judged.ok ? judged.round : judged.because).toBe(expected);
  });

  it('says which may begin', () => {
    expect([roundsIn('assessment'), roundsIn('monitoring'), roundsIn('dormant')]).toEqual([['assessment'], ['reassessment'], []]);
  });
});

describe('instruments: name, version and score only', () => {
  test.each([
    ['GAF', 0, true],
    ['GAF', 100, true],
    ['GAF', 101, false],
    ['GAF', 50.5, false],
    ['honos-d', 48, true],
    ['HoNOS-D', 49, false],
    ['CANSAS unmet', 22, true],
    ['CANSAS unmet', 23, false],
    ['CANSAS met', -1, false],
    ['WHODAS 2.0', 512.25, true],
  ])('%s with %d is taken: %s', (name, score, taken) => {
    expect(judgeScore(name, score).ok).toBe(taken);
  });

  it('knows an instrument however it is spelt, and refuses with its range', () => {
    expect(findInstrument('HONOS D')?.name).toBe('HoNOS-D');
    expect(judgeScore('gaf', 500)).toEqual({ ok: false, because: 'instrument-score', min: 0, max: 100 });
    expect(new Set(INSTRUMENTS.map(({ name }) => name)).size).toBe(5);
  });
});

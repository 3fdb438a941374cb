import { describe, expect, it } from 'vitest';
import { forOthers, medianOf, OUTCOMES, type OutcomeFacts, type OutcomeId, outcomesOf, percentOf } from './outcomes.ts';

const NOTHING: OutcomeFacts = {
  scoreChanges: [],
  goalsReached: 0,
  goalsRated: 0,
  clientUnmet: 0,
  clientConverted: 0,
  profUnmet: 0,
  profConverted: 0,
  closingReasons: {},
  referralsSent: 0,
  referralsLooped: 0,
  referralsMet: 0,
  daysToStart: [],
  gapDays: 0,
  caseDays: 0,
  duplicates: 0,
  duplicatesChanged: 0,
  phaseDays: {},
  contactsInRhythm: 0,
  contactsDue: 0,
  hospital: { persons: 0, before: 0, after: 0 },
  views: { bothYes: 0, onlyClient: 0, onlyProfessional: 0, bothNo: 0 },
  satisfaction: [],
  satisfactionAsked: 0,
  loads: [],
};
const facts = (more: Partial<OutcomeFacts>): OutcomeFacts => ({ ...NOTHING, ...more });
const values = (id: OutcomeId, more: Partial<OutcomeFacts>) =>
  Object.fromEntries((outcomesOf(facts(more)).find((one) => one.id === id)?.parts ?? []).map(({ key, value }) => [key, value]));

describe('the outcome statistics as printed in B.5', () => {
  it.each<[OutcomeId, Partial<OutcomeFacts>, Record<string, number | null>]>([
    ['O1', { scoreChanges: [19.8, 9.1, -3.0] }, { mean: 8.6 }],
    ['O2', { goalsReached: 41, goalsRated: 60 }, { reached: 68.3 }],
    ['O3', { clientUnmet: 50, clientConverted: 22, profUnmet: 0 }, { client: 44, professional: null }],
    ['O4', { closingReasons: { CR1: 18, CR2: 5, CR3: 7 } }, { CR1: 60, CR2: 16.7, CR3: 23.3, CR4: 0, CR5: 0, CR6: 0, CR7: 0, CR8: 0 }],
    ['O5', { referralsSent: 50, referralsLooped: 41, referralsMet: 36 }, { closed: 82, met: 72 }],
    ['O6', { daysToStart: [30, 12, 3] }, { median: 12 }],
    ['O7', { gapDays: 310, caseDays: 9000 }, { gap: 3.4 }],
    ['O8', { duplicates: 8, duplicatesChanged: 6 }, { resolved: 75 }],
    ['O10', { contactsInRhythm: 88, contactsDue: 100 }, { 'in-rhythm': 88 }],
    ['O11', { loads: [{ key: 'a', points: 33, cases: 21 }] }, { a: 33 }],
    ['O12', { hospital: { persons: 2, before: 82, after: 34 } }, { before: 41, after: 17 }],
    ['O13', { views: { bothYes: 6, onlyClient: 2, onlyProfessional: 1, bothNo: 3 } }, { agreement: 75, kappa: 0.47 }],
    ['O14', { satisfaction: [8, 8, 8, 8, 8, 8, 8, 8, 8, 9, 8.1], satisfactionAsked: 18 }, { mean: 8.1, response: 61.1 }],
  ])('%s', (id, given, expected) => {
    expect(values(id, given)).toEqual(expected);
  });

  it('O9: 19 days of assessment, the mean of the two middle ones where they are even', () => {
    expect(values('O9', { phaseDays: { assessment: [5, 19, 40], planning: [3, 4] } })).toMatchObject({
      assessment: 19,
      planning: 3.5,
      linking: null,
    });
  });

  it('an empty denominator is no data, never nought; nought of some is nought', () => {
    for (const { id, parts } of outcomesOf(NOTHING))
      for (const part of parts) expect([id, part.key, part.value]).toEqual([id, part.key, null]);
    expect(values('O2', { goalsRated: 3 })).toEqual({ reached: 0 });
    expect(values('O12', { hospital: { persons: 3, before: 0, after: 0 } })).toEqual({ before: 0, after: 0 });
    expect(values('O13', { views: { bothYes: 4, onlyClient: 0, onlyProfessional: 0, bothNo: 0 } })).toEqual({
      agreement: 100,
      kappa: null,
    });
  });

  it('round once, half up, also what gets worse', () => {
    expect(percentOf(1, 8)).toBe(12.5);
    expect(percentOf(1, 80)).toBe(1.3);
    expect(percentOf(2, 3)).toBe(66.7);
    expect(values('O1', { scoreChanges: [-3.25] })).toEqual({ mean: -3.3 });
    expect(values('O1', { scoreChanges: [-0.04] })).toEqual({ mean: 0 });
    expect(medianOf([])).toBeNull();
    expect(medianOf([7])).toBe(7);
  });
});

describe('what leaves the team', () => {
  const others = (more: Partial<OutcomeFacts>, id: OutcomeId) =>
    Object.fromEntries(
      (forOthers(outcomesOf(facts(more))).find((one) => one.id === id)?.parts ?? []).map(({ key, value, hidden }) => [
        key,
        hidden ? 'hidden' : value,
      ]),
    );

  it.each<[OutcomeId, Partial<OutcomeFacts>, Record<string, unknown>]>([
    ['O2', { goalsReached: 4, goalsRated: 60 }, { reached: 'hidden' }],
    ['O2', { goalsReached: 3, goalsRated: 4 }, { reached: 'hidden' }],
    ['O2', { goalsReached: 0, goalsRated: 5 }, { reached: 0 }],
    ['O2', { goalsReached: 5, goalsRated: 5 }, { reached: 100 }],
    ['O1', { scoreChanges: [1, 2, 3, 4] }, { mean: 'hidden' }],
    ['O1', { scoreChanges: [1, 2, 3, 4, 5] }, { mean: 3 }],
    ['O7', { gapDays: 3, caseDays: 300 }, { gap: 1 }],
    ['O5', { referralsSent: 20, referralsLooped: 18, referralsMet: 2 }, { closed: 90, met: 'hidden' }],
    ['O6', {}, { median: null }],
  ])('%s', (id, given, expected) => {
    expect(others(given, id)).toEqual(expected);
  });

  it('hides all closing reasons where one is small, so that nobody computes it from the rest', () => {
    expect(new Set(Object.values(others({ closingReasons: { CR1: 20, CR6: 1 } }, 'O4')))).toEqual(new Set(['hidden']));
    expect(others({ closingReasons: { CR1: 20, CR6: 5 } }, 'O4')).toMatchObject({ CR1: 80, CR6: 20, CR2: 0 });
  });

  it('has no load of a colleague, and tells no count of what it hides', () => {
    const all = forOthers(outcomesOf(facts({ loads: [{ key: 'a', points: 33, cases: 21 }], goalsReached: 2, goalsRated: 3 })));
    expect(all.map(({ id }) => id)).toEqual(OUTCOMES.filter((id) => id !== 'O11'));
    expect(all.find(({ id }) => id === 'O2')?.parts).toEqual([
      { key: 'reached', unit: 'percent', value: null, count: null, n: 0, hidden: true },
    ]);
  });
});

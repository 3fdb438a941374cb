import { describe, expect, test } from 'vitest';
import { FAR, MEASURE, NEAR, NEAR_2, wholePlan } from '../../plan.fixture.ts';
import { allPlannedUnits, emptyPlan, judgePlan, type Measure, type PlanContent, type PlanFacts, plannedUnits } from './muster-27.ts';
import { planDifference } from './plan-difference.ts';

const FACTS: PlanFacts = {
  prescription: {
    units: 30,
    gaf: 38,
    groupAllowed: false,
    diagnoses: [{ code: 'F20.0', certainty: 'G' }],
    parallelCare: false,
    form: true,
  },
  nursing: [],
  liveReleases: new Set([FAR]),
  today: '2026-03-02',
};
const prescribed = (more: Partial<NonNullable<PlanFacts['prescription']>>): PlanFacts => ({
  ...FACTS,
  prescription: FACTS.prescription && { ...FACTS.prescription, ...more },
});
const WHOLE = wholePlan();
const measure = (more: Partial<Measure>): Partial<PlanContent> => ({ measures: WHOLE.measures.map((one) => ({ ...one, ...more })) });
const findings = (more: Partial<PlanContent['findings']>): Partial<PlanContent> => ({ findings: { ...WHOLE.findings, ...more } });
const none = { degree: 'none' as const, text: '' };
const NURSING = { from: '2026-02-01', to: null, goals: ['Medikamenteneinnahme'] };

describe('a care plan that has everything', () => {
  test('has no faults and no hints', () => {
    expect(judgePlan(WHOLE, FACTS)).toEqual({ faults: [], hints: [] });
  });
  test('an empty one names every part that the directive wants', () => {
    const { faults } = judgePlan(emptyPlan(), FACTS);
    expect(faults.map(({ pointer }) => pointer)).toEqual([
      '/anamnesis',
      '/diagnosis/list',
      '/findings/impairments',
      '/findings/text',
      '/findings/gaf',
      '/farGoals',
      '/nearGoals',
      '/measures',
      '/coordinatedCare',
      '/prognosis',
    ]);
  });
});

describe('each row of Muster 27', () => {
  test.each<[string, Partial<PlanContent>, string, string, PlanFacts?]>([
    ['a history under 50 characters, blanks taken together', { anamnesis: `kurz ${' '.repeat(80)}` }, '/anamnesis', 'plan-anamnesis-short'],
    ['no diagnosis', { diagnosis: { list: [], difference: '' } }, '/diagnosis/list', 'plan-diagnosis-missing'],
    [
      'another diagnosis than on Muster 26, unexplained',
      { diagnosis: { list: [{ code: 'F25.1', certainty: 'G', text: '' }], difference: ' ' } },
      '/diagnosis/difference',
      'plan-diagnosis-differs',
    ],
    [
      'no impairment',
      findings({ impairments: { DRIVE_STRUCTURE: none, BEHAVIOUR_CONTACT: none, COGNITION: none, INSIGHT: none } }),
      '/findings/impairments',
      'plan-impairment-missing',
    ],
    ['no findings', findings({ text: ' ' }), '/findings/text', 'plan-findings-missing'],
    ['no GAF', findings({ gaf: null }), '/findings/gaf', 'plan-gaf-missing'],
    ['GAF 0 is no information', findings({ gaf: 0 }), '/findings/gaf', 'plan-gaf-missing'],
    ['GAF 101', findings({ gaf: 101 }), '/findings/gaf', 'plan-gaf-impossible'],
    ['no far goal', { farGoals: [], nearGoals: [] }, '/farGoals', 'plan-far-goals-count'],
    [
      'four far goals',
      { farGoals: Array.from({ length: 4 }, (_, at) => ({ id: at === 0 ? FAR : `x${at}`, text: 'a', sign: 'b' })) },
      '/farGoals',
      'plan-far-goals-count',
    ],
    ['no near goal', { nearGoals: [] }, '/nearGoals', 'plan-near-goals-count'],
    [
      'seven near goals',
      { nearGoals: Array.from({ length: 7 }, (_, at) => ({ id: `n${at}`, farGoalId: FAR, text: 'a', sign: '' })) },
      '/nearGoals',
      'plan-near-goals-count',
    ],
    ['a goal without text', { farGoals: [{ id: FAR, text: '', sign: 'b' }] }, '/farGoals/0/text', 'plan-goal-text-missing'],
    [
      'a far goal without a sign that can be seen',
      { farGoals: [{ id: FAR, text: 'a', sign: '' }] },
      '/farGoals/0/sign',
      'plan-goal-sign-missing',
    ],
    [
      'a near goal on the way to nothing',
      { nearGoals: [{ id: NEAR, farGoalId: null, text: 'a', sign: '' }] },
      '/nearGoals/0/farGoalId',
      'plan-goal-unlinked',
    ],
    [
      'a near goal on the way to one that is gone',
      { nearGoals: [{ id: NEAR, farGoalId: NEAR_2, text: 'a', sign: '' }] },
      '/nearGoals/0/farGoalId',
      'plan-goal-unlinked',
    ],
    ['no measure', { measures: [] }, '/measures', 'plan-measure-missing'],
    ['a measure without words', measure({ text: '' }), '/measures/0/text', 'plan-measure-text-missing'],
    ['a measure without frequency', measure({ frequency: null }), '/measures/0/frequency', 'plan-measure-frequency-missing'],
    ['a measure without end', measure({ to: null }), '/measures/0/from', 'plan-measure-period-missing'],
    ['a measure that ends before it begins', measure({ to: '2026-03-01' }), '/measures/0/to', 'plan-measure-period-reversed'],
    ['a group that is not prescribed', measure({ setting: 'group' }), '/measures/0/setting', 'plan-measure-group-not-prescribed'],
    ['more units than prescribed', measure({ frequency: 2 }), '/measures', 'plan-units-above-prescribed'],
    [
      'neither other help nor the tick "none"',
      { coordinatedCare: { none: false, items: [] } },
      '/coordinatedCare',
      'plan-coordinated-care-open',
    ],
    [
      'other help and the tick "none"',
      { coordinatedCare: { none: true, items: [{ id: FAR, kind: 'medical', provider: 'Dr. D.', basis: 'ordered', state: 'running' }] } },
      '/coordinatedCare',
      'plan-coordinated-care-open',
    ],
    [
      'a person of the surroundings without a release',
      { socialEnvironment: { text: '', persons: [{ id: FAR, name: 'Bruder', relation: '', releaseId: null }] } },
      '/socialEnvironment/persons/0/releaseId',
      'plan-person-without-release',
    ],
    [
      'a person whose release has ended',
      { socialEnvironment: { text: '', persons: [{ id: FAR, name: 'Bruder', relation: '', releaseId: NEAR }] } },
      '/socialEnvironment/persons/0/releaseId',
      'plan-person-without-release',
    ],
    ['no prognosis', { prognosis: '' }, '/prognosis', 'plan-prognosis-missing'],
    ['other help on Muster 26, no demarcation', {}, '/demarcation', 'demarcation-missing', prescribed({ parallelCare: true })],
    ['R20-01: home nursing active, no demarcation', {}, '/demarcation', 'demarcation-missing', { ...FACTS, nursing: [NURSING] }],
  ])('%s', (_row, change, pointer, code, facts = FACTS) => {
    const { faults } = judgePlan(wholePlan(change), facts);
    expect(faults.map((one) => [one.pointer, one.code])).toContainEqual([pointer, code]);
  });

  test.each<[string, Partial<PlanContent>, PlanFacts]>([
    ['exactly 50 characters of history', { anamnesis: 'x'.repeat(50) }, FACTS],
    [
      'another diagnosis with a reason',
      { diagnosis: { list: [{ code: 'F25.1', certainty: 'G', text: '' }], difference: 'neu gesichert' } },
      FACTS,
    ],
    ['a group that is prescribed', measure({ setting: 'group' }), prescribed({ groupAllowed: true })],
    ['exactly the prescribed units', measure({}), prescribed({ units: 26 })],
    [
      'a person with a release that lives',
      { socialEnvironment: { text: '', persons: [{ id: NEAR, name: 'Bruder', relation: '', releaseId: FAR }] } },
      FACTS,
    ],
    ['no prescription on file yet', {}, { ...FACTS, prescription: null }],
    ['R20-05: home nursing ended yesterday', {}, { ...FACTS, nursing: [{ ...NURSING, to: '2026-03-01' }] }],
    ['home nursing with a demarcation', { demarcation: 'Pflege: Medikamente. Wir: Wege.' }, { ...FACTS, nursing: [NURSING] }],
  ])('holds: %s', (_row, change, facts) => {
    expect(judgePlan(wholePlan(change), facts).faults).toEqual([]);
  });

  test('the words of a refusal carry its numbers', () => {
    const [fault] = judgePlan(wholePlan(measure({ frequency: 2 })), FACTS).faults;
    expect(fault?.facts).toEqual({ planned: 52, prescribed: 30 });
  });
});

describe('what is only said', () => {
  test.each<[string, Partial<PlanContent>, string[], PlanFacts?]>([
    ['GAF ten points from Muster 26 is within', findings({ gaf: 48 }), []],
    ['GAF eleven points away is a warning', findings({ gaf: 49 }), ['plan-gaf-far']],
    ['and so it is downwards', findings({ gaf: 27 }), ['plan-gaf-far']],
    ['Muster 26 without GAF compares nothing', findings({ gaf: 90 }), [], prescribed({ gaf: null })],
    ['Muster 26 not entered yet', {}, ['plan-prescription-without-form'], prescribed({ form: false, diagnoses: [] })],
    [
      'a far goal that no step leads to',
      { farGoals: [...WHOLE.farGoals, { id: NEAR, text: 'a', sign: 'b' }] },
      ['plan-far-goal-without-steps'],
    ],
    [
      'R20-03: the same goal as the home nursing, whatever the case',
      { demarcation: 'Pflege und wir', nearGoals: [{ id: NEAR, farGoalId: FAR, text: ' medikamenteneinnahme ', sign: '' }] },
      ['duplicate-goal'],
      { ...FACTS, nursing: [NURSING] },
    ],
  ])('%s', (_row, change, codes, facts = FACTS) => {
    const { faults, hints } = judgePlan(wholePlan(change), facts);
    expect(hints.map(({ code }) => code)).toEqual(codes);
    expect(faults).toEqual([]);
  });
});

describe('planned units', () => {
  test.each<[string, Pick<Measure, 'frequency' | 'per' | 'from' | 'to'>, number]>([
    ['once a week for one week', { frequency: 1, per: 'WEEK', from: '2026-03-02', to: '2026-03-08' }, 1],
    ['once a week for 26 weeks', { frequency: 1, per: 'WEEK', from: '2026-03-02', to: '2026-08-30' }, 26],
    ['every other week for four weeks', { frequency: 0.5, per: 'WEEK', from: '2026-03-02', to: '2026-03-29' }, 2],
    ['a single day of a week', { frequency: 1, per: 'WEEK', from: '2026-03-02', to: '2026-03-02' }, 0.14],
    ['twice a month for half a year', { frequency: 2, per: 'MONTH', from: '2026-01-15', to: '2026-07-14' }, 12],
    ['once a month for February', { frequency: 1, per: 'MONTH', from: '2026-02-01', to: '2026-02-28' }, 1],
    ['half of April', { frequency: 1, per: 'MONTH', from: '2026-04-01', to: '2026-04-15' }, 0.5],
    ['without an end', { frequency: 1, per: 'WEEK', from: '2026-03-02', to: null }, 0],
    ['without frequency', { frequency: null, per: 'WEEK', from: '2026-03-02', to: '2026-03-08' }, 0],
  ])('%s', (_row, given, units) => {
    expect(plannedUnits(given)).toBe(units);
  });
  test('add up over all measures', () => {
    const [one] = WHOLE.measures;
    expect(allPlannedUnits({ measures: one ? [one, { ...one, frequency: 0.5 }] : [] })).toBe(39);
  });
});

describe('differences between versions', () => {
  test('an equal plan has none, also in another order', () => {
    const nothing = { goals: [], measures: [], parts: [] };
    expect(planDifference(WHOLE, wholePlan())).toEqual(nothing);
    expect(planDifference(WHOLE, wholePlan({ nearGoals: [...WHOLE.nearGoals].reverse() }))).toEqual(nothing);
  });
  test('goals come, go and change by their ids, and the parts that changed are named', () => {
    const [first] = WHOLE.nearGoals;
    const after = wholePlan({
      nearGoals: [
        { ...(first as (typeof WHOLE.nearGoals)[number]), text: 'Ich hole die Spritze und fahre Bus.' },
        { id: FAR.replace('01', '99'), farGoalId: FAR, text: 'Ich koche zweimal die Woche.', sign: '' },
      ],
      measures: [{ ...(WHOLE.measures[0] as Measure), frequency: 2 }],
      prognosis: 'Gut.',
    });
    const { goals, measures, parts } = planDifference(WHOLE, after);
    expect(goals.map(({ change, before, after: now }) => [change, before, now])).toEqual([
      ['changed', 'Die Depotspritze hole ich mir selbst ab.', 'Ich hole die Spritze und fahre Bus.'],
      ['came', null, 'Ich koche zweimal die Woche.'],
      ['went', 'Ich will mit meinem Bruder wieder Kaffee trinken.', null],
    ]);
    expect(measures.map(({ id, change }) => [id, change])).toEqual([[MEASURE, 'changed']]);
    expect(parts).toEqual(['prognosis']);
  });
});

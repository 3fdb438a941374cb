import { describe, expect, test } from 'vitest';
import { evaluationGaps, foundAndRemoved, needsConverted, needsCourse, phaseDays } from './evaluation.ts';
import { type GoalText, judgeGoal, levelsWithText, SMART } from './goal.ts';
import { stepVersion, VERSION_STATES } from './life/plan-version.ts';
import { PLAIN, plainPlan, plainStep } from './plain-plan.ts';
import { type FrozenPlan, measureFaults, planDifference, planMissing } from './plan.ts';

const TODAY = '2026-03-02';
const text: GoalText = {
  text: 'Ich mache meine Post wieder selbst auf.',
  indicator: 'geöffnete Briefe',
  reasons: { specific: 'Post', measurable: 'zählbar', accepted: 'ihr Satz', realistic: 'mit Hilfe', dated: 'Mai' },
  scale: { '-2': '', '-1': 'keinen Brief', '0': 'einen in der Woche', '1': 'alle zwei Tage', '2': '' },
};

describe('the SMART check', () => {
  const whole = { smart: [...SMART], targetOn: '2026-05-31', text };
  test('a whole goal can be agreed and gets no hint', () => {
    expect(judgeGoal(whole, TODAY)).toEqual({ gaps: [], hints: [] });
  });
  test.each([
    ['accepted is missing', { smart: SMART.filter((flag) => flag !== 'accepted') }, ['goal-not-accepted']],
    ['there is no target date', { targetOn: null }, ['goal-target-missing']],
    ['the text of 0 is missing', { text: { ...text, scale: { ...text.scale, '0': ' ' } } }, ['goal-scale-missing']],
    ['the text of −1 is missing', { text: { ...text, scale: { ...text.scale, '-1': '' } } }, ['goal-scale-missing']],
    ['her words are missing', { text: { ...text, text: '' } }, ['goal-text-missing']],
  ])('it cannot be agreed while %s', (_, change, gaps) => {
    expect(judgeGoal({ ...whole, ...change }, TODAY).gaps).toEqual(gaps);
  });
  test('the other four only warn, and so do a flag without its reason and a day that is over', () => {
    const { gaps, hints } = judgeGoal(
      { smart: ['accepted'], targetOn: '2026-03-01', text: { ...text, reasons: { ...text.reasons, accepted: '' } } },
      TODAY,
    );
    expect(gaps).toEqual([]);
    expect(hints).toEqual(['not-specific', 'not-measurable', 'not-realistic', 'not-dated', 'reason-missing', 'target-past']);
  });
  test('knows which levels have a text', () => {
    expect(levelsWithText(text)).toEqual([-1, 0, 1]);
  });
});

describe('a measure', () => {
  const whole = { goalIds: ['g'], responsible: 'manager' as const, who: '', lineId: null, startOn: TODAY };
  test.each([
    ['whole', {}, []],
    ['without a responsible person', { responsible: null }, ['measure-without-responsible']],
    ['of a relative whom nobody named', { responsible: 'relative' as const }, ['measure-without-responsible']],
    ['of a relative with a name', { responsible: 'relative' as const, who: 'Mutter' }, []],
    ['of a provider that is a service line', { responsible: 'provider' as const, lineId: 'l' }, []],
    ['without a date', { startOn: null }, ['measure-without-date']],
    ['without a goal', { goalIds: [] }, ['measure-without-goal']],
  ])('%s', (_, change, faults) => {
    expect(measureFaults({ ...whole, ...change })).toEqual(faults);
  });
});

describe('what the planning still lacks', () => {
  const goal = { id: 'g', domain: 'D10', status: 'proposed' as const };
  const measure = { goalIds: ['g'], status: 'planned' as const };
  const need = { domain: 'D10', priority: true, notNow: false };
  test('nothing: priority need with a goal, goal with a measure, client agreed', () => {
    expect(planMissing({ needs: [need], goals: [goal], measures: [measure], agreed: true })).toEqual([]);
  });
  test('"not now" covers a need, and a need without priority asks for nothing', () => {
    const needs = [need, { domain: 'D4', priority: true, notNow: true }, { domain: 'D5', priority: false, notNow: false }];
    expect(planMissing({ needs, goals: [goal], measures: [measure], agreed: true })).toEqual([]);
  });
  test('everything is missing from an empty plan, one by one', () => {
    expect(planMissing({ needs: [need], goals: [], measures: [], agreed: false })).toEqual([
      { code: 'plan-need-uncovered', domain: 'D10' },
      { code: 'plan-no-goal' },
      { code: 'plan-not-agreed' },
    ]);
  });
  test('a cancelled measure carries no goal, a dropped goal covers no need, a reached one still does', () => {
    const cancelled = { ...measure, status: 'cancelled' as const };
    expect(planMissing({ needs: [], goals: [goal], measures: [cancelled], agreed: true })).toEqual([
      { code: 'plan-goal-without-measure', goalId: 'g' },
    ]);
    expect(planMissing({ needs: [need], goals: [{ ...goal, status: 'dropped' }], measures: [], agreed: true })).toContainEqual({
      code: 'plan-need-uncovered',
      domain: 'D10',
    });
    expect(planMissing({ needs: [need], goals: [{ ...goal, status: 'reached' }], measures: [], agreed: true })).toEqual([]);
  });
});

const frozen: FrozenPlan = {
  goals: [
    {
      id: 'g',
      domain: 'D10',
      level: 'Handlung',
      text,
      smart: ['accepted'],
      importance: 2,
      difficulty: null,
      baseline: -1,
      targetOn: '2026-05-31',
    },
  ],
  measures: [
    {
      id: 'm',
      goalIds: ['g'],
      kind: 'contact',
      text: 'Post gemeinsam öffnen',
      responsible: 'client',
      who: '',
      startOn: '2026-03-03',
      endOn: null,
      timesPerWeek: null,
      weekly: [{ day: 2, from: '10:00', to: '11:00' }],
      payer: 'Netzwerk',
    },
  ],
  notNow: [{ domain: 'D4', reason: 'client-wish' }],
  wishes: [],
};

describe('versions', () => {
  test('the same plan has no difference, whatever the order of its parts', () => {
    const copy = JSON.parse(JSON.stringify(frozen)) as FrozenPlan;
    const [first] = copy.goals;
    if (first) copy.goals[0] = Object.fromEntries(Object.entries(first).toReversed()) as unknown as FrozenPlan['goals'][number];
    expect(planDifference(frozen, copy)).toEqual({ goals: [], measures: [] });
  });
  test('tell what came, what went and what changed', () => {
    const [measure] = frozen.measures;
    const after = { ...frozen, goals: [], measures: [{ ...measure, text: 'Post allein öffnen' } as (typeof frozen.measures)[number]] };
    const { goals, measures } = planDifference(frozen, after);
    expect(goals).toMatchObject([{ id: 'g', change: 'went', after: null }]);
    expect(measures).toMatchObject([{ id: 'm', change: 'changed', before: { text: 'Post gemeinsam öffnen' } }]);
    expect(planDifference(after, frozen).goals).toMatchObject([{ id: 'g', change: 'came', before: null }]);
  });
  test('go from draft over offered to agreed, and only by who may', () => {
    const facts = { complete: true, dayFits: true, proven: true };
    expect(stepVersion('draft', 'offer', 'case-manager', facts)).toMatchObject({ ok: true, to: 'offered' });
    expect(stepVersion('draft', 'offer', 'case-manager')).toMatchObject({ ok: false, because: 'case-plan-incomplete' });
    expect(stepVersion('draft', 'agree', 'client', facts)).toMatchObject({ ok: false, because: 'case-plan-not-offered' });
    expect(stepVersion('offered', 'agree', 'client', facts)).toMatchObject({ ok: true, to: 'agreed' });
    expect(stepVersion('offered', 'agree', 'client', { ...facts, proven: false })).toMatchObject({
      ok: false,
      because: 'case-plan-proof-missing',
    });
    expect(stepVersion('offered', 'agree', 'client', { ...facts, dayFits: false })).toMatchObject({
      ok: false,
      because: 'case-plan-day-impossible',
    });
    expect(stepVersion('offered', 'withdraw', 'client', facts)).toMatchObject({ ok: false, because: 'case-plan-not-for-role' });
    for (const state of VERSION_STATES)
      if (state !== 'offered') expect(stepVersion(state, 'agree', ['client', 'case-manager', 'lead'], facts).ok).toBe(false);
    expect(stepVersion('agreed', 'offer', 'case-manager', facts)).toMatchObject({ ok: false, because: 'case-plan-settled' });
  });
});

describe('plain language', () => {
  test('leaves out what is the professionals’ side', () => {
    const plain = plainPlan(frozen);
    expect(plain.goals).toMatchObject([{ text: text.text, reached: 'einen in der Woche', until: '2026-05-31' }]);
    expect(JSON.stringify(plain)).not.toMatch(/Netzwerk|importance|smart|keinen Brief|client-wish/);
    expect(plain.later).toEqual(['D4']);
  });
  test('says who and when in short sentences, in both languages', () => {
    const [step] = plainPlan(frozen).goals[0]?.steps ?? [];
    if (!step) throw new Error('no step');
    expect(plainStep(PLAIN.de, step, 'Olena Marchuk')).toEqual({
      who: 'Sie',
      when: ['Jeden Dienstag von 10 bis 11 Uhr.', 'Es beginnt am 3. März 2026.'],
    });
    expect(
      plainStep(PLAIN.en, { ...step, responsible: 'manager', weekly: [], timesPerWeek: 2, endOn: '2026-04-01' }, 'Olena Marchuk'),
    ).toEqual({
      who: 'Olena Marchuk from Case Management',
      when: ['2 times a week.', 'It goes from 3 March 2026 to 1 April 2026.'],
    });
  });
  test('no sentence of the copy is longer than 14 words', () => {
    const said = Object.values(PLAIN).flatMap((w) => [
      ...w.intro,
      ...w.notYet,
      ...w.change,
      w.noSteps,
      w.reached,
      w.steps,
      w.agreed('5. März 2026'),
    ]);
    expect(said.filter((line) => line.split(/\s+/).length > 14)).toEqual([]);
  });
});

describe('the evaluation', () => {
  const view = (need: 'none' | 'met' | 'unmet' | 'unknown' | null, severity: number | null = null) => ({ need, severity });
  const rating = (domain: string, client: ReturnType<typeof view>, professional = client) => ({ domain, client, professional });
  test('keeps both views apart and says nothing where a view is missing', () => {
    const course = needsCourse(
      [rating('D10', view('unmet', 3), view('unmet', 4)), rating('D2', view(null), view('unmet', 2))],
      [rating('D10', view('met', 1), view('unmet', 2))],
    );
    expect(course.map(({ domain }) => domain)).toEqual(['D2', 'D10']);
    expect(course[1]?.client.after?.need).toBe('met');
    expect(course[0]?.client).toEqual({ before: view(null), after: view(null) });
    expect(needsConverted(course, 'client')).toEqual({ converted: 1, of: 1 });
    expect(needsConverted(course, 'professional')).toEqual({ converted: 0, of: 1 });
  });
  test('needs without an end rating leave numerator and denominator; unknown is not converted; one round gives no figure', () => {
    const first = [rating('D1', view('unmet')), rating('D3', view('unmet')), rating('D4', view('met'))];
    const last = [rating('D1', view('unknown')), rating('D4', view('unmet'))];
    expect(needsConverted(needsCourse(first, last), 'client')).toEqual({ converted: 0, of: 1 });
    expect(needsConverted(needsCourse(first, null), 'client')).toBeNull();
    expect(needsCourse(first, null)[0]?.client.after).toBeNull();
  });
  test('sums the days of a phase over all its stays (exit date minus entry date)', () => {
    const stays = [
      { phase: 'assessment', from: '2026-01-30', to: '2026-02-10' },
      { phase: 'planning', from: '2026-02-10', to: '2026-02-13' },
      { phase: 'assessment', from: '2026-02-13', to: '2026-02-20' },
      { phase: 'planning', from: '2026-02-20', to: null },
    ];
    expect(phaseDays(stays, TODAY)).toEqual([
      { phase: 'assessment', days: 18, stays: 2 },
      { phase: 'planning', days: 13, stays: 2 },
    ]);
  });
  test('counts a duplicate as removed only where something changed', () => {
    const finding = (rule: string, closedOn: string | null, closedBecause: string | null) => ({
      rule,
      since: TODAY,
      closedOn,
      closedBecause,
    });
    const all = [
      finding('G1', TODAY, 'gone'),
      finding('G3', null, null),
      finding('DU1', TODAY, 'changed'),
      finding('DU2', TODAY, 'gone'),
      finding('RV', null, null),
    ];
    expect(foundAndRemoved(all)).toEqual({ gaps: 2, gapsClosed: 1, duplicates: 2, duplicatesRemoved: 1 });
  });
  test('asks for her words and her satisfaction unless there is nobody to ask', () => {
    const empty = {
      statement: '',
      reflection: 'r',
      recommendations: 'e',
      supportBefore: 3,
      supportAfter: 1,
      satisfactionAsked: false,
      satisfaction: null,
    };
    expect(evaluationGaps({ ...empty, closingReason: 'CR1' })).toEqual(['statement-missing', 'satisfaction-not-asked']);
    expect(evaluationGaps({ ...empty, closingReason: 'CR6' })).toEqual([]);
    expect(evaluationGaps({ ...empty, closingReason: null, reflection: ' ', recommendations: '', supportAfter: null })).toEqual([
      'closing-reason-missing',
      'reflection-missing',
      'recommendations-missing',
      'support-missing',
      'statement-missing',
      'satisfaction-not-asked',
    ]);
  });
});

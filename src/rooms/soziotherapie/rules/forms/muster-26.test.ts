import { describe, expect, test } from 'vitest';
import { CRITERIA } from '../eligibility.ts';
import type { FormFacts } from './facts.ts';
import { FORM_26_KINDS, IMPAIRMENTS } from './fields.ts';
import { at, FULL_26, judge26, lines } from './forms.fixture.ts';
import type { Form26Content } from './muster-26.ts';
import { conditionText, FORM_WORDS, findingText } from './words.ts';

type Change = Partial<Form26Content>;
const G = (code: string, certainty: 'G' | 'V' | 'A' | 'Z' = 'G') => ({ code, certainty });
const OUTSIDE: Change = {
  diagnoses: [G('F60.31')],
  gaf: 40,
  individualCriteria: ['COMORBIDITY'],
  individualJustification: 'x'.repeat(120),
};
const earlierOne = (more: Partial<FormFacts['earlier'][number]> = {}): FormFacts['earlier'] => [
  { kind: 'INITIAL', issuedOn: '2025-06-01', units: 30, sameEpisode: true, ...more },
];

describe('Muster 26 (rule book 4.2)', () => {
  test.each([
    ['kind', { kind: null }, '/kind', 'missing kind-missing'],
    ['previousPrescriptions, for a follow-up', { kind: 'FOLLOW_UP' }, '/previousPrescriptions', 'missing previous-missing'],
    ['diagnoses', { diagnoses: [] }, '/diagnoses', 'missing diagnosis-missing'],
    ['a code', { diagnoses: [{ code: ' ', certainty: 'G' }] }, '/diagnoses/0/code', 'missing diagnosis-code-missing'],
    ['a certainty', { diagnoses: [{ code: 'F20.0' }] }, '/diagnoses/0/certainty', 'missing certainty-missing'],
    ['a criterion outside the list', { ...OUTSIDE, individualCriteria: [] }, '/individualCriteria', 'missing justification-missing'],
    [
      'reasons outside the list',
      { ...OUTSIDE, individualJustification: null },
      '/individualJustification',
      'missing justification-missing',
    ],
    ['gaf', { gaf: null }, '/gaf', 'missing gaf-missing'],
    ['gaf, 0 says nothing', { gaf: 0 }, '/gaf', 'missing gaf-missing'],
    ['an impairment', { impairments: {} }, '/impairments', 'missing impairment-missing'],
    ['an impairment that is one', { impairments: { INSIGHT: { degree: 'none' } } }, '/impairments', 'missing impairment-missing'],
    ['hospitalReason', { hospitalReason: null }, '/hospitalReason', 'missing question-unanswered'],
    ['cannotUseCareIndependently', { cannotUseCareIndependently: null }, '/cannotUseCareIndependently', 'missing question-unanswered'],
    ['therapyAbility', { therapyAbility: null }, '/therapyAbility', 'missing question-unanswered'],
    ['its text', { therapyAbilityText: '' }, '/therapyAbilityText', 'missing field-missing'],
    ['goals', { goals: ' \n ' }, '/goals', 'missing field-missing'],
    ['unitsPrescribed', { unitsPrescribed: null }, '/unitsPrescribed', 'missing units-missing'],
    ['provider name', { provider: { ik: '499900019' } }, '/provider/name', 'missing field-missing'],
    ['provider IK', { provider: { name: 'Praxis' } }, '/provider/ik', 'missing field-missing'],
    ['dischargeDate', { kind: 'DISCHARGE' }, '/dischargeDate', 'missing discharge-day-missing'],
    ['the signature', { prescriberSignature: { on: '2026-03-02' } }, '/prescriberSignature/signed', 'missing prescriber-signature-missing'],
    ['its day', { prescriberSignature: { signed: true } }, '/prescriberSignature/on', 'missing field-missing'],
    ['the application', { patientApplicationSignature: {} }, '/patientApplicationSignature/signed', 'missing patient-signature-missing'],
    [
      'who signed it',
      { patientApplicationSignature: { signed: true, on: '2026-03-03' } },
      '/patientApplicationSignature/by',
      'missing signer-missing',
    ],
  ] as [string, Change, string, string][])('%s is needed and said at its field', (_name, change, pointer, expected) => {
    const verdict = judge26(change);
    expect(at(verdict, pointer)).toEqual([expected]);
    expect(verdict.formRules).toBe(false);
  });

  test.each([
    'impairments',
    'diagnoses',
    'provider',
    'header',
    'prescriberSignature',
    'patientApplicationSignature',
    'previousPrescriptions',
  ] as const)('a form without %s at all is judged, not broken', (name) => expect(judge26({ [name]: undefined }).findings).toBeDefined());
  test('an empty form says everything that it needs, and every sentence exists in both languages', () => {
    const verdict = judge26({ ...Object.fromEntries(Object.keys(FULL_26).map((key) => [key, undefined])), form: '26' });
    expect(verdict.findings.length).toBeGreaterThan(25);
    for (const finding of verdict.findings) {
      for (const language of ['de', 'en'] as const) expect(findingText(finding, language)).toMatch(/^[^{}]{5,}$/);
    }
    for (const one of verdict.conditions) expect(conditionText(one, 'de')).toMatch(/^[^{}]{5,}$/);
    expect(verdict.requiredFields).toBe(false);
  });

  test.each([
    ['five diagnoses', { diagnoses: ['F20.0', 'F60.31', 'F43.1', 'F10.2', 'E11.9'].map((code) => G(code)) }, []],
    [
      'six',
      { diagnoses: ['F20.0', 'F60.31', 'F43.1', 'F10.2', 'E11.9', 'I10'].map((code) => G(code)) },
      ['wrong /diagnoses diagnoses-too-many'],
    ],
    ['not terminal', { diagnoses: [G('F25')] }, ['wrong /diagnoses/0/code icd-not-terminal']],
    ['a code that is not in the table', { diagnoses: [G('F20.7')] }, ['wrong /diagnoses/0/code icd-unknown']],
    ['a code without its point', { diagnoses: [G('F200')] }, []],
    [
      'a letter of certainty behind the code that says otherwise',
      { diagnoses: [G('F20.0 V')] },
      ['wrong /diagnoses/0/certainty certainty-other'],
    ],
    ['the same letter behind it', { diagnoses: [G('f20.0g')] }, []],
    ['no code at all', { diagnoses: [G('Schizophrenie')] }, ['wrong /diagnoses/0/code icd-format']],
    ['only suspected', { diagnoses: [G('F20.0', 'V')] }, ['wrong /diagnoses diagnosis-not-confirmed']],
    ['no chapter F', { diagnoses: [G('G40.1')] }, ['wrong /diagnoses no-f-diagnosis']],
    ['the same twice', { diagnoses: [G('F20.0'), G('f20.0')] }, ['warning /diagnoses/1/code diagnosis-twice']],
    ['lower case with the certainty behind it', { diagnoses: [G(' f20.0 g ')] }, []],
    ['GAF 1', { gaf: 1 }, ['warning /gaf safety-check']],
    ['GAF 19', { gaf: 19 }, ['warning /gaf safety-check']],
    ['GAF 20', { gaf: 20 }, []],
    ['GAF 40', { gaf: 40 }, []],
    ['GAF 41', { gaf: 41 }, ['warning /gaf above-guide-value']],
    ['GAF 50', { gaf: 50 }, ['warning /gaf above-guide-value']],
    ['GAF 51', { gaf: 51 }, ['wrong /gaf gaf-above-ceiling']],
    ['GAF 100', { gaf: 100 }, ['wrong /gaf gaf-above-ceiling']],
    ['GAF 101', { gaf: 101 }, ['wrong /gaf gaf-impossible']],
    ['GAF 38.5', { gaf: 38.5 }, ['wrong /gaf gaf-impossible']],
    [
      '19 characters of reasons',
      { ...OUTSIDE, individualJustification: 'x'.repeat(19) },
      ['missing /individualJustification justification-missing'],
    ],
    ['20 characters', { ...OUTSIDE, individualJustification: 'x'.repeat(20) }, ['warning /diagnoses law-only']],
    ['1000 characters', { ...OUTSIDE, individualJustification: 'ä'.repeat(1000) }, ['warning /diagnoses law-only']],
    [
      '1001 characters',
      { ...OUTSIDE, individualJustification: 'ä'.repeat(1001) },
      ['wrong /individualJustification text-too-long', 'warning /diagnoses law-only'],
    ],
    ['blank reasons', { ...OUTSIDE, individualJustification: ' '.repeat(50) }, ['missing /individualJustification justification-missing']],
    [
      'able: no',
      { therapyAbility: false, therapyAbilityText: null },
      ['warning /diagnoses founding-document-only', 'wrong /therapyAbility precondition-not-met'],
    ],
    [
      'independent',
      { cannotUseCareIndependently: false },
      ['warning /diagnoses founding-document-only', 'wrong /cannotUseCareIndependently precondition-not-met'],
    ],
    ['0 units', { unitsPrescribed: 0 }, ['wrong /unitsPrescribed units-impossible']],
    ['1 unit', { unitsPrescribed: 1 }, []],
    ['30 units', { unitsPrescribed: 30 }, []],
    ['31 units', { unitsPrescribed: 31 }, ['wrong /unitsPrescribed units-above-maximum']],
    ['half a unit', { unitsPrescribed: 4.5 }, ['wrong /unitsPrescribed units-impossible']],
    ['no frequency', { frequencyPerWeek: null }, ['warning /frequencyPerWeek field-recommended']],
    ['0 a week', { frequencyPerWeek: 0 }, ['wrong /frequencyPerWeek frequency-impossible']],
    ['10 a week', { frequencyPerWeek: 10 }, []],
    ['11 a week', { frequencyPerWeek: 11 }, ['wrong /frequencyPerWeek frequency-impossible']],
    ['a period of one day', { periodFrom: '2026-03-09', periodTo: '2026-03-09' }, []],
    ['backwards', { periodFrom: '2026-03-09', periodTo: '2026-03-08' }, ['wrong /periodTo period-backwards']],
    ['before the issue', { periodFrom: '2026-03-01' }, ['wrong /periodFrom period-before-issue']],
    [
      'severe without a word',
      { impairments: { COGNITION: { degree: 'severe' } } },
      ['warning /impairments/COGNITION/text impairment-not-described'],
    ],
    ['mild without a word', { impairments: { COGNITION: { degree: 'mild' } } }, []],
    ['psychiatric nursing beside it', { parallelCare: [{ kind: 'pHKP' }] }, ['warning /parallelCare demarcation-needed']],
    ['other help without a name', { parallelCare: [{ kind: 'other', text: '' }] }, ['missing /parallelCare/0/text field-missing']],
    ['psychotherapy', { parallelCare: [{ kind: 'psychotherapy' }] }, []],
    [
      'signed a day later',
      { prescriberSignature: { signed: true, on: '2026-03-03' } },
      ['warning /prescriberSignature/on signed-on-other-day'],
    ],
    ['signed tomorrow', { prescriberSignature: { signed: true, on: '2026-03-06' } }, ['wrong /prescriberSignature/on day-in-future']],
    ['a discharge day that nobody needs', { dischargeDate: '2026-03-01' }, ['warning /dischargeDate discharge-day-not-needed']],
    ['goals with umlauts, emoji, Arabic and a line break', { goals: 'Müde 🙂\nسلام' }, []],
    ['goals with a zero byte', { goals: 'a\u0000b' }, ['wrong /goals characters-impossible']],
    ['goals of 1000', { goals: 'g'.repeat(1000) }, []],
    ['goals of 1001', { goals: 'g'.repeat(1001) }, ['wrong /goals text-too-long']],
  ] as [string, Change, string[]][])('%s', (_name, change, expected) =>
    expect(lines(judge26(change)).sort()).toEqual([...expected].sort()),
  );

  test.each([
    ['20 hours left', {}, { remainingMinutes: 1200 }, ['warning /unitsPrescribed more-than-remaining']],
    ['nothing left', {}, { remainingMinutes: 0 }, ['wrong /unitsPrescribed cap-exhausted']],
    ['exactly 30 hours', {}, { remainingMinutes: 1800 }, []],
    [
      'the Krankheitsfall ends before the period',
      {},
      { window: { from: '2023-09-01', to: '2026-08-31' } },
      ['wrong /periodTo period-outside-window'],
    ],
    ['the period ends with it', {}, { window: { from: '2024-01-01', to: '2026-12-31' } }, []],
    ['a first one although there was one', {}, { earlier: earlierOne() }, ['warning /kind follow-up-instead']],
    ['one that was withdrawn', {}, { earlier: earlierOne({ withdrawn: true }) }, []],
    ['one of an earlier Krankheitsfall', {}, { earlier: earlierOne({ sameEpisode: false }) }, []],
    [
      'a follow-up after another practice',
      { kind: 'FOLLOW_UP', previousPrescriptions: [{ issuedOn: '2025-09-01', prescriber: 'Dr. Vogel', units: 30 }] },
      {},
      ['warning /previousPrescriptions external-units-missing'],
    ],
    [
      'a previous one after this',
      { kind: 'FOLLOW_UP', previousPrescriptions: [{ issuedOn: '2026-03-03', prescriber: 'Dr. Vogel', units: 31 }] },
      { earlier: earlierOne() },
      ['wrong /previousPrescriptions/0/issuedOn previous-after-this', 'wrong /previousPrescriptions/0/units units-above-maximum'],
    ],
    ['nursing that nobody named', {}, { nursing: [{ from: '2026-01-01', to: null }] }, ['warning /parallelCare nursing-not-named']],
    ['nursing that ended the day before', {}, { nursing: [{ from: '2026-01-01', to: '2026-03-01' }] }, []],
    ['no price agreed', {}, { contractOnFile: false }, ['warning /provider/ik contract-missing']],
    ['no prescriber', {}, { prescriber: null }, ['missing /prescriber prescriber-not-chosen']],
    [
      'a family doctor',
      {},
      { prescriber: { kind: 'other-doctor', lanr: null, bsnr: null, permission: null } },
      ['warning /prescriber muster-28-possible', 'wrong /prescriber prescriber-not-allowed'],
    ],
    [
      'a psychiatrist without permission',
      {},
      { prescriber: { kind: 'psychiatrist', lanr: null, bsnr: null, permission: null } },
      ['warning /prescriber muster-28-possible', 'wrong /prescriber prescriber-without-permission'],
    ],
    ['a clinic needs none', {}, { prescriber: { kind: 'clinic-118', lanr: null, bsnr: null, permission: null } }, []],
    [
      'for the young, at 41',
      {},
      { prescriber: { kind: 'child-psychotherapist', lanr: null, bsnr: null, permission: { from: '2015-01-01', to: null } } },
      ['wrong /prescriber prescriber-only-for-the-young'],
    ],
    [
      'another number of the prescriber',
      {},
      { prescriber: { kind: 'psychiatrist', lanr: '240881351', bsnr: null, permission: { from: '2015-01-01', to: null } } },
      ['confirm /header/lanr prescriber-differs'],
    ],
  ] as [string, Change, Partial<FormFacts>, string[]][])('against the file: %s', (_name, change, facts, expected) =>
    expect(lines(judge26(change, facts)).sort()).toEqual([...expected].sort()),
  );

  const TRIAL: Change = { kind: 'TRIAL', unitsPrescribed: 5, diagnoses: [G('F20.0', 'V')] };
  const BARE: Change = {
    ...TRIAL,
    gaf: null,
    therapyAbility: null,
    therapyAbilityText: null,
    goals: null,
    patientApplicationSignature: undefined,
  };
  test.each([
    ['needs no GAF, no ability, no goals and no application', BARE, {}, []],
    ['6 units', { ...BARE, unitsPrescribed: 6 }, {}, ['wrong /unitsPrescribed trial-units-outside']],
    ['after the first regular one', BARE, { earlier: earlierOne() }, ['wrong /kind trial-not-before-first']],
    [
      'a third one of the year',
      BARE,
      {
        earlier: ['2026-01-10', '2026-02-02'].map((issuedOn) => ({ kind: 'TRIAL' as const, issuedOn, units: 1, sameEpisode: false })),
      },
      ['wrong /kind trial-twice-a-year'],
    ],
  ] as [string, Change, Partial<FormFacts>, string[]][])('trial units: %s', (_name, change, facts, expected) => {
    const told = lines(judge26(change, facts)).filter((one) => !one.includes('approval') && !one.includes('patientApplication'));
    expect(told).toEqual(expected);
  });
  test('trial units beyond five in total need approval and so an application', () => {
    const verdict = judge26(BARE, { earlier: [{ kind: 'REFERRAL', issuedOn: '2026-02-01', units: 5, sameEpisode: true }] });
    expect(verdict.approvalNeeded).toBe(true);
    expect(lines(verdict)).toEqual([
      'warning /unitsPrescribed approval-needed-total',
      'missing /patientApplicationSignature/signed patient-signature-missing',
    ]);
  });

  const HOSPITAL: Partial<FormFacts> = { prescriber: { kind: 'hospital', lanr: null, bsnr: null, permission: null } };
  test.each([
    ['on the day', '2026-03-02', '2026-03-02', []],
    ['seven days after', '2026-02-23', '2026-03-02', []],
    ['eight days after', '2026-02-22', '2026-03-02', ['wrong /header/issueDate discharge-over']],
    ['before it', '2026-03-10', '2026-03-02', []],
    ['impossible', '2026-02-31', '2026-03-02', ['wrong /dischargeDate day-impossible']],
  ] as const)('a discharge prescription issued %s', (_name, dischargeDate, issueDate, expected) => {
    const content: Change = { kind: 'DISCHARGE', dischargeDate, header: { ...FULL_26.header, issueDate, bsnr: null }, unitsPrescribed: 4 };
    expect(lines(judge26(content, HOSPITAL))).toEqual(expected);
  });

  test('a hospital prescribes at discharge only, and at discharge only a hospital', () => {
    const header = { ...FULL_26.header, bsnr: null };
    expect(lines(judge26({ dischargeDate: '2026-03-02', header }, HOSPITAL))).toEqual(['wrong /kind hospital-only-at-discharge']);
    expect(lines(judge26({ kind: 'DISCHARGE', dischargeDate: '2026-03-02', unitsPrescribed: 4 }))).toEqual([
      'wrong /prescriber discharge-only-by-hospital',
    ]);
  });
  test('marks of no width fill in nothing', () => {
    const nothing = '\u200b\u200d'.repeat(30);
    const verdict = judge26({ goals: nothing, therapyAbilityText: nothing, provider: { name: nothing, ik: '499900019' } });
    expect(lines(verdict)).toEqual([
      'missing /therapyAbilityText field-missing',
      'missing /goals field-missing',
      'missing /provider/name field-missing',
    ]);
  });

  test('S1: all that is asked holds, law and founding document agree', () => {
    const verdict = judge26();
    expect(verdict).toMatchObject({ eligibleAs: 'regular', requiredFields: true, signed: true, formRules: true, approvalNeeded: true });
    expect(verdict.meets).toEqual({ law: true, foundingDocument: true });
    expect(verdict.summary).toEqual({ met: 10, hints: 0, open: 0, notMet: 0 });
    expect(conditionText(verdict.conditions[0] as never, 'de')).toBe('Diagnose F20.0 G, in der Liste');
  });
  test('S2: GAF 51 is refused by law and founding document; two weeks later 50 holds with a hint', () => {
    const klinge: Change = { diagnoses: [G('F25.1')] };
    const first = judge26({ ...klinge, gaf: 51 });
    expect(first).toMatchObject({
      eligibleAs: null,
      formRules: false,
      requiredFields: true,
      meets: { law: false, foundingDocument: false },
    });
    expect(first.conditions.find(({ code }) => code === 'gaf')).toMatchObject({ state: 'no', source: 'ST-RL § 2' });
    const second = judge26({ ...klinge, gaf: 50 });
    expect(second).toMatchObject({ eligibleAs: 'regular', formRules: true });
    expect(second.summary).toMatchObject({ hints: 1, open: 0 });
  });
  test('S3: outside the list with criterion and reasons; GAF 41 blocks', () => {
    const waldow = { ...OUTSIDE, diagnoses: [G('F60.31'), G('F43.1')] };
    expect(judge26(waldow)).toMatchObject({ eligibleAs: 'individual-case', individualCase: true, formRules: true });
    expect(judge26(waldow).meets).toEqual({ law: true, foundingDocument: false });
    expect(lines(judge26({ ...waldow, gaf: 41 }))).toEqual(['wrong /gaf gaf-above-guide-outside-list']);
    expect(judge26({ ...waldow, individualCriteria: [] }).individualCase).toBe(true);
  });
  test('chapter 9: F20.9 with 45 is what the founding document alone would allow', () => {
    const verdict = judge26({
      diagnoses: [G('F20.9')],
      gaf: 45,
      individualCriteria: [...CRITERIA],
      individualJustification: 'x'.repeat(50),
    });
    expect(verdict.meets).toEqual({ law: false, foundingDocument: true });
    expect(at(verdict, '/diagnoses')).toEqual(['warning founding-document-only']);
  });
  test('the check list says how much holds, what is to know and what is open', () => {
    const verdict = judge26({ parallelCare: [{ kind: 'pHKP' }], patientApplicationSignature: undefined });
    expect(verdict.summary).toEqual({ met: 9, hints: 1, open: 1, notMet: 0 });
  });

  test('a closed list is closed', () => {
    expect(FORM_26_KINDS).toEqual(['TRIAL', 'INITIAL', 'FOLLOW_UP', 'DISCHARGE']);
    expect(IMPAIRMENTS).toHaveLength(4);
  });
  test('every sentence of a form has both languages', () => {
    for (const [code, { de, en }] of Object.entries(FORM_WORDS)) {
      expect(de, code).toMatch(/[.?]$|Beispiel: F20\.0$/);
      expect(en, code).not.toBe(de);
      const names = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();
      expect(names(en), code).toEqual(names(de));
    }
  });
});

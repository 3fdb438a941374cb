import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Certainty, CRITERIA, type EligibilityQuestion, isRegular, judgeEligibility, tidyIcd } from './eligibility.ts';
import { icd, P, SURE } from './fixture.ts';

const TEXT = 'Kann Wege außerhalb der Wohnung nicht allein gehen.';
const dx = (text: string) => text.split(' + ').map((one) => ({ code: one.slice(0, -2), certainty: one.slice(-1) as Certainty }));
const ask = (diagnoses: string, gaf: number | null, more: Partial<EligibilityQuestion> = {}) =>
  judgeEligibility({ kind: 'INITIAL', diagnoses: dx(diagnoses), gaf, preconditions: SURE, ...more }, icd, P);
const short = (ruling: ReturnType<typeof ask>) =>
  [ruling.ok ? ruling.as : ruling.because, ...ruling.hints.map(({ code }) => code)].join(' ');

describe('R1 indication', () => {
  test.each([
    ['R1-01', 'F20.0 G', 38, {}, 'regular'],
    ['R1-02', 'F20.0 G', 50, {}, 'regular above-guide-value'],
    ['R1-03', 'F20.0 G', 51, {}, 'gaf-above-ceiling'],
    ['R1-05', 'F60.31 G', 40, { criteria: ['COMORBIDITY'], justification: TEXT }, 'individual-case law-only'],
    ['R1-06', 'F60.31 G', 41, { criteria: ['COMORBIDITY'], justification: TEXT }, 'gaf-above-guide-outside-list'],
    ['R1-07', 'F60.31 G', 35, {}, 'justification-missing'],
    ['R1-09', 'F20.9 G', 45, { criteria: [...CRITERIA], justification: TEXT }, 'gaf-above-guide-outside-list founding-document-only'],
    ['R1-10', 'G40.1 G', 30, {}, 'no-f-diagnosis'],
    ['R1-11', 'F20.0 V', 38, {}, 'diagnosis-not-confirmed'],
    ['R1-13', 'F25 G', 40, {}, 'icd-not-terminal'],
    ['R1-14', 'F10.2 G + F20.5 G', 45, {}, 'regular above-guide-value'],
    ['R1-15', 'F33.2 G', 38, { criteria: ['PLANNING'], justification: TEXT }, 'individual-case law-only'],
    ['R1-17', 'F22.0 G', 15, {}, 'regular safety-check'],
    ['GAF 50 is the ceiling, 40 the guide value', 'F33.3 G', 40, {}, 'regular law-only'],
    ['no GAF comes first of what is missing', 'F25 G', null, {}, 'gaf-missing'],
    ['GAF 0 says nothing', 'F20.0 G', 0, {}, 'gaf-missing'],
    ['a GAF of 101 does not exist', 'F20.0 G', 101, {}, 'gaf-impossible'],
    ['half points do not exist', 'F20.0 G', 38.5, {}, 'gaf-impossible'],
    ['above 50 the reason is always the GAF, also outside the list', 'F60.31 G', 60, {}, 'gaf-above-ceiling'],
    ['an incomplete code above 50 as well', 'F25 G', 60, {}, 'gaf-above-ceiling'],
    ['an incomplete code between 41 and 50 is incomplete', 'F60 G', 45, {}, 'icd-not-terminal'],
    ['a code that the table does not hold', 'F20.7 G', 38, {}, 'icd-unknown'],
    [
      'nineteen characters are no reasons',
      'F60.31 G',
      40,
      { criteria: ['PLANNING'], justification: 'x'.repeat(19) },
      'justification-missing',
    ],
    ['twenty are', 'F60.31 G', 40, { criteria: ['PLANNING'], justification: 'x'.repeat(20) }, 'individual-case law-only'],
    [
      'blank space is none',
      'F60.31 G',
      40,
      { criteria: ['PLANNING'], justification: `  kurz${' '.repeat(40)}kurz  ` },
      'justification-missing',
    ],
    [
      'letters of no width are no reasons',
      'F60.31 G',
      40,
      { criteria: ['PLANNING'], justification: `kurz${'\u200b'.repeat(40)}` },
      'justification-missing',
    ],
    ['a question not answered', 'F20.0 G', 38, { preconditions: {} }, 'precondition-unanswered'],
    [
      'a question answered no',
      'F20.0 G',
      38,
      { preconditions: { ...SURE, therapyAbility: false } },
      'precondition-not-met founding-document-only',
    ],
    ['a diagnosis ruled out counts for nothing', 'F20.0 A', 38, {}, 'diagnosis-not-confirmed'],
    ['danger is told beside a no, too', 'F20.0 V', 19, {}, 'diagnosis-not-confirmed safety-check'],
    ['GAF 20 is no warning', 'F20.0 G', 20, {}, 'regular'],
    ['no diagnosis at all', 'Z73 G', 30, {}, 'no-f-diagnosis'],
    ['a code without its point', 'F200 G', 38, {}, 'regular'],
    ['outside the list without its point', 'F6031 G', 41, {}, 'gaf-above-guide-outside-list'],
    ['no F diagnosis is told before the GAF', 'G40.1 G', 60, {}, 'no-f-diagnosis'],
  ] as const)('%s: %s with GAF %s', (_name, diagnoses, gaf, more, expected) => {
    expect(short(ask(diagnoses, gaf, more as Partial<EligibilityQuestion>))).toBe(expected);
  });

  test.each([
    ['suspicion is enough', 'F20.0 V', null, 'trial'],
    ['any chapter F', 'F60.31 V', 70, 'trial'],
    ['with a warning of danger', 'F60.31 V', 15, 'trial safety-check'],
    ['an incomplete code', 'F25 V', null, 'icd-not-terminal'],
    ['unknown code', 'F20.7 V', null, 'icd-unknown'],
    ['ruled out', 'F20.0 A', null, 'diagnosis-not-confirmed'],
    ['nothing of chapter F', 'G40.1 G', null, 'no-f-diagnosis'],
  ] as const)('R1 trial and Muster 28: %s', (_name, diagnoses, gaf, expected) => {
    for (const kind of ['TRIAL', 'REFERRAL'] as const) expect(short(ask(diagnoses, gaf, { kind, preconditions: {} }))).toBe(expected);
  });

  test.each([
    [' f20.0 ', 'F20.0'],
    ['F20.0 G', 'F20.0'],
    ['F22.-', 'F22'],
    ['F25.1!', 'F25.1'],
    ['F00.1*', 'F00.1'],
    ['F20.0+V', 'F20.0'],
    ['F200', 'F20.0'],
    ['f6031g', 'F60.31'],
    ['F20', 'F20'],
    ['Ｆ２０.０', 'F20.0'],
    ['F20\u200b.0\u00a0G', 'F20.0'],
    ['F22.–', 'F22'],
    ['FOO.0', 'FOO.0'],
  ])('"%s" is read as %s', (typed, code) => expect(tidyIcd(typed)).toBe(code));

  test('F23, F20.8 and F20.9 are not in the list, F21 and F24 are', () => {
    expect(['F23.0', 'F20.8', 'F20.9', 'F21', 'F24', 'F25.3', 'F31.5', 'F32.2'].map(isRegular)).toEqual([
      false,
      false,
      false,
      true,
      true,
      false,
      true,
      false,
    ]);
  });

  test('every code of the list is a terminal code of the shipped ICD-10-GM', () => {
    const rows = readFileSync(new URL('../../../../data/icd-10-gm-2024-chapter-F.csv', import.meta.url), 'utf8')
      .split('\n')
      .slice(1);
    const terminal = rows.filter((row) => row.split(';')[1] === '1').map((row) => row.split(';')[0] ?? '');
    expect(terminal.filter(isRegular)).toHaveLength(7 + 1 + 3 + 1 + 5 + 3);
  });

  test('names rule and paragraph, and says which of the two texts is met', () => {
    expect(ask('F20.9 G', 45)).toMatchObject({
      rule: 'R1',
      source: '§ 37a (1) SGB V; ST-RL §§ 1, 2',
      meets: { law: false, foundingDocument: true },
      facts: { gaf: 45, guide: 40, ceiling: 50 },
    });
    expect(ask('F33.3 G', 40)).toMatchObject({ ok: true, meets: { law: true, foundingDocument: false } });
  });

  test('the order of diagnoses changes nothing, and a lower GAF never turns a yes into a no', () => {
    const codes = fc.constantFrom('F20.0', 'F20.9', 'F25', 'F60.31', 'F20.7', 'G40.1', 'F33.3');
    const diagnosis = fc.record({ code: codes, certainty: fc.constantFrom<Certainty>('G', 'V', 'A', 'Z') });
    fc.assert(
      fc.property(fc.array(diagnosis, { maxLength: 4 }), fc.integer({ min: 2, max: 100 }), (diagnoses, gaf) => {
        const question = { kind: 'INITIAL', diagnoses, gaf, criteria: ['PLANNING'], justification: TEXT, preconditions: SURE } as const;
        const ruling = judgeEligibility(question, icd, P);
        expect(judgeEligibility({ ...question, diagnoses: diagnoses.toReversed() }, icd, P)).toEqual(ruling);
        if (ruling.ok) expect(judgeEligibility({ ...question, gaf: gaf - 1 }, icd, P).ok).toBe(true);
      }),
      { numRuns: 400 },
    );
  });
});

import { describe, expect, test } from 'vitest';
import type { FormFacts } from './facts.ts';
import { FULL_28, judge28, lines } from './forms.fixture.ts';
import type { Form28Content } from './muster-28.ts';
import { findingText } from './words.ts';

type Change = Partial<Form28Content>;
const unit = (on: string, minutes: number | null = 60, signed: boolean | null = true) => ({ on, minutes, signed });
const END: Change = {
  deliveredUnits: [unit('2026-03-03'), unit('2026-03-04')],
  result: { kind: 'SPECIALIST_REACHED', on: '2026-03-04', text: 'Dr. Petrova übernimmt.' },
  sentToInsurerOn: '2026-03-05',
  sentToDoctorOn: '2026-03-05',
};
const GP = { kind: 'other-doctor', lanr: '838382202', bsnr: '391234511', permission: null } as const;

describe('Muster 28 (rule book 4.4)', () => {
  test('is complete as it is issued, and at its end', () => {
    expect(lines(judge28())).toEqual([]);
    expect(lines(judge28(END))).toEqual([]);
    expect(judge28().approvalNeeded).toBe(false);
  });
  test('an empty form says all that it needs in both languages', () => {
    const verdict = judge28({ ...Object.fromEntries(Object.keys(FULL_28).map((key) => [key, undefined])), form: '28' });
    expect(verdict.findings.length).toBeGreaterThan(18);
    for (const finding of verdict.findings)
      for (const language of ['de', 'en'] as const) expect(findingText(finding, language)).toMatch(/^[^{}]{5,}$/);
  });

  test.each([
    ['the doctor’s name', { referringDoctor: { ...FULL_28.referringDoctor, name: '' } }, ['missing /referringDoctor/name field-missing']],
    ['her LANR', { referringDoctor: { ...FULL_28.referringDoctor, lanr: '' } }, ['missing /referringDoctor/lanr field-missing']],
    ['her BSNR', { referringDoctor: { ...FULL_28.referringDoctor, bsnr: null } }, ['missing /referringDoctor/bsnr field-missing']],
    [
      'a wrong LANR',
      { referringDoctor: { ...FULL_28.referringDoctor, lanr: '838382302' } },
      ['wrong /referringDoctor/lanr lanr-check-digit'],
    ],
    [
      'another LANR than above',
      { referringDoctor: { ...FULL_28.referringDoctor, lanr: '123456658' } },
      ['wrong /referringDoctor/lanr doctor-other-than-header'],
    ],
    ['no diagnosis', { diagnosisOrSuspicion: [] }, ['missing /diagnosisOrSuspicion diagnosis-missing']],
    ['confirmed is fine', { diagnosisOrSuspicion: [{ code: 'F60.31', certainty: 'G' }] }, []],
    ['ruled out', { diagnosisOrSuspicion: [{ code: 'F20.0', certainty: 'A' }] }, ['wrong /diagnosisOrSuspicion diagnosis-not-confirmed']],
    ['not terminal', { diagnosisOrSuspicion: [{ code: 'F25', certainty: 'V' }] }, ['wrong /diagnosisOrSuspicion/0/code icd-not-terminal']],
    ['not chapter F', { diagnosisOrSuspicion: [{ code: 'G40.1', certainty: 'G' }] }, ['wrong /diagnosisOrSuspicion no-f-diagnosis']],
    ['no reason', { reason: ' ' }, ['missing /reason field-missing']],
    ['a reason of 1001', { reason: 'x'.repeat(1001) }, ['wrong /reason text-too-long']],
    ['no word about the hospital', { hospitalAvoidance: false }, ['missing /hospitalAvoidance hospital-avoidance-missing']],
    ['0 units', { units: 0 }, ['wrong /units referral-units-outside']],
    ['1 unit', { units: 1 }, []],
    ['6 units', { units: 6 }, ['wrong /units referral-units-outside']],
    ['no units', { units: null }, ['missing /units units-missing']],
    ['no provider', { provider: undefined }, ['missing /provider/name field-missing', 'missing /provider/ik field-missing']],
    ['nobody to refer to', { targetSpecialty: null }, ['warning /targetSpecialty field-recommended']],
    ['unsigned', { prescriberSignature: undefined }, ['missing /prescriberSignature/signed prescriber-signature-missing']],
    [
      'more given than prescribed',
      { ...END, deliveredUnits: [unit('2026-03-03', 301)] },
      ['wrong /deliveredUnits delivered-above-prescribed'],
    ],
    ['exactly as much', { ...END, deliveredUnits: [unit('2026-03-03', 300)] }, []],
    ['before the issue', { ...END, deliveredUnits: [unit('2026-03-01')] }, ['wrong /deliveredUnits/0/on delivered-before-issue']],
    ['tomorrow', { ...END, deliveredUnits: [unit('2026-03-06')] }, ['wrong /deliveredUnits/0/on day-in-future']],
    ['no minutes', { ...END, deliveredUnits: [unit('2026-03-03', null)] }, ['missing /deliveredUnits/0/minutes field-missing']],
    ['0 minutes', { ...END, deliveredUnits: [unit('2026-03-03', 0)] }, ['wrong /deliveredUnits/0/minutes minutes-impossible']],
    [
      'not signed by the client',
      { ...END, deliveredUnits: [unit('2026-03-03', 60, null)] },
      ['missing /deliveredUnits/0/signed patient-signature-missing'],
    ],
    ['reached, but when', { ...END, result: { kind: 'SPECIALIST_REACHED', text: 'ja' } }, ['missing /result/on field-missing']],
    ['not reached, but why', { ...END, result: { kind: 'NOT_REACHED' } }, ['missing /result/text field-missing']],
    ['declined with a word', { ...END, result: { kind: 'PATIENT_DECLINED', text: 'Möchte nicht.' } }, []],
    ['a copy without a result', { ...END, result: undefined }, ['missing /result/kind referral-result-missing']],
    ['a copy before the last unit', { ...END, sentToInsurerOn: '2026-03-03' }, ['wrong /sentToInsurerOn sent-before-last-unit']],
    ['no copy to the doctor', { ...END, sentToDoctorOn: null }, ['warning /sentToDoctorOn copy-not-sent']],
  ] as [string, Change, string[]][])('%s', (_name, change, expected) => expect(lines(judge28(change))).toEqual(expected));

  test.each([
    [
      'a psychiatrist with permission should use Muster 26',
      { prescriber: { ...GP, kind: 'psychiatrist', permission: { from: '2015-01-01', to: null } } },
      ['warning /prescriber muster-26-instead'],
    ],
    [
      'a psychotherapist is no contract doctor',
      { prescriber: { ...GP, kind: 'psychological-psychotherapist' } },
      ['wrong /prescriber referral-only-by-doctor'],
    ],
    ['nobody chosen', { prescriber: null }, ['missing /prescriber prescriber-not-chosen']],
    ['the contingent is used up', { remainingMinutes: 0 }, ['wrong /units cap-exhausted']],
    ['two hours are left', { remainingMinutes: 120 }, ['warning /units more-than-remaining']],
    [
      'more than five in total',
      { earlier: [{ kind: 'TRIAL', issuedOn: '2026-02-01', units: 2, sameEpisode: true }] },
      ['warning /units approval-needed-total'],
    ],
  ] as [string, Partial<FormFacts>, string[]][])('against the file: %s', (_name, facts, expected) =>
    expect(lines(judge28({}, facts))).toEqual(expected),
  );
});

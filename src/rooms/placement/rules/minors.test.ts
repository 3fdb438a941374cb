import { describe, expect, test } from 'vitest';
import { INSURANCE_KINDS } from '#kernel/codes.ts';
import { ageBand, type Guardian, type Representation, representation } from './minors.ts';

const day = Temporal.PlainDate.from('2026-03-02');
const born = (years: number) => day.subtract({ years });
const says = (...answers: Guardian['says'][]): Guardian[] => answers.map((answer) => ({ says: answer }));
const base: Representation = {
  birthDate: born(12),
  day,
  insurance: 'GKV',
  caller: 'guardian',
  custody: 'sole',
  guardians: says('yes'),
  urgentNeed: false,
  betreuung: null,
};
const ask = (change: Partial<Representation>) => representation({ ...base, ...change });

describe('age groups (A.1.6)', () => {
  test.each([
    [born(7).add({ days: 1 }), 'under-7'],
    [born(7), '7-13'],
    [born(14).add({ days: 1 }), '7-13'],
    [born(14), '14'],
    [born(15).add({ days: 1 }), '14'],
    [born(15), '15-17'],
    [born(18).add({ days: 1 }), '15-17'],
    [born(18), 'adult'],
    [null, 'unknown'],
  ])('born %s is %s', (birthDate, band) => expect(ageBand(birthDate, day)).toBe(band));

  test('somebody born on 29 February turns 18 on 1 March', () => {
    const leap = Temporal.PlainDate.from('2008-02-29');
    expect(ageBand(leap, Temporal.PlainDate.from('2026-02-28'))).toBe('15-17');
    expect(ageBand(leap, Temporal.PlainDate.from('2026-03-01'))).toBe('adult');
  });
});

describe('children under 14', () => {
  test.each([5, 12])('a custody holder books for a child of %i', (years) => {
    expect(ask({ birthDate: born(years) })).toMatchObject({
      mustAgree: ['custody-one'],
      blockers: [],
      tasks: [],
      hints: ['kjp-only', 'record-childs-wish'],
      feeRuleBinds: true,
      channel: 'custody-holder',
    });
  });
  test.each(['self', 'relative', 'referrer'] as const)('with %s on the phone the desk asks for a custody holder', (caller) => {
    expect(ask({ caller })).toMatchObject({ blockers: ['talk-to-custody-holder'] });
  });
  test('nobody asked yet blocks, one of two leaves a task, both leave nothing', () => {
    const joint = (...answers: Guardian['says'][]) => ask({ custody: 'joint', guardians: says(...answers) });
    expect(joint('not-asked', 'not-asked')).toMatchObject({ blockers: ['custody-consent-missing'], feeRuleBinds: false });
    expect(joint('yes', 'not-asked')).toMatchObject({ blockers: [], tasks: ['second-signature-before-trial'], feeRuleBinds: false });
    expect(joint('yes')).toMatchObject({ blockers: [], tasks: ['second-signature-before-trial'] });
    expect(joint('yes', 'yes')).toMatchObject({ blockers: [], tasks: [], feeRuleBinds: true, mustAgree: ['custody-all'] });
  });
  test('father yes, mother no: second consent blocks, with a way on (scenario D 10)', () => {
    const answer = ask({ custody: 'joint', guardians: says('yes', 'no') });
    expect(answer.blockers).toEqual(['second-consent-missing']);
    expect(answer.hints).toEqual(['kjp-only', 'record-childs-wish', 'information-talk-if-therapist-agrees', 'family-court-counselling']);
    expect(answer.feeRuleBinds).toBe(false);
  });
  test('urgent need goes on with one parent and asks the other afterwards, but never with none', () => {
    expect(ask({ custody: 'joint', guardians: says('yes', 'no'), urgentNeed: true })).toMatchObject({
      blockers: [],
      tasks: ['second-consent-after-urgent-need'],
    });
    expect(ask({ custody: 'joint', guardians: says('not-asked', 'no'), urgentNeed: true }).blockers).toEqual(['custody-consent-missing']);
  });
  test('a court guardian signs alone and shows the certificate; unknown custody is clarified', () => {
    expect(ask({ custody: 'court-guardian' })).toMatchObject({
      mustAgree: ['court-guardian'],
      blockers: [],
      tasks: ['guardian-certificate'],
    });
    expect(ask({ custody: 'unknown' })).toMatchObject({ mustAgree: ['custody-all'], tasks: ['clarify-custody'], feeRuleBinds: false });
  });
});

describe('from 14', () => {
  test('15, alone, GKV, separated parents (scenario D 9)', () => {
    expect(ask({ birthDate: born(15), caller: 'self', custody: 'joint', guardians: [] })).toEqual({
      band: '15-17',
      mustAgree: ['client'],
      blockers: [],
      tasks: ['insight-by-therapist', 'custody-consent-two-before-trial'],
      hints: ['kjp-only'],
      feeRuleBinds: false,
      channel: 'clients-choice',
    });
  });
  test('14, alone: accepted, but a custody holder contracts', () => {
    expect(ask({ birthDate: born(14), caller: 'self', guardians: [] })).toMatchObject({
      mustAgree: ['client', 'custody-one'],
      blockers: ['custody-holder-needed'],
      tasks: ['insight-by-therapist'],
      channel: 'clients-choice',
    });
    expect(ask({ birthDate: born(14), caller: 'self' })).toMatchObject({ blockers: [], feeRuleBinds: true });
  });
  test.each(INSURANCE_KINDS)('17, alone, %s', (insurance) => {
    const alone = ['GKV', 'BG', 'YOUTH'].includes(insurance);
    expect(ask({ birthDate: born(17), caller: 'self', guardians: [], insurance }).blockers).toEqual(alone ? [] : ['custody-holder-needed']);
  });
  test('an unknown payer is treated like a private one', () => {
    expect(ask({ birthDate: born(16), caller: 'self', guardians: [], insurance: null }).blockers).toEqual(['custody-holder-needed']);
  });
  test('private with one parent against: second consent blocks; with GKV the minor’s own consent counts', () => {
    const torn = { birthDate: born(16), caller: 'self', custody: 'joint', guardians: says('yes', 'no') } as const;
    expect(ask({ ...torn, insurance: 'PKV' }).blockers).toEqual(['second-consent-missing']);
    expect(ask(torn)).toMatchObject({ blockers: [], tasks: ['insight-by-therapist', 'custody-consent-two-before-trial'] });
  });
  test('private with the only parent against: no consent', () => {
    const against = { birthDate: born(16), caller: 'self', guardians: says('no') } as const;
    expect(ask({ ...against, insurance: 'PKV' }).blockers).toEqual(['custody-consent-missing']);
    expect(ask({ ...against, birthDate: born(14) }).blockers).toEqual(['custody-consent-missing']);
  });
  test('a parent who calls for a 16-year-old on GKV does not get the confirmation in place of the minor', () => {
    expect(ask({ birthDate: born(16) })).toMatchObject({ channel: 'clients-choice', feeRuleBinds: true });
    expect(ask({ birthDate: born(16), insurance: 'PKV' })).toMatchObject({ channel: 'custody-holder' });
  });
  test('unknown custody of a 16-year-old who books alone is clarified later', () => {
    expect(ask({ birthDate: born(16), caller: 'self', custody: 'unknown', guardians: [] })).toMatchObject({
      blockers: [],
      tasks: ['insight-by-therapist', 'clarify-custody', 'custody-consent-before-trial'],
    });
  });
});

describe('adults', () => {
  test('decide alone', () => {
    expect(ask({ birthDate: born(40), caller: 'self', guardians: [] })).toMatchObject({
      mustAgree: ['client'],
      blockers: [],
      feeRuleBinds: true,
      hints: [],
    });
  });
  test('with a Betreuung for health still book; certificate and scope are asked for', () => {
    expect(ask({ birthDate: born(40), betreuung: { scopeKnown: false, certificateSeen: false } })).toMatchObject({
      blockers: [],
      tasks: ['betreuung-certificate', 'betreuung-scope'],
      feeRuleBinds: false,
    });
    expect(ask({ birthDate: born(40), betreuung: { scopeKnown: true, certificateSeen: true } })).toMatchObject({
      tasks: [],
      feeRuleBinds: true,
    });
  });
  test('without a birth date nothing can be said', () => expect(ask({ birthDate: null }).blockers).toEqual(['birth-date-missing']));
});

import { describe, expect, test } from 'vitest';
import { dayInBerlin } from '#kernel/time.ts';
import type { RequestView } from '#rooms/placement/contract.ts';
import { representation } from '#rooms/placement/rules/minors.ts';
import { changesOf, criteriaOf, EMPTY_FORM, type Form, formOf, PRIVACY_VERSION, representationFacts, stageOf, without } from './form.ts';

const typed = (part: Partial<Form>): Form => ({ ...EMPTY_FORM, ...part });
const today = dayInBerlin(Temporal.Instant.from('2026-03-02T09:00:00Z'));

describe('what is saved', () => {
  test('nothing typed is nothing to save', () => expect(changesOf(EMPTY_FORM, EMPTY_FORM)).toBeNull());

  test.each<[string, Partial<Form>, unknown]>([
    ['only the number', { phone: '0171 3920041' }, { person: { phone: '0171 3920041' } }],
    ['no half number', { phone: '0171' }, null],
    ['no half address', { email: 'anna@', givenName: 'Anna' }, { person: { givenName: 'Anna' } }],
    ['a whole address without blanks', { email: ' anna@example.org ' }, { person: { email: 'anna@example.org' } }],
    ['a postal code once it is whole, for the way and for the letter', { postalCode: '53113' }, { person: { postalCode: '53113' } }],
    ['no half postal code', { postalCode: '531' }, null],
    ['the sentence without blanks around it', { concern: ' Panik in der Bahn ' }, { concern: 'Panik in der Bahn' }],
    ['that the privacy notice was read', { privacyVersion: PRIVACY_VERSION }, { privacyVersion: PRIVACY_VERSION }],
    ['who calls', { callerRole: 'parent' }, { callerRole: 'parent' }],
    ['a consent', { waiting: true }, { waitingConsent: true }],
  ])('%s', (_what, part, expected) => {
    const changes = changesOf(typed(part), EMPTY_FORM);
    if (expected === null) expect(changes).toBeNull();
    else expect(changes).toMatchObject(expected as object);
  });

  test('a field that is emptied again is taken back', () => {
    expect(changesOf(EMPTY_FORM, typed({ email: 'anna@example.org', concern: 'Panik' }))).toEqual({
      person: { email: null },
      concern: null,
    });
  });
  test('the privacy notice once read is not taken back by an empty box', () => {
    expect(changesOf(EMPTY_FORM, typed({ privacyVersion: PRIVACY_VERSION }))).toBeNull();
  });
  test('a birth date goes to the person and to what the fit reads', () => {
    const changes = changesOf(typed({ birthDate: '1993-02-14' }), EMPTY_FORM);
    expect(changes?.person).toEqual({ birthDate: '1993-02-14' });
    expect(changes?.criteria).toEqual({ ...EMPTY_FORM.criteria, birthDate: '1993-02-14' });
  });
});

test('what fits is asked with a postal code only once it is whole', () => {
  expect(criteriaOf(typed({ postalCode: '5311' }))).not.toHaveProperty('postalCode');
  expect(criteriaOf(typed({ postalCode: '53113 ' }))).toHaveProperty('postalCode', '53113');
});

test.each([
  [{}, null],
  [{ ptv11: { recommendations: ['therapy'] } }, 'ptv11'],
  [{ exemption: true }, 'exempt'],
  [{ exemption: false }, 'none'],
  [{ exemption: false, ptv11: { recommendations: [] } }, 'ptv11'],
] as const)('where the caller stands: %j is %s', (criteria, stage) => {
  expect(stageOf(structuredClone(criteria) as Parameters<typeof stageOf>[0])).toBe(stage);
});

test('a criterion that is taken back is not asked, not empty', () => {
  expect(without({ setting: 'single', genderWish: 'f', genderMust: true }, 'genderWish', 'genderMust')).toEqual({ setting: 'single' });
});

const VIEW: RequestView = {
  id: '00000000-0000-7000-8000-000000000001',
  version: 3,
  state: 'triaged',
  origin: 'phone',
  createdAt: '2026-03-01T10:00:00Z',
  ownerId: null,
  ownerName: null,
  nextStepAt: null,
  priority: 3,
  callerRole: null,
  privacyVersion: null,
  safetyOpener: 'no',
  safetyBlocked: false,
  safetyLevel: null,
  criteria: { birthDate: '1993-02-14', postalCode: '50823', languages: ['de'], setting: 'single' },
  concern: null,
  blockers: [],
  person: {
    givenName: 'Anna',
    familyName: null,
    called: null,
    birthDate: '1993-02-14',
    phone: '0171 3920041',
    email: null,
    street: null,
    postalCode: null,
    place: null,
    channel: 'phone',
  } as unknown as RequestView['person'],
  guardians: [],
  hold: null,
  booking: null,
  remindersConsent: false,
  waitingConsent: true,
  closedAt: null,
  closedReason: null,
};

describe('an open request', () => {
  test('fills the form: nothing is null that is typed, the area stands where the person has no address', () => {
    const form = formOf(VIEW);
    expect(form).toMatchObject({
      givenName: 'Anna',
      familyName: '',
      postalCode: '50823',
      callerRole: 'self',
      channel: null,
      waiting: true,
    });
    expect(form.criteria).toEqual({ languages: ['de'], setting: 'single' });
  });
  test('has nothing to save once it is loaded', () => expect(changesOf(formOf(VIEW), formOf(VIEW))).toBeNull());
});

describe('who speaks', () => {
  const guardian = (agrees: 'yes' | 'no' | 'unknown', hasCustody: boolean | null = true) =>
    ({
      id: crypto.randomUUID(),
      version: 1,
      name: 'P',
      relation: 'parent',
      hasCustody,
      agrees,
      agreedAt: null,
      phone: null,
      contactAllowed: false,
      scope: null,
    }) as unknown as RequestView['guardians'][number];
  const blockers = (part: Partial<Form>, guardians: RequestView['guardians'] = []) =>
    representation(representationFacts(typed(part), guardians, today)).blockers;

  test('an adult speaks for herself', () => expect(blockers({ birthDate: '1993-02-14' })).toEqual([]));
  test('without a birth date nobody knows', () => expect(blockers({})).toEqual(['birth-date-missing']));
  test('a child needs somebody with custody, and one without does not count', () => {
    const child = { birthDate: '2016-05-01', callerRole: 'parent' } as const;
    expect(blockers(child)).not.toEqual([]);
    expect(blockers({ ...child, criteria: { custody: 'sole' } }, [guardian('yes')])).toEqual([]);
    expect(blockers({ ...child, criteria: { custody: 'sole' } }, [guardian('yes', false)])).not.toEqual([]);
  });
  test('who was not asked has not agreed', () => {
    const facts = representationFacts(typed({}), [guardian('unknown'), guardian('no')], today);
    expect(facts.guardians.map(({ says }) => says)).toEqual(['not-asked', 'no']);
  });
  test('a court guardian of an adult shows certificate and scope before the rule binds', () => {
    const facts = representationFacts(
      typed({
        birthDate: '1960-01-01',
        callerRole: 'court-guardian',
        criteria: { betreuung: { scopeKnown: false, certificateSeen: false } },
      }),
      [],
      today,
    );
    const result = representation(facts);
    expect(result.tasks).toEqual(['betreuung-certificate', 'betreuung-scope']);
    expect(result.feeRuleBinds).toBe(false);
  });
});

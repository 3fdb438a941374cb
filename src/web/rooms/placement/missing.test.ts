import { describe, expect, test } from 'vitest';
import { dayInBerlin } from '#kernel/time.ts';
import type { RequestView } from '#rooms/placement/contract.ts';
import { representation } from '#rooms/placement/rules/minors.ts';
import { EMPTY_FORM, type Form, representationFacts } from './form.ts';
import { missingFor, NEEDED_TO_BOOK, NEEDED_TO_HOLD, type Needed } from './missing.ts';
import type { Acknowledgement } from './use-booking.ts';
import type { Desk } from './use-desk.ts';
import { WORDINGS } from './wording.fixture.ts';

const today = dayInBerlin(Temporal.Instant.from('2026-03-02T09:00:00Z'));
const SAID: Acknowledgement = { response: 'accepted', language: 'de', policyVersion: 1, withoutAllowed: false, interpreterBy: null };

/** A call in which nothing is missing. */
const WHOLE: Form = {
  ...EMPTY_FORM,
  phone: '0171 3920041',
  privacyVersion: '2026-1',
  birthDate: '1993-02-14',
  givenName: 'Anna-Lena',
  familyName: 'Kowalski',
  email: 'anna@example.org',
  postalCode: '50823',
  criteria: { ...EMPTY_FORM.criteria, insurance: 'GKV', problems: ['DEP'] },
};

function deskOf(form: Form, view: Partial<RequestView> | null = {}): Desk {
  const seen = view && { safetyOpener: 'no', safetyBlocked: false, guardians: [], ...view };
  return { form, view: seen, speaks: representation(representationFacts(form, [], today)) } as unknown as Desk;
}
const words = (needed: readonly Needed[], desk: Desk, said = SAID, held = true, language: 'de' | 'en' = 'de') =>
  missingFor(needed, desk, { said, held }, WORDINGS[language].w).map(({ what }) => what);
const toBook = (form: Form, view?: Partial<RequestView> | null, said = SAID, held = true) =>
  words(NEEDED_TO_BOOK, deskOf(form, view), said, held);

test('of a whole call nothing is missing', () => expect(toBook(WHOLE)).toEqual([]));

test('a new call lacks everything, in the order of a call', () => {
  const desk = deskOf(EMPTY_FORM, null);
  expect(words(NEEDED_TO_HOLD, desk)).toEqual(['Sicherheitsfrage', 'Geburtsdatum', 'Kasse', 'worum es geht']);
  const nothing: Acknowledgement = { ...SAID, response: null };
  for (const language of ['de', 'en'] as const) {
    const list = words(NEEDED_TO_BOOK, desk, nothing, false, language);
    expect(list).toHaveLength(11);
    for (const what of list) expect(what).toMatch(/\S/);
    expect(new Set(list).size).toBe(list.length);
  }
});

const { w } = WORDINGS.de;
describe('one thing missing is named alone', () => {
  test.each<[Needed, Partial<Form>]>([
    ['phone', { phone: '0171' }],
    ['privacy', { privacyVersion: null }],
    ['birthDate', { birthDate: null }],
    ['insurance', { criteria: { ...WHOLE.criteria, insurance: undefined } }],
    ['problems', { criteria: { ...WHOLE.criteria, problems: [] } }],
    ['languages', { criteria: { ...WHOLE.criteria, languages: undefined } }],
    ['setting', { criteria: { ...WHOLE.criteria, setting: undefined } }],
    ['givenName', { givenName: ' ' }],
    ['familyName', { familyName: '' }],
    ['target', { email: 'anna@' }],
    ['target', { channel: 'letter' }],
    ['target', { channel: 'letter', street: 'Gartenstraße 3' }],
    ['target', { channel: 'letter', street: 'Gartenstraße 3', place: 'Köln', postalCode: '508' }],
    ['target', { channel: 'email', email: '', street: 'Gartenstraße 3', place: 'Köln' }],
    ['target', { channel: 'sms', phone: '0228 5550123' }],
    ['guardians', { birthDate: '2016-05-01', callerRole: 'parent' }],
  ])('%s', (needed, part) => expect(toBook({ ...WHOLE, ...part })).toEqual([w.needed[needed]]));

  test('the safety question', () => expect(toBook(WHOLE, { safetyOpener: null })).toEqual([w.needed.opener]));
  test('the release of the duty psychologist', () =>
    expect(toBook(WHOLE, { safetyOpener: 'yes', safetyBlocked: true })).toEqual([w.needed.release]));
  test('the hold', () => expect(toBook(WHOLE, {}, SAID, false)).toEqual([w.needed.hold]));
});

test('a text message needs a mobile number, and neither e-mail nor street', () => {
  expect(toBook({ ...WHOLE, channel: 'sms', email: '' })).toEqual([]);
});

test('a letter needs no e-mail', () => {
  expect(toBook({ ...WHOLE, email: '', street: 'Gartenstraße 3', place: 'Köln' })).toEqual([]);
});

test.each([
  [null, false, false],
  ['accepted', false, true],
  ['questions', false, false],
  ['declined', false, false],
  ['declined', true, true],
  ['questions', true, true],
  [null, true, false],
] as const)(
  'the cancellation rule cannot be skipped: answered %s, also without: %s → booking goes on: %s',
  (response, withoutAllowed, goes) => {
    expect(toBook(WHOLE, {}, { ...SAID, response, withoutAllowed })).toEqual(goes ? [] : [w.needed.acknowledged]);
  },
);

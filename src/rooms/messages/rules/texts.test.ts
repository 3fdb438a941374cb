import { describe, expect, it } from 'vitest';
import { FORMS, KINDS, mustBeNeutral, placeholdersOf, TEMPLATE_NAMES, TEXT_LANGUAGES, textLanguage } from './kinds.ts';
import { isNeutral, tellingWord } from './neutral.ts';
import { checkWording, fill, MOST_PARTS, SAMPLE, sayAt } from './render.ts';
import { partsOf } from './segments.ts';
import { findShipped } from './shipped.ts';

const shipped = TEMPLATE_NAMES.flatMap((name) =>
  FORMS.flatMap((form) =>
    TEXT_LANGUAGES.flatMap((language) => {
      const body = findShipped(name, language, form);
      return body === undefined ? [] : [{ name, form, language, body }];
    }),
  ),
);

describe('the shipped texts', () => {
  it('are there for every kind in German, plain German and English, and for the confirmation and the reminders in three more', () => {
    for (const language of ['de', 'de-easy', 'en'] as const)
      for (const name of TEMPLATE_NAMES)
        for (const form of FORMS) expect(findShipped(name, language, form), `${name} ${language} ${form}`).toBeTruthy();
    for (const language of ['tr', 'ar', 'uk'] as const)
      for (const name of ['appointment-confirmation', 'reminder-72', 'reminder-24'] as const)
        for (const form of FORMS) expect(findShipped(name, language, form), `${name} ${language} ${form}`).toBeTruthy();
    expect(shipped.length).toBeGreaterThanOrEqual(TEMPLATE_NAMES.length * 6 + 18);
  });

  it.each(shipped)('$name ($form, $language) obeys the rule for own wordings: placeholders, neutrality, length', ({ name, form, body }) => {
    expect(checkWording(name, form, body)).toEqual({ ok: true });
  });

  it.each(shipped.filter(({ name, form }) => mustBeNeutral(name, form)))(
    '$name ($form, $language) tells nothing, also when it is filled',
    ({ body, form, language }) => {
      expect(tellingWord(fill(body, SAMPLE, language, form))).toBeUndefined();
    },
  );

  it('only the confirmation may name things, and only its long form', () => {
    const exceptions = TEMPLATE_NAMES.flatMap((name) =>
      FORMS.filter((form) => !mustBeNeutral(name, form)).map((form) => `${name} ${form}`),
    );
    expect(exceptions).toEqual(['appointment-confirmation long']);
  });

  it.each(shipped.filter(({ form }) => form === 'short'))(
    '$name ($language) names nobody and costs few parts',
    ({ name, body, language }) => {
      const text = fill(body, SAMPLE, language, 'short');
      expect(text).not.toContain('Kim');
      expect(text).not.toContain('Mara');
      expect(placeholdersOf(name, 'short')).not.toContain('name');
      expect(partsOf(text).parts).toBeLessThanOrEqual(MOST_PARTS);
      expect(text).not.toMatch(/[{}\n]/);
    },
  );
});

describe('filling', () => {
  it('says a time as people say it, in each language and in Berlin', () => {
    const at = Temporal.Instant.from('2026-03-05T16:30:00Z');
    expect(sayAt(at, 'de', 'long')).toBe('Donnerstag, 5. März 2026, 17:30 Uhr');
    expect(sayAt(at, 'en', 'long')).toBe('Thursday, 5 March 2026, 17:30');
    expect(sayAt(at, 'de', 'short')).toMatch(/^Do\.?, 05\.03\., 17:30 Uhr$/);
    expect(sayAt(at, 'ar', 'long')).toMatch(/17:30/);
    expect(sayAt(Temporal.Instant.from('2026-03-29T01:30:00Z'), 'de', 'long')).toContain('03:30 Uhr'); // summer time began at 2
  });

  it('keeps the order of a telephone number in a sentence from right to left; a link and an Arabic name need no help', () => {
    expect(fill('{phone}', { phone: '0228 555 010' }, 'ar', 'short')).toBe('\u202a0228 555 010\u202c');
    expect(fill('{numbers}', { numbers: 'Notruf: 112\nBonn: 0228 1' }, 'fa', 'long')).toBe(
      '\u202aNotruf: 112\u202c\n\u202aBonn: 0228 1\u202c',
    );
    expect(fill('{link}', { link: 'https://geleit.example/x' }, 'ar', 'long')).toBe('https://geleit.example/x');
    expect(fill('{name}', { name: 'مريم' }, 'ar', 'long')).toBe('مريم');
    expect(fill('{phone}', { phone: '0228 555 010' }, 'uk', 'short')).toBe('0228 555 010');
  });

  it('leaves out the line, or the sentence, whose value is missing', () => {
    expect(fill('A\nTelefon: {contact}\nB', { contact: null }, 'de', 'long')).toBe('A\nB');
    expect(fill('Ihr Termin: {when}. Fragen: {contact}', { when: 'morgen', contact: '' }, 'de', 'short')).toBe('Ihr Termin: morgen.');
    expect(fill('a\n\n{cancellation}\n\nb', {}, 'de', 'long')).toBe('a\n\nb');
  });

  it('does not fill twice: a name with braces stays a name', () => {
    expect(fill('Hallo {name}, {phone}', { name: '{phone}', phone: '1' }, 'de', 'long')).toBe('Hallo {phone}, 1');
  });
});

describe("a network's own wording", () => {
  it.each([
    ['placeholder-unknown', '{nmae}', 'Ihr Termin {when}, {nmae}'],
    ['placeholder-unknown', '{practitioner}', 'Ihr Termin {when} bei {practitioner}'],
    ['placeholder-missing', '{when}', 'Ihr Termin kommt bald'],
    ['brace-open', undefined, 'Ihr Termin {when} {'],
    ['word-tells', 'Therapiestunde', 'Ihre Therapiestunde: {when}'],
    ['word-tells', 'Psychotherapie', 'Psychotherapie am {when}'],
    ['text-empty', undefined, '   '],
  ])('%s is refused with %s named', (because, word, body) => {
    expect(checkWording('reminder-24', 'long', body)).toEqual({ ok: false, because, ...(word ? { word } : {}) });
  });

  it('a text message is short and names nobody', () => {
    expect(checkWording('reminder-24', 'short', `{when} ${'ä'.repeat(700)}`)).toMatchObject({ because: 'text-too-long' });
    expect(checkWording('reminder-24', 'short', 'Hallo {name}: {when}')).toMatchObject({ because: 'placeholder-unknown', word: '{name}' });
  });

  it.each([
    ['Ihre Psycho­therapie', 'a soft hyphen'],
    ['Kranken\u200bhaus', 'a zero-width space'],
    ['PSYCHIATRIE', 'capitals'],
    ['Ärztliche Sprechstunde', 'umlauts'],
    ['psikoloğunuz', 'Turkish'],
    ['موعد العلاج', 'Arabic'],
    ['ваш психотерапевт', 'Ukrainian'],
    ['Suchthilfe', 'a compound'],
  ])('%j tells, for all its %s', (text) => {
    expect(isNeutral(text)).toBe(false);
  });

  it.each(['Wir haben Sie gesucht', 'Wir haben versucht, Sie zu erreichen', 'Ihr Besuch', 'fundierte Auskunft', 'Termin um 9 Uhr'])(
    '%j tells nothing',
    (text) => {
      expect(isNeutral(text)).toBe(true);
    },
  );
});

describe('the language of a text', () => {
  it.each([
    ['de', 'de'],
    ['de-AT', 'de'],
    ['easy', 'de-easy'],
    ['de-easy', 'de-easy'],
    ['uk', 'uk'],
    ['tr-TR', 'tr'],
    ['vi', 'de'],
    [null, 'de'],
  ])('%s is written to in %s', (wished, language) => {
    expect(textLanguage(wished)).toBe(language);
  });
});

describe('a text message travels in parts', () => {
  it.each([
    ['a'.repeat(160), 'gsm-7', 160, 1],
    ['a'.repeat(161), 'gsm-7', 161, 2],
    ['a'.repeat(306), 'gsm-7', 306, 2],
    ['a'.repeat(307), 'gsm-7', 307, 3],
    ['€'.repeat(80), 'gsm-7', 160, 1],
    [`${'a'.repeat(152)}€${'a'.repeat(10)}`, 'gsm-7', 164, 2],
    ['ş'.repeat(70), 'ucs-2', 70, 1],
    ['ş'.repeat(71), 'ucs-2', 71, 2],
    ['😀'.repeat(35), 'ucs-2', 70, 1],
    ['', 'gsm-7', 0, 0],
  ])('%#', (text, alphabet, units, parts) => {
    expect(partsOf(text)).toEqual({ alphabet, units, parts });
  });

  it('never cuts a sign in two: 33 emoji fill a part of 67 units', () => {
    expect(partsOf('😀'.repeat(36)).parts).toBe(2);
    expect(partsOf('😀'.repeat(67)).parts).toBe(3); // 33 + 33 + 1
  });
});

it('the kinds say what a wording must hold, and each of it is known', () => {
  for (const name of TEMPLATE_NAMES) for (const key of KINDS[name].must) expect(placeholdersOf(name, 'short')).toContain(key);
});

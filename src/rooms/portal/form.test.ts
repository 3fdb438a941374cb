import { describe, expect, test } from 'vitest';
import { berlinInstant } from '#kernel/time.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { callBackBy, DESK_HOURS } from './rules/deadline.ts';
import { type FieldName, FORM_LANGUAGES, IN_ORDER, type Typed } from './rules/fields.ts';
import { openForm, readForm, windowsOf } from './rules/form.ts';
import { formPage } from './rules/form-page.ts';
import { readFormToken, referenceOf, sourceOf, writeFormToken } from './rules/form-token.ts';
import { Html, html } from './rules/html.ts';
import { donePage } from './rules/page.ts';
import { FORM_WORDS, languageFor } from './rules/words.ts';

const TODAY = Temporal.PlainDate.from('2027-03-01');
const GOOD: Typed = {
  urgent: ['no'],
  channel: ['phone'],
  phone: ['0228 555 010'],
  who: ['self'],
  birth: ['12.03.1990'],
  consent: ['on'],
};
const read = (change: Partial<Record<FieldName, readonly string[]>>) => readForm({ ...GOOD, ...change }, TODAY);
const faults = (change: Partial<Record<FieldName, readonly string[]>>) => {
  const answer = read(change);
  return answer.ok ? [] : answer.faults.map(({ field, code }) => `${field} ${code}`);
};

describe('bad input of the public form (security 5.1)', () => {
  test('the least that somebody can say is enough', () => {
    expect(read({})).toMatchObject({
      ok: true,
      intake: { phone: '0228 555 010', birthDate: '1990-03-12', languages: ['de'], setting: 'either', procedure: null, insurance: null },
    });
  });

  test.each([
    ['F01 only spaces', { phone: ['   '] }, ['phone required']],
    ['F02 10,000 letters', { called: ['a'.repeat(10_000)] }, ['called too-long']],
    ['F03 NUL', { called: ['a\u0000b'] }, ['called control-character']],
    ['F04 right-to-left override', { called: ['a\u202eb'] }, ['called control-character']],
    ['F05 only zero-width joiners', { birth: ['\u200d\u200d'] }, ['birth required']],
    ['F11 a line break', { concern: ['a\nb'] }, ['concern line-break']],
    ['F12 header text in the mail field', { email: ['a@b.de\r\nBcc: c@d.de'] }, ['email line-break']],
    ['F13 no domain', { email: ['anna'] }, ['email email']],
    ['F13 no top-level domain', { email: ['anna@home'] }, ['email email']],
    ['F14 255 signs', { email: [`${'a'.repeat(247)}@b.de.de`] }, ['email too-long']],
    ['F16 a number with letters', { phone: ['0228 CALL ME'] }, ['phone phone']],
    ['a number without area code', { phone: ['555 010'] }, ['phone phone']],
    ['F18 a premium number', { phone: ['0900 1 234567'] }, ['phone phone-not-allowed']],
    ['F18 a number of votings', { phone: ['0137 1234567'] }, ['phone phone-not-allowed']],
    ['F19 30 February', { birth: ['30.02.1990'] }, ['birth date']],
    ['F20 in the future', { birth: ['01.01.2031'] }, ['birth date-range']],
    ['F21 in 1850', { birth: ['01.01.1850'] }, ['birth date-range']],
    ['an age of 130', { birth: ['130'] }, ['birth date-range']],
    ['words for a birth date', { birth: ['gestern'] }, ['birth date']],
    ['F23 under 15 and alone', { birth: ['14'] }, ['who guardian-required']],
    ['F24 four digits', { postalCode: ['5311'] }, ['postalCode postcode']],
    ['F25 00000', { postalCode: ['00000'] }, ['postalCode postcode']],
    ['F45 no consent', { consent: [] }, ['consent consent-required']],
    ['F46 consent as 1', { consent: ['1'] }, ['consent option', 'consent consent-required'].slice(0, 1)],
    ['F47 an unknown option', { setting: ['both'] }, ['setting option']],
    ['F48 the same option twice', { times: ['1m', '1m'] }, ['times duplicate']],
    ['F49 500 options', { times: Array(500).fill('1m') }, ['times too-many']],
    ['F58 64 kB of text', { concern: ['x'.repeat(65_536)] }, ['concern too-long']],
    ['F59 marks heaped on a letter', { concern: [`a${'\u0301'.repeat(5_000)}`] }, ['concern text-malformed']],
    ['half a character', { concern: ['\ud83d'] }, ['concern text-malformed']],
    ['a value given twice', { channel: ['phone', 'email'] }, ['channel duplicate']],
    ['nothing chosen', { channel: [] }, ['channel required']],
    ['mail wished, none given', { channel: ['email'] }, ['email required']],
    ['a referrer without a name', { who: ['referrer'] }, ['referrer required']],
    ['a PTV 11 of tomorrow', { ptv11: ['yes'], ptv11Date: ['02.03.2027'] }, ['ptv11Date date-range']],
  ] as [string, Partial<Record<FieldName, string[]>>, string[]][])('%s', (_, change, expected) => {
    expect(faults(change)).toEqual(expected);
  });

  test('what may look odd and is right', () => {
    expect(read({ called: ['Mu\u0308ller'] })).toMatchObject({ intake: { called: 'Müller' } }); // F06
    for (const name of ["O'Neil", 'von der Heide', 'Anna-Lena', 'X', '<script>alert(1)</script>', "'; drop table person; --"])
      expect(read({ called: [name] }), name).toMatchObject({ ok: true, intake: { called: name } }); // F07, F09, F10
    expect(read({ email: ['anna@müller.de'] })).toMatchObject({ intake: { email: 'anna@xn--mller-kva.de' } }); // F15
    for (const phone of ['0049 (0)228 / 123', '+49 228 123', '0228/123-45', '0228 – 123'])
      expect(read({ phone: [phone] }).ok, phone).toBe(true); // F17
    // As telephones copy it from their address book, and as people write figures in Arabic and Persian.
    for (const phone of [
      '\u202a+49 171 2345678\u202c',
      '٠١٧١ ٢٣٤٥٦٧٨',
      '۰۱۷۱ ۲۳۴۵۶۷۸',
      '０１７１ ２３４５６７８',
      '\u200e0171 2345678\u200f',
    ])
      expect(read({ phone: [phone] }), phone).toMatchObject({ ok: true, intake: { phone: expect.stringMatching(/171 2345678$/) } });
    expect(read({ birth: ['٣٦'], postalCode: ['٥٣١١٣'] })).toMatchObject({ ok: true, intake: { age: 36, postalCode: '53113' } });
    expect(read({ birth: ['١٢.٠٣.١٩٩٠'] })).toMatchObject({ intake: { birthDate: '1990-03-12' } });
    expect(read({ called: ['\u200fآنا\u200f'] })).toMatchObject({ intake: { called: 'آنا' } });
    expect(read({ birth: ['29.02.2008'] }).ok).toBe(true); // F22
    expect(read({ birth: ['36'] })).toMatchObject({ intake: { age: 36, birthDate: null } });
    expect(read({ birth: ['14'], who: ['parent'] }).ok).toBe(true);
    expect(read({ consent: ['true'] }).ok).toBe(true); // F46
  });

  test('every fault is told at once, in the order of the page', () => {
    const answer = readForm({}, TODAY);
    expect(answer.ok ? [] : answer.faults.map(({ field }) => field)).toEqual(['urgent', 'channel', 'who', 'birth', 'consent']);
  });

  test('a field that the form does not have is foreign, the honey field is honey', () => {
    expect(openForm('role=admin&who=self')).toMatchObject({ foreign: true, typed: { who: ['self'] } }); // F50
    expect(openForm('website=http://spam&who=self')).toMatchObject({ foreign: false, honey: true }); // F60
    expect(openForm('__proto__=x&constructor=y').foreign).toBe(true);
    expect(openForm(Array(500).fill('times=1m').join('&')).foreign).toBe(true); // F49
  });
});

test('touching parts of a day are one window', () => {
  expect(windowsOf(['1m', '1a', '3e', '5m', '5e'])).toEqual([
    { weekday: 1, from: '08:00', to: '17:00' },
    { weekday: 3, from: '17:00', to: '20:00' },
    { weekday: 5, from: '08:00', to: '12:00' },
    { weekday: 5, from: '17:00', to: '20:00' },
  ]);
});

describe('by when somebody calls back', () => {
  const at = (text: string) => berlinInstant(Temporal.PlainDate.from(text.slice(0, 10)), Temporal.PlainTime.from(text.slice(11)));
  const holidays = holidaysIn('NW');
  test.each([
    ['a Tuesday morning: the end of Wednesday', '2027-03-02T10:00', false, '2027-03-03T17:00'],
    ['a Friday: Monday', '2027-03-05T16:59', false, '2027-03-08T17:00'],
    ['a Saturday: Monday', '2027-03-06T03:00', false, '2027-03-08T17:00'],
    ['before Easter: the Tuesday after', '2027-03-25T12:00', false, '2027-03-30T17:00'],
    ['the night of the spring change', '2027-03-27T23:30', false, '2027-03-30T17:00'],
    ['urgent at ten: at eleven', '2027-03-02T10:00', true, '2027-03-02T11:00'],
    ['urgent just before closing: at closing', '2027-03-02T16:30', true, '2027-03-02T17:00'],
    ['urgent at night: an hour after opening', '2027-03-02T03:00', true, '2027-03-02T10:00'],
    ['urgent on Saturday: Monday at ten', '2027-03-06T12:00', true, '2027-03-08T10:00'],
    ['urgent on Good Friday: Tuesday at ten', '2027-03-26T12:00', true, '2027-03-30T10:00'],
  ])('%s', (_, sent, urgent, until) => {
    expect(callBackBy(at(sent), urgent, DESK_HOURS, holidays).toString()).toBe(at(until).toString());
  });
});

describe('the form’s own number', () => {
  const token = {
    id: '01957b2a-7b1e-7aaa-8bbb-0123456789ab',
    issuedAt: Temporal.Instant.from('2027-03-01T09:00:00Z'),
    seal: 'ab'.repeat(16),
  };
  test('is written and read, and nothing else is', () => {
    expect(readFormToken(writeFormToken(token))).toEqual(token);
    for (const odd of ['', 'x', writeFormToken(token).slice(1), `${writeFormToken(token)}0`, writeFormToken(token).replace('7aaa', '4aaa')])
      expect(readFormToken(odd), odd).toBeUndefined();
  });
  test('the reference has eight signs that nobody misreads', () => {
    expect(referenceOf(Uint8Array.from([0, 31, 32, 63, 255, 128, 7, 9]))).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
  });
  test('one connection is one source, also with the newer addresses', () => {
    expect(sourceOf('203.0.113.7')).toBe('203.0.113.7');
    expect(sourceOf('::ffff:203.0.113.7')).toBe('203.0.113.7');
    expect(sourceOf('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2');
    expect(sourceOf('2001:db8::6')).toBe('2001:db8:0:0');
  });
});

describe('the pages', () => {
  const network = { name: 'Netz <Bonn>', phone: '0228 555 010', numbers: [] };
  const assets = { style: '/anfrage/form.css' };

  test('text stays text, whoever wrote it', () => {
    expect(html`<p title="${'"><img src=x onerror=alert(1)>'}">${"<b>'&"}</p>`.text).toBe(
      '<p title="&quot;&gt;&lt;img src=x onerror=alert(1)&gt;">&lt;b&gt;&#39;&amp;</p>',
    );
    expect(html`${new Html('<i>')}${[1, 'a<']}${null}${false}`.text).toBe('<i>1a&lt;');
    const page = formPage('de', network, assets, { form: 'x', typed: { called: ['"><script>alert(1)</script>'] }, faults: [] });
    expect(page).not.toContain('<script');
    expect(page).toContain('Netz &lt;Bonn&gt;');
  });

  test.each(FORM_LANGUAGES)('in %s: light, help first, every field with its words, everything typed still there', (language) => {
    const typed = { called: ['Anna'], times: ['2e'], who: ['parent'], insurance: ['PKV'], phone: ['0228'] };
    const page = formPage(language, network, assets, { form: 'token', typed, faults: [{ field: 'phone', code: 'phone' }] });
    const words = FORM_WORDS[language];
    expect(Buffer.byteLength(page)).toBeLessThan(40_000);
    expect(page).toContain(`<html lang="${words.lang}" dir="${words.dir}">`);
    expect(page.indexOf('tel:112')).toBeLessThan(page.indexOf('<form'));
    expect(page).not.toMatch(/<script|\son\w+=|style="|javascript:/);
    for (const field of IN_ORDER) expect(page, field).toContain(`name="${field}"`);
    expect(page).toContain('value="Anna"');
    expect(page).toMatch(/value="2e" checked/);
    expect(page).toMatch(/value="parent"[^>]* checked/);
    expect(page).toMatch(/value="PKV" selected/);
    expect(page).toMatch(/href="#phone"/);
    expect(page).toMatch(/id="phone"[^>]*aria-describedby="phone-hint phone-fault" aria-invalid="true"/);
    expect(page).not.toContain('undefined');
    expect(page).not.toMatch(/\{\w+\}/);
  });

  test.each(FORM_LANGUAGES)('in %s: what happens now, the number, and help at once where it cannot wait', (language) => {
    const usual = donePage(language, network, assets, { reference: 'K7QM-2F9X', until: 'DIENSTAG', urgent: false });
    const urgent = donePage(language, network, assets, { reference: 'K7QM-2F9X', until: 'DIENSTAG', urgent: true });
    for (const page of [usual, urgent]) {
      expect(page).toContain('K7QM-2F9X');
      expect(page).toContain('DIENSTAG');
      expect(page).not.toMatch(/\{\w+\}|undefined/);
    }
    expect(urgent.indexOf('tel:112')).toBeLessThan(urgent.indexOf('K7QM-2F9X'));
  });

  test('all languages say everything that German says, in words of their own', () => {
    const keysOf = (value: object, path = ''): string[] =>
      Object.entries(value).flatMap(([key, inner]) => (typeof inner === 'object' ? keysOf(inner, `${path}${key}.`) : [`${path}${key}`]));
    const german = keysOf(FORM_WORDS.de);
    for (const language of FORM_LANGUAGES) expect(keysOf(FORM_WORDS[language]), language).toEqual(german);
    for (const language of ['en', 'tr', 'ar', 'uk'] as const) expect(FORM_WORDS[language].lead, language).not.toBe(FORM_WORDS.de.lead);
  });

  test('the browser’s language is taken, a choice wins, anything else is German', () => {
    expect(languageFor(undefined, 'uk-UA,uk;q=0.9,en;q=0.5')).toBe('uk');
    expect(languageFor('de-easy', 'en')).toBe('de-easy');
    expect(languageFor('__proto__', 'xx')).toBe('de');
    expect(languageFor('klingon', undefined)).toBe('de');
  });
});

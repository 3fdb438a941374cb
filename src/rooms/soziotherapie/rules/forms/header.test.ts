import { describe, expect, test } from 'vitest';
import { at, HEADER, header, judge26, lines } from './forms.fixture.ts';

const ADDRESS = HEADER.address;

describe('The header of every form (rule book 4.1)', () => {
  test('is complete as it stands', () => expect(lines(judge26())).toEqual([]));

  test.each(['insurerName', 'surname', 'givenName', 'birthDate', 'payerIk', 'kvnr', 'insuredStatus', 'bsnr', 'lanr', 'issueDate'] as const)(
    '%s is needed: empty, blank and absent are said at the field',
    (name) => {
      for (const value of ['', '   ', null, undefined]) {
        expect(at(judge26(header({ [name]: value })), `/header/${name}`)).toEqual(['missing field-missing']);
      }
    },
  );
  test.each(['street', 'postalCode', 'city', 'country'] as const)('%s of the address is needed', (name) => {
    expect(at(judge26(header({ address: { ...ADDRESS, [name]: '' } })), `/header/address/${name}`)).toEqual(['missing field-missing']);
    expect(at(judge26(header({ address: null })), `/header/address/${name}`)).toEqual(['missing field-missing']);
  });

  test.each([
    ['an insurer of 45 letters', 'insurerName', 'x'.repeat(45), []],
    ['of 46 letters', 'insurerName', 'x'.repeat(46), ['wrong text-too-long']],
    ['of 45 emoji, each of two code units', 'insurerName', '🙂'.repeat(45), ['warning characters-unusual']],
    ['umlauts', 'insurerName', 'Größe & Söhne BKK', []],
    ['an accent written as two characters counts once', 'insurerName', `${'x'.repeat(44)}e\u0301`, []],
    ['Arabic letters', 'insurerName', 'صندوق', ['warning characters-unusual']],
    ['a turned direction', 'insurerName', 'TK\u202e', ['wrong characters-impossible']],
    ['a zero byte', 'insurerName', 'T\u0000K', ['wrong characters-impossible']],
    ['surname with umlauts that is the same in capitals', 'surname', 'REETZ', []],
    ['another surname', 'surname', 'Reetz-Amsberg', ['confirm differs-from-file']],
    ['a given name with spaces around', 'givenName', '  Almut ', []],
    ['a name of 101 letters', 'givenName', 'A'.repeat(101), ['wrong text-too-long', 'confirm differs-from-file']],
    ['another day of birth', 'birthDate', '1984-05-03', ['confirm differs-from-file']],
    ['a birth in the future', 'birthDate', '2026-03-06', ['wrong day-in-future']],
    ['a birth today', 'birthDate', '2026-03-05', ['confirm differs-from-file']],
    ['120 years old', 'birthDate', '1906-03-05', ['confirm differs-from-file']],
    ['121 years old', 'birthDate', '1905-03-05', ['wrong age-impossible']],
    ['30 February', 'birthDate', '1984-02-30', ['wrong day-impossible']],
    ['a German date', 'birthDate', '02.05.1984', ['wrong day-impossible']],
    ['29 February of a leap year', 'issueDate', '2024-02-29', []],
    ['29 February of a common year', 'issueDate', '2025-02-29', ['wrong day-impossible']],
    ['issued today', 'issueDate', '2026-03-05', []],
    ['issued tomorrow', 'issueDate', '2026-03-06', ['wrong day-in-future']],
    ['issued before birth', 'issueDate', '1984-05-01', ['wrong issued-before-birth']],
    ['issued on the day of birth', 'issueDate', '1984-05-02', []],
    ['a real insurer', 'payerIk', '101575519', ['confirm insurer-differs']],
    ['an insurer pasted with spaces', 'payerIk', ' 100 177 504 ', []],
    ['an insurer with a wrong check digit', 'payerIk', '100177505', ['wrong ik-check-digit']],
    ['eight digits', 'payerIk', '10017750', ['wrong ik-format']],
    ['a provider where the insurer belongs', 'payerIk', '499900019', ['wrong ik-no-insurer', 'confirm insurer-differs']],
    ['the wildcard of payer files', 'payerIk', '999999999', ['wrong ik-check-digit']],
    ['nobody', 'payerIk', '000000000', ['wrong ik-reserved']],
    ['a pensioner', 'insuredStatus', '5', ['warning differs-from-file']],
    ['a member with further digits', 'insuredStatus', '1 000 1', []],
    ['status 2', 'insuredStatus', '2', ['wrong insured-status-impossible', 'warning differs-from-file']],
    ['a word', 'insuredStatus', 'Mitglied', ['wrong insured-status-impossible', 'warning differs-from-file']],
  ] as const)('%s', (_name, field, value, expected) => {
    expect(at(judge26(header({ [field]: value }), { firstSessionOn: null }), `/header/${field}`)).toEqual(expected);
  });

  // rule book 4.5, every row that the tables print
  test.each([
    ['A000500015', ['confirm differs-from-file']],
    ['C000500021', ['confirm differs-from-file']],
    ['A123456780', []],
    ['M301198706', ['confirm differs-from-file']],
    ['T483920159', ['confirm differs-from-file']],
    ['Z999999997', ['confirm differs-from-file']],
    ['K111111115', ['confirm differs-from-file']],
    ['H202601018', ['confirm differs-from-file']],
    ['J100000002', ['confirm differs-from-file']],
    ['B987654320', ['confirm differs-from-file']],
    ['A123456781', ['confirm kvnr-check-digit', 'confirm differs-from-file']],
    ['B987654321', ['confirm kvnr-check-digit', 'confirm differs-from-file']],
    ['A213456780', ['confirm kvnr-check-digit', 'confirm differs-from-file']],
    ['G995030567', ['confirm kvnr-check-digit', 'confirm differs-from-file']],
    ['X234567890', ['confirm kvnr-check-digit', 'confirm differs-from-file']],
    ['a123456780', []],
    ['A 123 456 780', []],
    ['A12345678O', ['confirm number-misread']],
    ['Ä123456780', ['wrong kvnr-format']],
    ['A12345678', ['wrong kvnr-format']],
    ['AA23456780', ['wrong kvnr-format']],
  ] as const)('KVNR %s', (value, expected) => expect(at(judge26(header({ kvnr: value })), '/header/kvnr')).toEqual(expected));
  test.each([
    ['838382202', ['warning lanr-specialty-other']],
    ['123456658', []],
    ['240881351', []],
    ['707070668', []],
    ['314159360', []],
    ['100000653', []],
    ['918273061', []],
    ['654321101', ['warning lanr-specialty-other']],
    ['123 456 658', []],
    ['l23456658', ['confirm number-misread']],
    ['123456758', ['wrong lanr-check-digit']],
    ['12345665', ['wrong lanr-format']],
    ['123456A58', ['wrong lanr-format']],
    ['999999900', ['warning lanr-pseudo', 'warning lanr-specialty-other']],
    ['555555509', ['warning lanr-pseudo', 'warning lanr-specialty-other']],
    ['444444400', ['warning lanr-pseudo', 'warning lanr-specialty-other']],
    ['000000000', ['wrong lanr-reserved']],
  ] as const)('LANR %s', (value, expected) => {
    expect(at(judge26(header({ lanr: value }), { prescriber: null }), '/header/lanr')).toEqual(expected);
  });
  test.each([
    ['391234511', []],
    ['39 1234511', []],
    ['39123451', ['wrong bsnr-format']],
    ['39123451A', ['wrong bsnr-format']],
    ['000000000', ['wrong bsnr-reserved']],
    ['001234511', ['wrong bsnr-reserved']],
    ['391234512', ['warning differs-from-file']],
  ] as const)('BSNR %s', (value, expected) => expect(at(judge26(header({ bsnr: value })), '/header/bsnr')).toEqual(expected));
  test.each([
    ['499900019', []],
    ['499900020', ['confirm provider-other']],
    ['499912342', ['confirm provider-other']],
    ['490599991', ['confirm provider-other']],
    ['469900075', ['confirm provider-other']],
    ['499900010', ['wrong ik-check-digit']],
    ['49990001', ['wrong ik-format']],
  ] as const)('IK %s of the practice', (ik, expected) => {
    expect(at(judge26({ provider: { name: 'Praxis', ik } }), '/provider/ik')).toEqual(expected);
  });

  test.each([
    ['Aachen is not Bonn', '53111', 'Aachen', ['Bonn'], '/header/address/city', ['warning city-other', 'warning differs-from-file']],
    ['a part of the town', '53111', 'Bonn-Castell', ['Bonn'], '/header/address/city', ['warning differs-from-file']],
    [
      'an unknown postal code',
      '00999',
      'Bonn',
      [],
      '/header/address/postalCode',
      ['confirm postal-code-unknown', 'warning differs-from-file'],
    ],
    ['four digits', '5311', 'Bonn', undefined, '/header/address/postalCode', ['wrong postal-code-format', 'warning differs-from-file']],
  ] as const)('%s', (_name, postalCode, city, places, pointer, expected) => {
    const verdict = judge26(header({ address: { ...ADDRESS, postalCode, city } }), {
      ...(places ? { places: [...places] } : { places: undefined as never }),
    });
    expect(at(verdict, pointer)).toEqual(expected);
  });
  test('abroad the postal code has its own form', () => {
    expect(
      at(judge26(header({ address: { ...ADDRESS, postalCode: '1010', country: 'Österreich' } })), '/header/address/postalCode'),
    ).toEqual(['warning differs-from-file']);
  });

  test('who confirms a value confirms exactly this one', () => {
    const wrong = header({ kvnr: 'A123456781' });
    const file = { cover: null };
    const confirmed = [{ pointer: '/header/kvnr', code: 'kvnr-check-digit', value: 'A123456781' }];
    expect(judge26(wrong, file).formRules).toBe(false);
    const verdict = judge26({ ...wrong, confirmed }, file);
    expect(at(verdict, '/header/kvnr')).toEqual(['confirmed kvnr-check-digit']);
    expect(verdict.formRules).toBe(true);
    expect(judge26({ ...header({ kvnr: 'A123456782' }), confirmed }, file).formRules).toBe(false);
  });
  test('without a cover on file the insurer is said to be unknown', () => {
    expect(at(judge26({}, { cover: null }), '/header/payerIk')).toEqual(['warning cover-missing']);
  });
  test('sessions before the issue must be known to be unpaid', () => {
    const late = judge26({}, { firstSessionOn: '2026-03-01' });
    expect(at(late, '/header/issueDate')).toEqual(['confirm issued-after-first-session']);
    expect(at(judge26({}, { firstSessionOn: '2026-03-02' }), '/header/issueDate')).toEqual([]);
  });
});

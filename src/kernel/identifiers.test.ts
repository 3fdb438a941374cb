import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { bsnrFault, IDENTIFIERS, ikFault, isInsurerIk, kvnrFault, lanrFault, readIdentifier } from './identifiers.ts';

const each = (values: string) => values.split(' ').map((value) => [value] as const);

describe('KVNR, the number on the card of an insured person', () => {
  test.each(each('A000500015 C000500021 A123456780 M301198706 T483920159 Z999999997 K111111115 H202601018 J100000002 B987654320'))(
    '%s fits its check digit',
    (value) => expect(kvnrFault(value)).toBeUndefined(),
  );
  test.each(each('A123456781 B987654321 A213456780 G995030567 X234567890'))('%s does not fit its check digit', (value) =>
    expect(kvnrFault(value)).toBe('check-digit'),
  );
  test.each([
    'a123456780',
    'Ä123456780',
    '0123456780',
    'A12345678',
    'AA23456780',
    'A1234567800',
    'A12345678٠',
    ' A123456780',
    '',
    'A12345678O',
  ])('"%s" has another form', (value) => expect(kvnrFault(value)).toBe('format'));
});

describe('LANR, the number of a doctor for life', () => {
  test.each(each('838382202 123456658 240881351 707070668 314159360 100000653 918273061 654321101'))('%s fits', (value) =>
    expect(lanrFault(value)).toBeUndefined(),
  );
  test.each([
    ['123456758', 'check-digit'],
    ['12345665', 'format'],
    ['123456A58', 'format'],
    ['999999900', 'pseudo'],
    ['555555509', 'pseudo'],
    ['444444400', 'pseudo'],
    ['000000000', 'reserved'],
  ] as const)('%s is told as %s', (value, fault) => expect(lanrFault(value)).toBe(fault));
  test('seven equal digits are a stand-in exactly where the arithmetic holds', () => {
    expect('123456789'.split('').map((digit) => lanrFault(`${digit.repeat(7)}00`))).toEqual(
      '123456789'.split('').map((digit) => ((10 - ((Number(digit) * 39) % 10)) % 10 === Number(digit) ? 'pseudo' : 'check-digit')),
    );
  });
});

describe('BSNR and IK', () => {
  test('a BSNR has nine digits and a region, nothing more can be checked', () => {
    expect(['391234511', '39123451', '39123451A', '000000000', '001234500'].map(bsnrFault)).toEqual([
      undefined,
      'format',
      'format',
      'reserved',
      'reserved',
    ]);
  });
  test.each(each('100177504 101575519 109519005 108310400 499900019 499900020 499912342 490599991 469900075'))('IK %s fits', (value) =>
    expect(ikFault(value)).toBeUndefined(),
  );
  test.each([
    ['499900010', 'check-digit'],
    ['100177505', 'check-digit'],
    ['49990001', 'format'],
    ['999999999', 'check-digit'],
    ['000000000', 'reserved'],
  ] as const)('IK %s is told as %s', (value, fault) => expect(ikFault(value)).toBe(fault));
  test('only class 10 is an insurer', () => {
    expect([isInsurerIk('100177504'), isInsurerIk('499900019'), isInsurerIk('100177505')]).toEqual([true, false, false]);
  });
});

describe('a number as people give it', () => {
  test.each([
    ['kvnr', ' a 123 456 780 ', { verdict: 'taken', value: 'A123456780' }],
    ['kvnr', 'A123\u00a0456\u202f780\u200b', { verdict: 'taken', value: 'A123456780' }],
    ['kvnr', '\u001dA123456780\r\n', { verdict: 'taken', value: 'A123456780' }],
    ['kvnr', 'Ａ１２３４５６７８０', { verdict: 'taken', value: 'A123456780' }],
    ['kvnr', 'A123-456-780', { verdict: 'taken', value: 'A123456780' }],
    ['kvnr', 'A12345678O', { verdict: 'confirm', value: 'A123456780', why: 'misread' }],
    ['kvnr', '8987654320', { verdict: 'confirm', value: 'B987654320', why: 'misread' }],
    ['kvnr', 'Al23456780', { verdict: 'confirm', value: 'A123456780', why: 'misread' }],
    ['kvnr', 'A123456781', { verdict: 'confirm', value: 'A123456781', why: 'check-digit' }],
    ['kvnr', 'A12345678I', { verdict: 'refused', value: 'A12345678I', why: 'format' }],
    ['kvnr', 'Ä123456780', { verdict: 'refused', value: 'Ä123456780', why: 'format' }],
    ['lanr', '8383822 02', { verdict: 'taken', value: '838382202' }],
    ['lanr', '123456758', { verdict: 'refused', value: '123456758', why: 'check-digit' }],
    ['lanr', '999999900', { verdict: 'confirm', value: '999999900', why: 'pseudo' }],
    ['lanr', '83B382202', { verdict: 'confirm', value: '838382202', why: 'misread' }],
    ['ik', '10 01 77 504', { verdict: 'taken', value: '100177504' }],
    ['ik', '100177505', { verdict: 'refused', value: '100177505', why: 'check-digit' }],
    ['ik', 'IOOI775O4', { verdict: 'confirm', value: '100177504', why: 'misread' }],
    ['ik', '', { verdict: 'refused', value: '', why: 'format' }],
    ['ik', '100−177−504', { verdict: 'taken', value: '100177504' }],
    ['lanr', '0000000 58', { verdict: 'refused', value: '000000058', why: 'reserved' }],
    ['bsnr', '39 1234511', { verdict: 'taken', value: '391234511' }],
    ['bsnr', '00 1234511', { verdict: 'refused', value: '001234511', why: 'reserved' }],
  ] as const)('%s "%s"', (kind, typed, reading) => expect(readIdentifier(kind, typed)).toEqual(reading));

  test('whatever is taken passes its strict check, and nothing is taken whose digits differ from what was typed', () => {
    const strict = { kvnr: kvnrFault, lanr: lanrFault, bsnr: bsnrFault, ik: ikFault };
    fc.assert(
      fc.property(fc.constantFrom(...IDENTIFIERS), fc.stringMatching(/^[ A-Da-dOIl]?[0-9OI ]{8,10}$/), (kind, typed) => {
        const reading = readIdentifier(kind, typed);
        if (reading.verdict !== 'taken') return;
        expect(strict[kind](reading.value)).toBeUndefined();
        expect(reading.value).toBe(typed.replaceAll(' ', '').toUpperCase());
      }),
      { numRuns: 500 },
    );
  });

  test('one wrong digit or two swapped neighbours are noticed in every KVNR and IK that the arithmetic can tell', () => {
    const wrong = (value: string, at: number, digit: string) => value.slice(0, at) + digit + value.slice(at + 1);
    for (let at = 1; at < 10; at += 1) {
      for (const digit of '0123456789') {
        if ('A123456780'[at] !== digit) expect(kvnrFault(wrong('A123456780', at, digit))).toBe('check-digit');
        if (at >= 2 && at < 9 && '100177504'[at] !== digit) expect(ikFault(wrong('100177504', at, digit))).toBe('check-digit');
      }
    }
  });
});

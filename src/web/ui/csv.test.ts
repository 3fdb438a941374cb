import { expect, test } from 'vitest';
import { csvOf } from './csv.ts';

test('A name with a semicolon or a quote stays one cell', () => {
  expect(csvOf(['Name', 'Notiz'], [['Kowalski; Anna', 'sagt "ja"']])).toBe('\ufeffName;Notiz\r\n"Kowalski; Anna";"sagt ""ja"""\r\n');
});

test('A text that a spreadsheet would run is defused, a negative number is not touched', () => {
  expect(csvOf(['a', 'b', 'c'], [['=1+1', '-3,5', '@SUM(A1)']])).toBe("\ufeffa;b;c\r\n'=1+1;-3,5;'@SUM(A1)\r\n");
});

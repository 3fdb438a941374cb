import { expect, test } from 'vitest';
import { harmless } from './formula.ts';

test.each(['=1+1', '+49 228 1', '+1', '-2+3', '-A1', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1+1', '＠x', '--1', '-1;=2'])(
  'a cell that begins like a formula does not run: %j',
  (text) => expect(harmless(text)).toBe(`'${text}`),
);

test.each(['-3,5', '-12', '-0.5', 'Kowalski', '', '0228 1', "'=1", 'a=b'])('%j stays as it is', (text) =>
  expect(harmless(text)).toBe(text),
);

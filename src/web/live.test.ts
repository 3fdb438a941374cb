import { expect, test } from 'vitest';
import { missesSome } from './live.ts';

test('A message whose predecessor was not heard means that something is missing', () => {
  expect(missesSome(7, { previous: 9 })).toBe(true);
  expect(missesSome(7, { previous: 7 })).toBe(false);
});

test('The first message after opening, and one that names no predecessor, miss nothing', () => {
  expect(missesSome(null, { previous: 9 })).toBe(false);
  expect(missesSome(7, {})).toBe(false);
});

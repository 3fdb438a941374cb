import { expect, test } from 'vitest';
import { outlineOf, pointAt } from './radar-shape.ts';

test('The first axis points up, the others follow clockwise, and more need lies further outside', () => {
  expect([pointAt(0, 4, 0), pointAt(1, 4, 4), pointAt(2, 4, 4)]).toEqual([
    [0, -18],
    [114, 0],
    [0, 114],
  ]);
});

test('The line closes where all is said, and joins nothing across a gap', () => {
  expect(outlineOf([1, 2, 3, 4])).toMatch(/^M[^M]*Z$/);
  const broken = outlineOf([1, null, 3, 4]);
  expect([broken.includes('Z'), broken.match(/M/g)?.length]).toEqual([false, 2]);
  expect(outlineOf([null, null, null])).toBe('');
});

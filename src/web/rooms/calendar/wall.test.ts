import { expect, test } from 'vitest';
import { instantOfWall, readTime } from './wall.ts';

test('A time of day is understood as people type it', () => {
  expect(['9', '9:30', '0930', '09.30', ' 17:00 ', '24:00'].map(readTime)).toEqual(['09:00', '09:30', '09:30', '09:30', '17:00', '24:00']);
});

test('What is no time of day is none', () => {
  expect(['', 'früh', '25:00', '12:60', '24:30'].map(readTime)).toEqual([null, null, null, null, null]);
});

test('The wall clock in Berlin decides, in winter and in summer', () => {
  expect(instantOfWall('2026-01-05T17:30')).toBe('2026-01-05T16:30:00Z');
  expect(instantOfWall('2026-07-06T17:30')).toBe('2026-07-06T15:30:00Z');
});

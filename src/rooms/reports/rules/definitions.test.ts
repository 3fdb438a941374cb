import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { PROBLEM_CODES } from '#kernel/codes.ts';
import { CLOSE_REASONS } from '#rooms/placement/rules/request.ts';
import { groupOf, PROBLEM_GROUPS } from './definitions.ts';
import { DEFINITIONS_DE } from './definitions-de.ts';
import { DEFINITIONS_EN } from './definitions-en.ts';
import { FIGURES, figuresOf } from './figures.ts';
import { words as de } from './words-de.ts';
import { words as en } from './words-en.ts';

const HANDBOOK = readFileSync(new URL('../../../../docs/handbuch/kennzahlen.md', import.meta.url), 'utf8');
const NOTHING = { courses: [], onTrial: 0, appointments: [], firstCall: [], days: [], demand: [], places: {}, helpers: [], fresh: [], emergencies: [], phone: [], waiting: [] }; // biome-ignore format: one line

test.each(FIGURES)('%s is defined in both languages, and in the handbook by the same sentence', (id) => {
  expect(HANDBOOK).toContain(DEFINITIONS_DE[id].text);
  expect(DEFINITIONS_EN[id].text.length).toBeGreaterThan(30);
});

describe('words', () => {
  test('every number that can stand on the page has a name in both languages', () => {
    for (const { id, part } of figuresOf(NOTHING, { open: true, whole: true })) {
      const key = part ? `${id}/${part}` : id;
      expect([key, key in de.parts, key in en.parts]).toEqual([key, true, true]);
    }
  });

  test('every reason to close a request has a word, but those that are no demand', () => {
    const missing = CLOSE_REASONS.filter((reason) => !(reason in de.reasons && reason in en.reasons));
    expect(missing).toEqual(['duplicate', 'error']);
  });
});

test('every problem belongs to one group at most; the unknown to the rest', () => {
  const all = Object.values(PROBLEM_GROUPS).flat() as string[];
  expect(new Set(all).size).toBe(all.length);
  expect(PROBLEM_CODES.filter((code) => groupOf(code) === 'rest')).toEqual(['UNK']);
});

test('a year in which nothing happened has nothing to count, and says so instead of nought per cent', () => {
  const shares = figuresOf(NOTHING, { open: false, whole: true }).filter(({ unit }) => unit !== 'count');
  expect(shares.every(({ value, hidden }) => value === null && hidden === 'nothing')).toBe(true);
});

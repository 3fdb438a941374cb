import { describe, expect, test } from 'vitest';
import { estimateWait, type PastWait, type Sought, wantTheSame } from './waiting-estimate.ts';

const sought: Sought = { kind: 'THERAPY', setting: 'single', procedures: ['VT'], languages: ['de'], postalCode: '53113' };
const past = (days: number, change: Partial<PastWait> = {}): PastWait => ({
  ...sought,
  since: '2026-01-10',
  days,
  ended: 'appointment',
  ...change,
});
const today = '2026-06-01';

describe('the honest estimate', () => {
  test('five who found the same: middle, and between what eight of ten lie', () => {
    const answer = estimateWait(
      sought,
      [10, 20, 30, 40, 50].map((days) => past(days)),
      today,
    );
    expect(answer).toEqual({
      says: 'range',
      lower: 10,
      middle: 30,
      upper: 50,
      basis: { cases: 5, placed: 5, left: 0, waiting: 0, from: '2025-06-01', to: today, relaxed: [] },
    });
  });

  test('four are not enough: it says so and how many there were, however far it looks', () => {
    const answer = estimateWait(
      sought,
      [10, 20, 30, 40].map((days) => past(days)),
      today,
    );
    expect(answer).toMatchObject({ says: 'nothing', why: 'too-few-cases', basis: { cases: 4, placed: 4 } });
  });

  test('whoever still waits pulls the estimate up: leaving them out would promise too much', () => {
    const placed = [10, 20, 30, 40, 50].map((days) => past(days));
    const waiting = [60, 60, 60].map((days) => past(days, { ended: 'waits' }));
    expect(estimateWait(sought, [...placed, ...waiting], today)).toMatchObject({
      says: 'range',
      middle: 40,
      upper: null,
      basis: { waiting: 3 },
    });
    const many = Array.from({ length: 12 }, () => past(60, { ended: 'waits' }));
    expect(estimateWait(sought, [...placed, ...many], today)).toMatchObject({ says: 'nothing', why: 'most-still-wait' });
  });

  const spread = [10, 20, 30, 40, 50];
  test.each([
    ['a wider area', { postalCode: '53999' }, ['area-wider']],
    ['any area', { postalCode: '12345' }, ['area']],
    ['any procedure', { procedures: ['AP'] }, ['area', 'procedure']],
    ['any language', { languages: ['tr'] }, ['area', 'procedure', 'language']],
    ['single or group', { setting: 'group' }, ['area', 'procedure', 'language', 'setting']],
    ['older data', { since: '2025-01-10' }, ['area', 'procedure', 'language', 'setting', 'older']],
  ] as const)('gives up %s, step by step, and says so', (_, change, relaxed) => {
    const answer = estimateWait(
      sought,
      spread.map((days) => past(days, change as Partial<PastWait>)),
      today,
    );
    expect(answer).toMatchObject({ says: 'range', basis: { relaxed } });
  });

  test('another kind of help never counts, and what was not asked for is not called given up', () => {
    expect(
      estimateWait(
        sought,
        spread.map((days) => past(days, { kind: 'ACUTE' })),
        today,
      ).says,
    ).toBe('nothing');
    const open: Sought = { kind: 'THERAPY', setting: 'either', procedures: [], languages: ['de'], postalCode: null };
    const answer = estimateWait(
      open,
      spread.map((days) => past(days, { since: '2025-01-10' })),
      today,
    );
    expect(answer).toMatchObject({ says: 'range', basis: { relaxed: ['language', 'older'] } });
  });

  test('who stands ahead for the same', () => {
    expect(wantTheSame(sought, { ...sought, setting: 'either', procedures: [] })).toBe(true);
    expect(wantTheSame(sought, { ...sought, setting: 'group' })).toBe(false);
    expect(wantTheSame(sought, { ...sought, languages: [] })).toBe(true);
    expect(wantTheSame(sought, { ...sought, languages: ['tr'] })).toBe(false);
    expect(wantTheSame(sought, { ...sought, kind: 'ACUTE' })).toBe(false);
  });
});

import { describe, expect, test } from 'vitest';
import { type DemandShown, hideCells, hideDemand, isSmallShare } from './suppression.ts';

const DEPTH = Number(process.env.GELEIT_DEPTH ?? 1);

/** The same numbers on every run. */
function* random(seed: number): Generator<number, never> {
  let state = seed >>> 0;
  for (;;) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    yield state / 2 ** 32;
  }
}

test('a share goes whole where the denominator is below five or the numerator is one to four; nought and complements stay', () => {
  expect(isSmallShare(2, 4)).toBe(true);
  expect(isSmallShare(0, 4)).toBe(true);
  expect(isSmallShare(4, 400)).toBe(true);
  expect(isSmallShare(0, 191)).toBe(false);
  expect(isSmallShare(189, 191)).toBe(false);
});

describe('columns with a known sum', () => {
  test('one small cell takes a second one with it, the smallest of the others', () => {
    expect(hideCells([12, 3, 9, 20])).toEqual(['shown', 'small', 'withheld', 'shown']);
  });
  test('two small cells that can only be four and four, or one and one, take a third with them', () => {
    expect(hideCells([4, 4, 30])).toEqual(['small', 'small', 'withheld']);
    expect(hideCells([1, 1, 30, 8])).toEqual(['small', 'small', 'shown', 'withheld']);
    expect(hideCells([2, 3, 30])).toEqual(['small', 'small', 'shown']);
  });
  test('nought is published; a lone small cell among noughts hides the column', () => {
    expect(hideCells([0, 0, 7])).toEqual(['shown', 'shown', 'shown']);
    expect(hideCells([0, 3, 0])).toBeNull();
  });

  test('what is shown never lets anybody compute a small cell: every choice is tried', () => {
    const next = random(7);
    const runs = 300 * DEPTH;
    for (let run = 0; run < runs; run += 1) {
      const cells = Array.from({ length: 2 + Math.floor(next.next().value * 4) }, () => Math.floor(next.next().value * 12));
      const shown = hideCells(cells);
      if (!shown) continue;
      const missing = cells.flatMap((n, index) => (shown[index] === 'shown' ? [] : [{ n, small: shown[index] === 'small' }]));
      const sum = missing.reduce((so, { n }) => so + n, 0);
      const possible = missing.map(() => new Set<number>());
      const walk = (at: number, left: number, chosen: number[]) => {
        if (at === missing.length) {
          if (left === 0) for (const [index, n] of chosen.entries()) possible[index]?.add(n);
          return;
        }
        const [from, to] = missing[at]?.small ? [1, 4] : [5, left];
        for (let n = from; n <= Math.min(to, left); n += 1) walk(at + 1, left - n, [...chosen, n]);
      };
      walk(0, sum, []);
      for (const [index, { small }] of missing.entries())
        if (small) expect(possible[index]?.size, JSON.stringify({ cells, shown })).toBeGreaterThanOrEqual(2);
    }
    console.log(`${runs} columns`);
  });
});

describe('the table of demand', () => {
  const row = (key: string, withPlace: number, without: number) => ({ key, withPlace, without });

  test('eleven requests of which fewer than five got a place show "below 5" and "above 6", and take another row with them', () => {
    const shown = hideDemand([row('dep', 57, 14), row('anx', 43, 9), row('dev', 3, 8)], 'rest');
    expect(shown?.map(({ key, shown: how }) => [key, how])).toEqual([
      ['dep', 'shown'],
      ['anx', 'withheld'],
      ['dev', 'small'],
    ]);
  });

  test('groups of fewer than five requests stand together, with the smallest of the others if they are still too few', () => {
    const shown = hideDemand([row('dep', 57, 14), row('eat', 2, 1), row('psy', 1, 2), row('sud', 0, 3)], 'rest');
    expect(shown?.map(({ key, withPlace, without }) => [key, withPlace + without])).toEqual([
      ['dep', 71],
      ['rest', 9],
    ]);
    expect(
      hideDemand([row('dep', 10, 9), row('eat', 2, 1)], 'rest')?.map(({ key, withPlace, without }) => [key, withPlace + without]),
    ).toEqual([['rest', 22]]);
  });

  test('a table of one small row shows nothing', () => {
    expect(hideDemand([row('dep', 2, 1)], 'rest')).toBeNull();
    expect(hideDemand([row('dep', 3, 9)], 'rest')).toBeNull();
    expect(hideDemand([], 'rest')).toEqual([]);
  });

  test('from the rows shown and the sums of the columns no hidden number follows: every choice is tried', () => {
    const next = random(11);
    const runs = 150 * DEPTH;
    let hidden = 0;
    for (let run = 0; run < runs; run += 1) {
      const rows = Array.from({ length: 2 + Math.floor(next.next().value * 3) }, (_, index) =>
        row(`g${index}`, Math.floor(next.next().value * 14), Math.floor(next.next().value * 14)),
      );
      const out = hideDemand(rows, 'rest');
      if (!out) continue;
      const missing = out.filter(({ shown }) => shown !== 'shown');
      hidden += missing.length;
      const seen = missing.map(() => new Set<number>());
      const sum = missing.reduce((so, { withPlace }) => so + withPlace, 0);
      const walk = (at: number, left: number, chosen: number[]) => {
        const one = missing[at];
        if (!one) {
          if (left === 0) for (const [index, n] of chosen.entries()) seen[index]?.add(n);
          return;
        }
        for (let n = 0; n <= Math.min(left, one.withPlace + one.without); n += 1)
          if (looksLike(one, n)) walk(at + 1, left - n, [...chosen, n]);
      };
      walk(0, sum, []);
      for (const [index, possible] of seen.entries()) expect(possible.size, JSON.stringify({ out, index })).toBeGreaterThanOrEqual(2);
    }
    console.log(`${runs} tables, ${hidden} hidden rows`);
    expect(hidden).toBeGreaterThan(20);
  });

  /** Whether the reader of a hidden row may think that it has n with a place. */
  function looksLike(one: DemandShown, n: number): boolean {
    const total = one.withPlace + one.without;
    if (one.shown === 'withheld') return true;
    const small = (of: number) => of >= 1 && of <= 4;
    return small(one.withPlace) ? small(n) : small(total - n);
  }
});

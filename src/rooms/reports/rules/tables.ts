import { groupOf, type ProblemGroup } from './definitions.ts';
import { median, nearestRank, percent } from './exact.ts';
import { type Facts, histogram, sum } from './facts.ts';
import { type DemandCount, FEWEST, hideCells, hideDemand, isSmall, isSmallShare, type Shown } from './suppression.ts';

/** A number of a table, or why it is not shown. */
export interface Cell {
  n: number | null;
  shown: Shown;
}

/** Cells of a column whose sum is known; null where the column as a whole may not be shown. */
export function cellsOf(numbers: readonly number[], open: boolean): Cell[] | null {
  const shown = open ? numbers.map(() => 'shown' as const) : hideCells(numbers);
  return shown?.map((how, index) => ({ n: how === 'shown' ? (numbers[index] ?? 0) : null, shown: how })) ?? null;
}

const MONTHS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] as const;

/** V1 by month. */
export function placesByMonth(facts: Facts, open: boolean): Cell[] | null {
  return cellsOf(
    MONTHS.map((month) => sum(facts.courses, (row) => row.what === 'assigned' && row.month === month)),
    open,
  );
}

/** V13 by month; a month is an own figure and suppressed as such. */
export function freshnessByMonth(facts: Facts, open: boolean) {
  return facts.fresh
    .toSorted((one, other) => one.month - other.month)
    .map(({ month, open: all, fresh }) =>
      all === 0 || (!open && isSmallShare(fresh, all))
        ? { month, open: null, fresh: null, percent: null }
        : { month, open: all, fresh, percent: percent(fresh, all) },
    );
}

export interface Bin {
  from: number;
  /** Null: and more. */
  to: number | null;
  cell: Cell;
}

const BIN_DAYS = [2, 4, 7, 14, 28] as const;
const BINS = 14;

/**
 * V9 as a histogram: the finest bins that reach nine of ten waits; longer ones stand together. Where small numbers are not shown,
 * neighbours are put together until each bin is nought people or five and more, so that nothing is hidden and nothing follows.
 * @returns null where there are fewer than five
 */
export function waitingBins(facts: Facts, open: boolean): Bin[] | null {
  const days = histogram(
    facts.days.filter(({ what }) => what === 'first'),
    (row) => row.days,
  );
  const all = [...days.values()].reduce((so, n) => so + n, 0);
  if (!open && all < FEWEST) return all === 0 ? [] : null;
  const reach = nearestRank(days, 90) ?? 0;
  const width = BIN_DAYS.find((one) => one * (BINS - 1) > reach) ?? 28;
  const bins = binsOf(days, width);
  return open ? bins : merged(bins);
}

function binsOf(days: ReadonlyMap<number, number>, width: number): Bin[] {
  const longest = Math.max(0, ...days.keys());
  const count = Math.min(BINS, Math.floor(longest / width) + 1);
  const numbers = Array.from({ length: count }, () => 0);
  for (const [day, n] of days) {
    const at = Math.min(count - 1, Math.max(0, Math.floor(day / width)));
    numbers[at] = (numbers[at] ?? 0) + n;
  }
  return numbers.map((n, index) => {
    const last = index === count - 1 && longest >= count * width;
    return { from: index * width, to: last ? null : (index + 1) * width - 1, cell: { n, shown: 'shown' } };
  });
}

function merged(bins: readonly Bin[]): Bin[] {
  const out: Bin[] = [];
  for (const bin of bins) {
    const before = out.at(-1);
    if (before && isSmall(before.cell.n ?? 0)) out[out.length - 1] = joined(before, bin);
    else out.push(bin);
  }
  while (out.length > 1 && isSmall(out.at(-1)?.cell.n ?? 0)) {
    const [one, other] = out.splice(-2);
    if (one && other) out.push(joined(one, other));
  }
  return out;
}

const joined = (one: Bin, other: Bin): Bin => ({
  from: one.from,
  to: other.to,
  cell: { n: (one.cell.n ?? 0) + (other.cell.n ?? 0), shown: 'shown' },
});

export interface DemandRow {
  group: ProblemGroup;
  total: number;
  withPlace: number | null;
  without: number | null;
  /** Which of the two is below five, where one is. */
  below: 'with' | 'without' | null;
  shown: Shown;
  percent: number | null;
  medianDays: number | null;
}

/** Demand by problem group: how many requests ended, and with a place (V14 beside V1). */
export function demandRows(facts: Facts, open: boolean): DemandRow[] | null {
  const counts = new Map<ProblemGroup, DemandCount>();
  for (const { what, problem, n } of facts.demand) {
    const key = groupOf(problem);
    const row = counts.get(key) ?? { key, withPlace: 0, without: 0 };
    counts.set(key, { ...row, withPlace: row.withPlace + (what === 'with' ? n : 0), without: row.without + (what === 'without' ? n : 0) });
  }
  const all = [...counts.values()].sort(
    (one, other) => other.withPlace + other.without - one.withPlace - one.without || (one.key < other.key ? -1 : 1),
  );
  const rows = open ? all.map((row) => ({ ...row, shown: 'shown' as const })) : hideDemand(all, 'rest');
  const named = new Set(rows?.map(({ key }) => key));
  return (
    rows?.map(({ key, withPlace, without, shown }) => {
      // A group that went into the rest takes its days along.
      const days = histogram(
        facts.days.filter(
          ({ what, problem }) => what === 'first' && (groupOf(problem) === key || (key === 'rest' && !named.has(groupOf(problem)))),
        ),
        (row) => row.days,
      );
      const n = [...days.values()].reduce((so, one) => so + one, 0);
      return {
        group: key as ProblemGroup,
        total: withPlace + without,
        withPlace: shown === 'shown' ? withPlace : null,
        without: shown === 'shown' ? without : null,
        below: shown === 'small' ? (isSmall(withPlace) ? 'with' : 'without') : null,
        shown,
        percent: shown === 'shown' ? percent(withPlace, withPlace + without) : null,
        medianDays: open || (shown === 'shown' && n >= FEWEST) ? median(days) : null,
      };
    }) ?? null
  );
}

export interface UnservedRow {
  key: string;
  cell: Cell;
}

/** V14 by one of its codes, most first. Rows are never put together here: the reader sees which ones are hidden. */
export function unservedBy(facts: Facts, code: 'reason' | 'language' | 'area', open: boolean): UnservedRow[] | null {
  const numbers = new Map<string, number>();
  for (const row of facts.demand) if (row.what === 'without') numbers.set(row[code] ?? '', (numbers.get(row[code] ?? '') ?? 0) + row.n);
  const rows = [...numbers].sort(([one, n], [other, m]) => m - n || (one < other ? -1 : 1));
  const cells = cellsOf(
    rows.map(([, n]) => n),
    open,
  );
  return cells?.map((cell, index) => ({ key: rows[index]?.[0] ?? '', cell })) ?? null;
}

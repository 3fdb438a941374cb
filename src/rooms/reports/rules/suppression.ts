/** Small numbers are not shown, and neither is what would let them be computed (rule book A.6, "small cells"). */

export const FEWEST = 5;

/** One to four: could be a person. Nought is published, together with V7. */
export const isSmall = (n: number): boolean => n > 0 && n < FEWEST;

/** Of a share: the whole figure goes where its denominator is below five or its numerator is one to four; complements are not checked. */
export const isSmallShare = (numerator: number, denominator: number): boolean => denominator < FEWEST || isSmall(numerator);

export type Shown = 'shown' | 'small' | 'withheld';

/**
 * Which cells of a column may be shown when its sum is known. Small ones are not; and further ones are withheld, the smallest first, until
 * each small one could be at least two numbers.
 * @returns null where no choice hides them: then nothing of the column is shown
 */
export function hideCells(cells: readonly number[]): Shown[] | null {
  const shown: Shown[] = cells.map((n) => (isSmall(n) ? 'small' : 'shown'));
  const candidates = cells
    .flatMap((n, index) => (n >= FEWEST ? [index] : []))
    .sort((one, other) => (cells[one] ?? 0) - (cells[other] ?? 0));
  for (;;) {
    if (hidden(cells, shown)) return shown;
    const next = candidates.shift();
    if (next === undefined) return null;
    shown[next] = 'withheld';
  }
}

// An onlooker knows the sum S of what is missing, that each small one is 1 to 4 and each withheld one 5 or more.
function hidden(cells: readonly number[], shown: readonly Shown[]): boolean {
  const sum = cells.reduce((so, n, index) => so + (shown[index] === 'shown' ? 0 : n), 0);
  const small = shown.filter((one) => one === 'small').length;
  const withheld = shown.filter((one) => one === 'withheld').length;
  if (small === 0) return true;
  const least = small - 1 + withheld * FEWEST;
  const most = withheld > 0 ? Number.POSITIVE_INFINITY : (small - 1) * (FEWEST - 1);
  const possible = [1, 2, 3, 4].filter((value) => sum - value >= least && sum - value <= most);
  return possible.length >= 2;
}

/** A row of demand: how many requests ended, how many of them with a place. */
export interface DemandCount {
  key: string;
  withPlace: number;
  without: number;
}
export interface DemandShown extends DemandCount {
  /** 'small': one of the two is below five, so the other is only "more than total − 5"; 'withheld': both, to protect another row. */
  shown: Shown;
}

/**
 * Rows of a table with sums that are known. Rows of fewer than five requests are put together as `rest`; a row with a small cell shows its
 * total only; and further rows are withheld until no small cell can be computed from the sums.
 * @returns null where that cannot be reached
 */
export function hideDemand(rows: readonly DemandCount[], rest: string): DemandShown[] | null {
  const merged = mergeSmall(rows, rest);
  const out: DemandShown[] = merged.map((row) => ({ ...row, shown: isSmall(row.withPlace) || isSmall(row.without) ? 'small' : 'shown' }));
  if (out.some(({ withPlace, without }) => isSmall(withPlace + without))) return null;
  const candidates = out.filter(({ shown }) => shown === 'shown').sort((one, other) => totalOf(one) - totalOf(other));
  for (;;) {
    if (!rowIsKnown(out)) return out;
    const next = candidates.shift();
    if (!next) return null;
    next.shown = 'withheld';
  }
}

const totalOf = ({ withPlace, without }: DemandCount) => withPlace + without;

function mergeSmall(rows: readonly DemandCount[], rest: string): DemandCount[] {
  const sorted = rows
    .filter((row) => totalOf(row) > 0 && row.key !== rest)
    .sort((one, other) => totalOf(other) - totalOf(one) || (one.key < other.key ? -1 : 1));
  const other: DemandCount = { key: rest, withPlace: 0, without: 0 };
  const add = (row: DemandCount | undefined) => {
    other.withPlace += row?.withPlace ?? 0;
    other.without += row?.without ?? 0;
  };
  add(rows.find(({ key }) => key === rest));
  while (sorted.length > 0 && totalOf(sorted.at(-1) ?? other) < FEWEST) add(sorted.pop());
  while (isSmall(totalOf(other)) && sorted.length > 0) add(sorted.pop());
  return totalOf(other) > 0 ? [...sorted, other] : sorted;
}

/** The numbers "with place" that a hidden row may have, as its reader sees it. */
function possibleOf(row: DemandShown): number[] {
  const total = totalOf(row);
  const all = Array.from({ length: total + 1 }, (_, n) => n);
  if (row.shown === 'withheld') return all;
  return isSmall(row.withPlace) ? all.filter(isSmall) : all.filter((n) => isSmall(total - n));
}

/** Whether the sum of the column leaves some hidden row only one possibility. */
function rowIsKnown(rows: readonly DemandShown[]): boolean {
  const missing = rows.filter(({ shown }) => shown !== 'shown');
  const sum = missing.reduce((so, { withPlace }) => so + withPlace, 0);
  return missing.some((row) => {
    let reach = new Set([0]);
    for (const other of missing) {
      if (other === row) continue;
      const values = possibleOf(other);
      reach = new Set([...reach].flatMap((so) => values.map((value) => so + value)));
    }
    return possibleOf(row).filter((value) => reach.has(sum - value)).length < 2;
  });
}

/** Rounding from exact fractions, so that no binary fraction decides a printed digit (rule book A.6, "rounding"). */

/**
 * numerator / denominator rounded half up to `digits` decimals.
 * @param numerator whole number, not negative
 * @param denominator whole number, positive
 */
export function halfUp(numerator: number | bigint, denominator: number | bigint, digits: number): number {
  const [above, below] = [BigInt(numerator), BigInt(denominator)];
  if (above < 0n || below <= 0n) throw new RangeError('a share has a numerator from 0 and a denominator above 0');
  const scale = 10n ** BigInt(digits);
  return Number((2n * above * scale + below) / (2n * below)) / Number(scale);
}

/** A share in per cent with one decimal: 118 of 134 → 88.1. */
export const percent = (numerator: number, denominator: number): number => halfUp(BigInt(numerator) * 100n, denominator, 1);

/** How much more (or less) than before, in per cent with one decimal: 191 after 134 → 42.5. The sign is put on after rounding. */
export function change(now: number, before: number): number {
  const size = halfUp(BigInt(Math.abs(now - before)) * 100n, before, 1);
  return now < before ? -size : size;
}

const Z = 1.96;

/** The 95 % Wilson interval of a share in per cent with one decimal: 6 of 246 → [1.1, 5.2]. */
export function wilson(numerator: number, denominator: number): [low: number, high: number] {
  const [n, p] = [denominator, numerator / denominator];
  const middle = p + (Z * Z) / (2 * n);
  const width = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 1 + (Z * Z) / n;
  const tenth = (share: number) => Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return [tenth((middle - width) / scale), tenth((middle + width) / scale)];
}

/** V7: with no event among n, the share is below this with 95 % certainty, in per cent with one decimal: 0 of 191 → 1.6. */
export const zeroUpper = (n: number): number => Math.round((1 - 0.05 ** (1 / n)) * 1000) / 10;

/** A value and how often it came. */
export type Histogram = ReadonlyMap<number, number>;

export const sizeOf = (histogram: Histogram): number => [...histogram.values()].reduce((sum, n) => sum + n, 0);

/** The value at a rank from 1. */
function ranked(histogram: Histogram, rank: number): number {
  let left = rank;
  for (const [value, n] of [...histogram].sort(([one], [other]) => one - other)) {
    left -= n;
    if (left <= 0) return value;
  }
  throw new RangeError(`no value of rank ${rank}`);
}

/** The middle value, or the mean of the two middle ones; null where there is none. */
export function median(histogram: Histogram): number | null {
  const n = sizeOf(histogram);
  if (n === 0) return null;
  return (ranked(histogram, Math.ceil(n / 2)) + ranked(histogram, Math.floor(n / 2) + 1)) / 2;
}

/** The nearest-rank quantile; `share` in per cent, so that the rank is computed in whole numbers. */
export function nearestRank(histogram: Histogram, share: number): number | null {
  const n = sizeOf(histogram);
  return n === 0 ? null : ranked(histogram, Math.max(1, Math.ceil((n * share) / 100)));
}

/** V12: Jain index of assigned/opened over those who opened something, two decimals; null below five of them or where nobody was given a client. */
export function jain(load: readonly { assigned: number; opened: number }[]): number | null {
  const who = load.filter(({ opened }) => opened > 0);
  if (who.length < 5 || who.every(({ assigned }) => assigned === 0)) return null;
  const common = who.reduce((so, { opened }) => lcm(so, BigInt(opened)), 1n);
  const parts = who.map(({ assigned, opened }) => BigInt(assigned) * (common / BigInt(opened)));
  const sum = parts.reduce((so, part) => so + part, 0n);
  const squares = parts.reduce((so, part) => so + part * part, 0n);
  return halfUp(sum * sum, BigInt(who.length) * squares, 2);
}

const gcd = (one: bigint, other: bigint): bigint => (other === 0n ? one : gcd(other, one % other));
const lcm = (one: bigint, other: bigint): bigint => (one / gcd(one, other)) * other;

/** The top of an axis from 0: 5, 10, 20, 25, 50 … with four or five steps. */
export function niceTop(most: number): number {
  if (most <= 4) return 4;
  const size = 10 ** Math.floor(Math.log10(most));
  for (const factor of [1, 2, 2.5, 5, 10]) {
    const top = factor * size;
    if (top >= most && Number.isInteger(top)) return top;
  }
  return 10 * size;
}

/** Whole numbers along an axis from 0 to its top. */
export function ticksTo(top: number): number[] {
  const step = [5, 4].map((parts) => top / parts).find((part) => Number.isInteger(part)) ?? top;
  return Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step);
}

/** Radius of the innermost ring (no need) and what one point adds: "no need" is a ring, not a dot, so that it can be seen. */
const [INNER, STEP] = [18, 24];

/** Where a value stands on axis i of n; the first axis points up, the others follow clockwise. */
export function pointAt(i: number, n: number, value: number): [x: number, y: number] {
  const angle = (2 * Math.PI * i) / n - Math.PI / 2;
  const radius = INNER + STEP * value;
  return [round(radius * Math.cos(angle)), round(radius * Math.sin(angle))];
}
const round = (number: number) => Math.round(number * 10) / 10;

/**
 * The line of a series as an SVG path. It joins neighbours that both have a value, and closes only where all have one: nothing is drawn
 * across what nobody said.
 */
export function outlineOf(values: readonly (number | null)[]): string {
  const n = values.length;
  const at = (i: number) => pointAt(i % n, n, values[i % n] ?? 0).join(' ');
  if (n > 2 && values.every((value) => value !== null)) return `M${values.map((_, i) => at(i)).join('L')}Z`;
  return values.map((value, i) => (value !== null && values[(i + 1) % n] !== null && n > 1 ? `M${at(i)}L${at(i + 1)}` : '')).join('');
}

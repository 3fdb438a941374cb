/** A stretch of time that holds its start but not its end, so that touching is no overlap. */
export interface Interval {
  start: Temporal.Instant;
  end: Temporal.Instant;
}

/** True if both stretches share a moment. An empty or reversed stretch shares none. */
export function overlaps(one: Interval, other: Interval): boolean {
  if (!isStretch(one) || !isStretch(other)) return false;
  return Temporal.Instant.compare(one.start, other.end) < 0 && Temporal.Instant.compare(other.start, one.end) < 0;
}

/** True if the stretch has a length. */
export function isStretch(interval: Interval): boolean {
  return Temporal.Instant.compare(interval.start, interval.end) < 0;
}

/** The first of the others that shares a moment with the stretch. */
export function findOverlap<T extends Interval>(interval: Interval, others: Iterable<T>): T | undefined {
  for (const other of others) if (overlaps(interval, other)) return other;
  return undefined;
}

/** Minutes that both stretches share, 0 if none; fractions are kept. */
export function sharedMinutes(one: Interval, other: Interval): number {
  if (!overlaps(one, other)) return 0;
  const start = Temporal.Instant.compare(one.start, other.start) > 0 ? one.start : other.start;
  const end = Temporal.Instant.compare(one.end, other.end) < 0 ? one.end : other.end;
  return start.until(end).total('minutes');
}

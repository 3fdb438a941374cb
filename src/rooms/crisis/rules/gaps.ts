/** A time with somebody on the roster. */
export interface Watch {
  from: Temporal.Instant;
  until: Temporal.Instant;
}

/** Times within a period in which nobody is on the roster, in order. */
export function gapsIn(watches: readonly Watch[], from: Temporal.Instant, until: Temporal.Instant): Watch[] {
  const gaps: Watch[] = [];
  let covered = from;
  for (const watch of [...watches].sort((one, other) => Temporal.Instant.compare(one.from, other.from))) {
    if (Temporal.Instant.compare(watch.from, until) >= 0) break;
    if (Temporal.Instant.compare(watch.from, covered) > 0) gaps.push({ from: covered, until: watch.from });
    if (Temporal.Instant.compare(watch.until, covered) > 0) covered = watch.until;
  }
  if (Temporal.Instant.compare(covered, until) < 0) gaps.push({ from: covered, until });
  return gaps;
}

export interface Span {
  from: Temporal.Instant;
  until: Temporal.Instant;
}

const earlier = (one: Temporal.Instant, other: Temporal.Instant) => (Temporal.Instant.compare(one, other) <= 0 ? one : other);

/** The parts of a period in which nobody is on duty, in order. Duties may overlap and reach beyond the period. */
export function gapsIn(period: Span, duties: readonly Span[]): Span[] {
  const gaps: Span[] = [];
  let covered = period.from;
  for (const duty of duties.toSorted((one, other) => Temporal.Instant.compare(one.from, other.from))) {
    const from = earlier(duty.from, period.until);
    if (Temporal.Instant.compare(from, covered) > 0) gaps.push({ from: covered, until: from });
    if (Temporal.Instant.compare(duty.until, covered) > 0) covered = earlier(duty.until, period.until);
  }
  if (Temporal.Instant.compare(covered, period.until) < 0) gaps.push({ from: covered, until: period.until });
  return gaps;
}

/** Where a span lies within a day, as shares of that day from 0 to 1; null where it misses it. */
export function shareOf(day: Span, span: Span): { start: number; end: number } | null {
  const length = day.until.epochMilliseconds - day.from.epochMilliseconds;
  const at = (moment: Temporal.Instant) => Math.min(1, Math.max(0, (moment.epochMilliseconds - day.from.epochMilliseconds) / length));
  const [start, end] = [at(span.from), at(span.until)];
  return start < end ? { start, end } : null;
}

/** The parts of a period in which somebody is first on the roster and nobody stands behind her. */
export function withoutDeputy(period: Span, duties: readonly { from: string; until: string; rank: number }[]): Span[] {
  const spans = (those: readonly { from: string; until: string }[]) =>
    those.map(({ from, until }) => ({ from: Temporal.Instant.from(from), until: Temporal.Instant.from(until) }));
  const first = spans(duties.filter(({ rank }) => rank === 1));
  const deputies = spans(duties.filter(({ rank }) => rank > 1));
  // Two beside each other in the first rank stand in for each other.
  return first.flatMap((span, index) => {
    const from = Temporal.Instant.compare(span.from, period.from) > 0 ? span.from : period.from;
    const until = earlier(span.until, period.until);
    if (Temporal.Instant.compare(from, until) >= 0) return [];
    return gapsIn({ from, until }, [...deputies, ...first.filter((_, other) => other !== index)]);
  });
}

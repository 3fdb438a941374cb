/** What one family of faults has to tell; printed as one line of JSON. */
export interface Report {
  family: string;
  /** What was done, by how often. */
  cycles: number;
  seed: number;
  /** Commands that were acknowledged to a caller (2xx). */
  acknowledged: number;
  /** Acknowledged effects that are not there afterwards. */
  lost: number;
  /** Effects of which the caller heard only by asking again. */
  unknownCommitted: number;
  /** Effects that are there more than once for one key. */
  doubled: number;
  /** Broken invariants, in words with their count. */
  violations: string[];
  /** Everything else that is wrong, in words: a 500, a recovery that took too long, an answer that contradicts the state. */
  wrong: string[];
  /** Faults that were injected, and those of them that are proved to have happened. */
  injected: number;
  proved: number;
  /** The same measurement where it must fail; "failed" is what is wanted. */
  control: { what: string; result: 'failed' | 'passed' | 'not run' };
  /** Why nothing, or not all, of it was done. */
  skipped?: string;
  /** Milliseconds and counts worth a trend. */
  figures: Record<string, number | string | Record<string, number>>;
}

/** A report with nothing in it yet. */
export function emptyReport(family: string, seed: number): Report {
  return {
    family,
    cycles: 0,
    seed,
    acknowledged: 0,
    lost: 0,
    unknownCommitted: 0,
    doubled: 0,
    violations: [],
    wrong: [],
    injected: 0,
    proved: 0,
    control: { what: '', result: 'not run' },
    figures: {},
  };
}

/** What speaks against a family, in sentences; empty when it passed. A family that proves nothing does not pass. */
export function against(report: Report): string[] {
  const { family, lost, doubled, violations, wrong, injected, proved, acknowledged, control, skipped } = report;
  if (skipped && injected === 0) return [];
  const said: [boolean, string][] = [
    [lost > 0, `${lost} acknowledged effects are lost`],
    [doubled > 0, `${doubled} effects happened twice`],
    [injected === 0, 'no fault was injected'],
    [proved < injected, `only ${proved} of ${injected} faults are proved`],
    [acknowledged === 0, 'nothing was acknowledged, so nothing could be lost'],
    [control.result !== 'failed', `the control did not fail (${control.result}): ${control.what}`],
  ];
  return [...said.filter(([wrongly]) => wrongly).map(([, words]) => words), ...violations, ...wrong].map((words) => `${family}: ${words}`);
}

/** Middle, 99th of a hundred and longest of some milliseconds, whole numbers. */
export function spreadOf(milliseconds: readonly number[]): Record<string, number> {
  const sorted = milliseconds.toSorted((one, other) => one - other);
  const at = (share: number): number => Math.round(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: at(1) };
}

/** Adds one to a count by name. */
export function count(all: Record<string, number>, name: string, by = 1): void {
  all[name] = (all[name] ?? 0) + by;
}

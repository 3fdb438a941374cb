import type { Judgement } from './judge.ts';
import { type PreparedRequest, sessionMinutes, spansAsOf } from './prepare.ts';
import type { RelaxableId, RelaxationStep } from './relax.ts';
import { windowOf } from './windows.ts';

type Steps = (request: PreparedRequest, places: readonly Judgement[]) => RelaxationStep[];

/** Concrete steps of a relaxation: each says what would be enough and how many places it brings. */
export const STEPS: Record<RelaxableId, Steps> = {
  H6: (_request, places) => counted('setting', places, ({ offer }) => offer.place.setting),
  H7: (_request, places) => counted('procedure', places, ({ offer }) => offer.place.procedure),
  H8: (_request, places) => [{ key: 'interpreter', facts: {}, places: places.length }],
  H10: (_request, places) => (places.length === 0 ? [] : modalities(places)),
  H11: windows,
  H12: (_request, places) => {
    const steps = cumulative(places, ({ relation }) => relation.travelMinutes ?? 0);
    return steps.map(({ value, count, last }) => ({
      key: 'travel',
      facts: { minutes: value, kilometres: last.relation.travelKilometres ?? null },
      places: count,
    }));
  },
  H13: (_request, places) => counted('gender', places, ({ offer }) => offer.place.gender),
  H15: (_request, places) => {
    const steps = cumulative(places, ({ offer }) => offer.start.number);
    return steps.map(({ count, last }) => ({ key: 'start', facts: { on: last.offer.start.iso }, places: count }));
  },
};

const SHOWN = 3;

/** One step per value, the most frequent first. */
function counted(key: string, places: readonly Judgement[], read: (one: Judgement) => string | undefined): RelaxationStep[] {
  const counts = new Map<string, number>();
  for (const one of places) {
    const value = read(one);
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a, left], [b, right]) => right - left || (a < b ? -1 : 1))
    .map(([value, count]) => ({ key, facts: { [key]: value }, places: count }));
}

function modalities(places: readonly Judgement[]): RelaxationStep[] {
  return (['video', 'in-person'] as const)
    .map((modality) => ({ modality, count: places.filter(({ offer }) => offer.place.modalities.includes(modality)).length }))
    .filter(({ count }) => count > 0)
    .map(({ modality, count }) => ({ key: 'modality', facts: { modality }, places: count }));
}

/** "From 40 minutes: 2 places, from 45: 5": the first steps, and the last, which brings all. */
function cumulative(places: readonly Judgement[], read: (one: Judgement) => number) {
  const sorted = [...places].sort((a, b) => read(a) - read(b));
  const steps = sorted.flatMap((last, index) => {
    const next = sorted[index + 1];
    return next !== undefined && read(next) === read(last) ? [] : [{ value: read(last), count: index + 1, last }];
  });
  return steps.length <= SHOWN ? steps : [...steps.slice(0, SHOWN - 1), ...steps.slice(-1)];
}

/**
 * The weekly windows in which most places could work: for each start of an offered span, how many places can begin a
 * session then. Of each weekday only the best start, then the three best days.
 */
function windows(request: PreparedRequest, places: readonly Judgement[]): RelaxationStep[] {
  const intervals = places.flatMap((one) => {
    const spans = spansAsOf(one.offer, request.today.iso);
    const minutes = sessionMinutes(one.offer.place.kind, request.rule);
    const found: { from: number; latest: number; to: number }[] = [];
    for (let index = 0; index < spans.length; index += 2) {
      const [from, to] = [spans[index] as number, spans[index + 1] as number];
      if (to - from >= minutes) found.push({ from, latest: to - minutes, to });
    }
    return found;
  });
  const bestOfDay = new Map<number, { from: number; count: number }>();
  for (const { from, count } of startsWithCounts(intervals)) {
    const { weekday } = windowOf(from, from);
    const best = bestOfDay.get(weekday);
    if (best === undefined || count > best.count) bestOfDay.set(weekday, { from, count });
  }
  return [...bestOfDay.values()]
    .sort((a, b) => b.count - a.count || a.from - b.from)
    .slice(0, SHOWN)
    .map(({ from, count }) => {
      const ends = intervals.filter((one) => one.from <= from && from <= one.latest).map((one) => one.to);
      return { key: 'window', facts: { ...windowOf(from, Math.min(...ends)) }, places: count };
    });
}

/** Sweep over all starts and latest starts: how many intervals can begin a session at each start. */
function startsWithCounts(intervals: readonly { from: number; latest: number }[]): { from: number; count: number }[] {
  const starts = intervals.map((one) => one.from).sort((a, b) => a - b);
  const latest = intervals.map((one) => one.latest).sort((a, b) => a - b);
  const counts: { from: number; count: number }[] = [];
  let ended = 0;
  for (let index = 0; index < starts.length; index += 1) {
    const from = starts[index] as number;
    if (starts[index + 1] === from) continue; // count once, after the last of equal starts
    while ((latest[ended] ?? Number.POSITIVE_INFINITY) < from) ended += 1;
    counts.push({ from, count: index + 1 - ended });
  }
  return counts;
}

import { minutesOfDay, timeOfDay, type Weekday } from '#kernel/time.ts';
import type { WeeklyWindow } from './types.ts';

/**
 * Weekly windows as a flat sorted list [from, to, from, to, …], overlapping and touching ones merged.
 * A position is weekday × 1500 + minute of the day: the gap between two days is never closed, because a session never
 * crosses midnight.
 */
export type Spans = readonly number[];

const DAY = 1500;

/** Merges windows into spans. A window that ends before it begins is left out. Throws RangeError on a time that is none. */
export function spansOf(windows: readonly WeeklyWindow[]): Spans {
  const pairs = windows
    .map((window) => ({
      from: window.weekday * DAY + minutesOfDay(window.from),
      to: window.weekday * DAY + minutesOfDay(window.to),
    }))
    .filter((pair) => pair.from < pair.to)
    .sort((a, b) => a.from - b.from);
  const spans: number[] = [];
  for (const pair of pairs) {
    const end = spans.at(-1);
    if (end !== undefined && pair.from <= end) spans[spans.length - 1] = Math.max(end, pair.to);
    else spans.push(pair.from, pair.to);
  }
  return spans;
}

/** How many intervals of at least `minutes` two sides have in common. */
export function countCommon(a: Spans, b: Spans, minutes: number): number {
  let count = 0;
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const endA = a[i + 1] as number;
    const endB = b[j + 1] as number;
    const from = Math.max(a[i] as number, b[j] as number);
    if (Math.min(endA, endB) - from >= minutes) count += 1;
    if (endA < endB) i += 2;
    else j += 2;
  }
  return count;
}

/** The intervals that `countCommon` counts. */
export function commonSpans(a: Spans, b: Spans, minutes: number): Spans {
  const common: number[] = [];
  for (let i = 0; i < a.length; i += 2) {
    for (let j = 0; j < b.length; j += 2) {
      const from = Math.max(a[i] as number, b[j] as number);
      const to = Math.min(a[i + 1] as number, b[j + 1] as number);
      if (to - from >= minutes) common.push(from, to);
    }
  }
  return common;
}

/** One span as a window again. */
export function windowOf(from: number, to: number): WeeklyWindow {
  const weekday = Math.floor(from / DAY);
  return { weekday: weekday as Weekday, from: timeOfDay(from - weekday * DAY), to: timeOfDay(to - weekday * DAY) };
}

/** Spans as windows again, for people. */
export function windowsOf(spans: Spans): WeeklyWindow[] {
  const windows: WeeklyWindow[] = [];
  for (let i = 0; i < spans.length; i += 2) windows.push(windowOf(spans[i] as number, spans[i + 1] as number));
  return windows;
}

import type { Weekday } from '#kernel/time.ts';

export interface Band {
  from: string;
  to: string;
}

/** A weekly window of wall-clock time, "HH:MM". */
export interface TimeWindow extends Band {
  weekday: Weekday;
}

export const cellKey = (weekday: Weekday, band: Band) => `${weekday}@${band.from}`;

/** The cells that lie wholly inside a window. Times of one form compare as text. */
export function cellsOf(windows: readonly TimeWindow[], days: readonly Weekday[], bands: readonly Band[]): Set<string> {
  const cells = new Set<string>();
  for (const day of days)
    for (const band of bands) {
      if (windows.some((one) => one.weekday === day && one.from <= band.from && one.to >= band.to)) cells.add(cellKey(day, band));
    }
  return cells;
}

/** The windows of painted cells, joined where they touch. */
export function windowsOf(cells: ReadonlySet<string>, days: readonly Weekday[], bands: readonly Band[]): TimeWindow[] {
  const windows: TimeWindow[] = [];
  for (const weekday of days) {
    let open: TimeWindow | null = null;
    for (const band of bands) {
      if (!cells.has(cellKey(weekday, band))) open = null;
      else if (open && open.to === band.from) open.to = band.to;
      else {
        open = { weekday, ...band };
        windows.push(open);
      }
    }
  }
  return windows;
}

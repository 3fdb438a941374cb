import type { KeyboardEvent } from 'react';

const STEPS: Record<string, [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where an arrow key leads from a cell; null where the key is no arrow or the edge is reached. */
export function arrowFrom(
  event: KeyboardEvent,
  row: number,
  column: number,
  rows: number,
  columns: number,
): { row: number; column: number } | null {
  if (event.ctrlKey || event.metaKey || event.altKey) return null;
  if (event.key === 'Home') return { row, column: 0 };
  if (event.key === 'End') return { row, column: columns - 1 };
  const step = STEPS[event.key];
  if (!step) return null;
  const next = { row: row + step[0], column: column + step[1] };
  return next.row < 0 || next.column < 0 || next.row >= rows || next.column >= columns ? null : next;
}

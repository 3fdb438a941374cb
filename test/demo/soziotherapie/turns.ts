import type { Order, Visits } from './told.ts';

export const weekly = (from: number, to = -1, minutes: readonly number[] = [60]): Visits => ({ from, to, every: 7, minutes });
export const fortnightly = (from: number, to = -1, minutes: readonly number[] = [60, 90]): Visits => ({ from, to, every: 14, minutes });

/** Submitted the day after, received two days after its issue, approved two weeks later. */
export const granted = (kind: Order['kind'], issued: number, units = 30, more: Partial<Order> = {}): Order => ({
  kind,
  issued,
  units,
  submitted: issued + 1,
  received: issued + 2,
  decision: { units, posted: issued + 16 },
  ...more,
});
export const trial = (issued: number, units = 5): Order => ({ kind: 'TRIAL', issued, units });

export const F20 = { diagnosis: 'F20.0', gaf: 38 } as const;

export const PERIODS = ['months', 'quarter', 'year', 'last'] as const;
export type Period = (typeof PERIODS)[number];

/** First and last day of a period, seen from a day. The last twelve months end today. */
export function periodOf(period: Period, today: Temporal.PlainDate): { from: string; to: string } {
  const days = (from: Temporal.PlainDate, to: Temporal.PlainDate) => ({ from: from.toString(), to: to.toString() });
  const yearOf = (year: number) => days(new Temporal.PlainDate(year, 1, 1), new Temporal.PlainDate(year, 12, 31));
  if (period === 'year') return yearOf(today.year);
  if (period === 'last') return yearOf(today.year - 1);
  if (period === 'months') return days(today.subtract({ months: 12 }).add({ days: 1 }), today);
  const begin = new Temporal.PlainDate(today.year, today.month - ((today.month - 1) % 3), 1);
  return days(begin, begin.add({ months: 3 }).subtract({ days: 1 }));
}

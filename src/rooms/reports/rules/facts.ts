/** What the database counts of one period (app.figures): sums and histograms only. */
export interface Facts {
  courses: { month: number; what: 'assigned' | 'started' | 'released'; n: number }[];
  onTrial: number;
  appointments: {
    month: number;
    first: boolean;
    what: 'attended' | 'noShow' | 'late' | 'lateRefilled' | 'inTime' | 'byUs' | 'moved' | 'unmarked';
    n: number;
  }[];
  firstCall: { month: number; what: 'inCall' | 'later' | 'emergency' | 'notEligible'; n: number }[];
  days: { what: 'first' | 'start'; problem: string; days: number; n: number }[];
  demand: { what: 'with' | 'without'; reason: string | null; problem: string; language: string; area: string; n: number }[];
  /** State → seconds of all places together. */
  places: Record<string, number>;
  helpers: {
    id: string;
    opened: number;
    offered: number;
    assigned: number;
    takesPart: boolean;
    began: number;
    started: number;
    released: number;
    releasedByTherapist: number;
    attended: number;
    missed: number;
  }[];
  fresh: { month: number; open: number; fresh: number }[];
  emergencies: { level: 'YELLOW' | 'ORANGE' | 'RED'; seconds: number | null; inTime: boolean; n: number }[];
  phone: { answered: boolean; seconds: number | null; n: number }[];
  waiting: { days: number; contacted: boolean; n: number }[];
}

/** The sum of the rows that hold. */
export function sum<Row extends { n: number }>(rows: readonly Row[], holds: (row: Row) => boolean = () => true): number {
  return rows.reduce((so, row) => so + (holds(row) ? row.n : 0), 0);
}

/** Rows as a histogram of one of their numbers; rows without that number are left out. */
export function histogram<Row extends { n: number }>(rows: readonly Row[], value: (row: Row) => number | null): Map<number, number> {
  const all = new Map<number, number>();
  for (const row of rows) {
    const key = value(row);
    if (key !== null) all.set(key, (all.get(key) ?? 0) + row.n);
  }
  return all;
}

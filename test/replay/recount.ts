import type { Stage } from '#test/cast/stage.ts';

/** Figures of a year, counted from the rows themselves; rule book A.6 with its clarifications. */
export interface YearCount {
  year: number;
  /** V1: requests whose place was reserved (PL4) and whose first appointment took place (PL5), by the day of PL5. */
  assigned: number;
  /** V2 (PL7) and V3's other side (PL8). */
  started: number;
  released: number;
  /** V4, all appointments and first ones. */
  attended: number;
  missed: number;
  firstAttended: number;
  firstMissed: number;
  /** V5. */
  late: number;
  inTime: number;
  /** Appointments that were called off by the practice. */
  byProvider: number;
  feesPossible: number;
  requests: number;
  opened: number;
  days: number[];
}

const BERLIN_YEAR = (column: string) => `extract(year from ${column} at time zone 'Europe/Berlin')::int`;

export async function recount(stage: Stage, year: number): Promise<YearCount> {
  const number = async (sql: string): Promise<number> => (await stage.look<{ n: number }>(sql, year))[0]?.n ?? 0;
  const appointments = (state: string, more = '') =>
    number(
      `select count(*)::int as n from scheduling.appointment a where ${BERLIN_YEAR('a.starts_at')} = $1 and a.state = '${state}' ${more}`,
    );
  // A first appointment is every one of a request up to and including the first that took place.
  const first = `and not exists (select 1 from scheduling.appointment b where b.request_id = a.request_id and b.state = 'attended' and b.starts_at < a.starts_at)`;
  const days = await stage.look<{ days: number }>(
    `select ((min(a.starts_at) at time zone 'Europe/Berlin')::date - (q.created_at at time zone 'Europe/Berlin')::date) as days
     from placement.request q join scheduling.appointment a on a.request_id = q.id and a.state = 'attended'
     group by q.id, q.created_at having ${BERLIN_YEAR('min(a.starts_at)')} = $1 order by 1`,
    year,
  );
  return {
    year,
    assigned: await number(`select count(distinct request_id)::int as n from placement.allocation where ${BERLIN_YEAR('trial_at')} = $1`),
    started: await number(`select count(*)::int as n from placement.allocation where ${BERLIN_YEAR('started_at')} = $1`),
    released: await number(
      `select count(*)::int as n from placement.allocation where ${BERLIN_YEAR('ended_at')} = $1 and trial_at is not null and started_at is null`,
    ),
    attended: await appointments('attended'),
    missed: await appointments('no_show'),
    firstAttended: await appointments('attended', first),
    firstMissed: await appointments('no_show', first),
    late: await appointments('cancelled', "and a.cancelled_how = 'patient_late'"),
    inTime: await appointments('cancelled', "and a.cancelled_how = 'patient_in_time'"),
    byProvider: await appointments('cancelled', "and a.cancelled_how in ('provider', 'network')"),
    feesPossible: await number(
      `select count(*)::int as n from placement.fee_suggestion f join scheduling.appointment a on a.id = f.appointment_id
       where ${BERLIN_YEAR('a.starts_at')} = $1 and f.result = 'fee_possible' and a.state = 'no_show'`,
    ),
    requests: await number(`select count(*)::int as n from placement.request where ${BERLIN_YEAR('created_at')} = $1`),
    opened: await number(
      `select count(*)::int as n from platform.event where ${BERLIN_YEAR('happened_at')} = $1 and action in ('directory.place.opened', 'directory.place.end-confirmed')`,
    ),
    days: days.map((row) => Number(row.days)),
  };
}

/** V7: with none in n, up to this share may still happen (one-sided 95 %), in per cent with one decimal, half up. */
export function zeroBound(n: number): number {
  return n === 0 ? 100 : Math.round(1000 * (1 - 0.05 ** (1 / n))) / 10;
}

/** The mean of the two middle values. */
export function median(sorted: readonly number[]): number {
  const middle = Math.floor(sorted.length / 2);
  if (sorted.length === 0) return 0;
  return sorted.length % 2 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2;
}

/** Nearest rank. */
export function quantile(sorted: readonly number[], share: number): number {
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0;
}

import { addDays, ageAt, type Day } from './calendar.ts';
import type { Parameters } from './parameters.ts';
import { UNIT_PARTS } from './units.ts';

type Rates = Pick<Parameters, 'copayPercent' | 'copayMinCents' | 'copayMaxCents'>;

/** R10: a tenth of the cost, at least 5, at most 10 euro, never more than the cost (§ 37a (3), § 61 SGB V). Cent in, cent out. */
export function copayOf(costCents: number, p: Rates): number {
  const tenth = Math.floor((costCents * p.copayPercent + 50) / 100);
  return Math.min(costCents, Math.max(p.copayMinCents, Math.min(p.copayMaxCents, tenth)));
}

/** A certificate of the insurer, both days inclusive. */
export interface Exemption {
  from: Day;
  to: Day;
}

/** Why nothing is due on a day; the key 1 of the invoice is "exempt". */
export type CopayStatus = 'due' | 'under-age' | 'exempt';

/** R11: from the completed 18th year; the birthday itself counts as completed. An exemption holds on the days of its certificate. */
export function copayStatus(
  person: { birthDate: Day; exemptions: readonly Exemption[] },
  day: Day,
  p: Pick<Parameters, 'copayFromAge'>,
): CopayStatus {
  if (ageAt(person.birthDate, day) < p.copayFromAge) return 'under-age';
  return person.exemptions.some(({ from, to }) => from <= day && day <= to) ? 'exempt' : 'due';
}

/** What was covered of one session (or of a part of it). Uncovered minutes and sessions that did not take place are left out. */
export interface CopayItem {
  day: Day;
  costCents: number;
  /** Parts of a unit: 180 are a full one, single or group. */
  parts: number;
}

/** The bucket is emptied before the first day on or after `before`: end, exhaustion, end of window, another insurer. */
export interface BucketClosing {
  before: Day;
  reason: 'closed' | 'exhausted' | 'window-end' | 'exemption' | 'insurer-changed';
}

export interface CopayDay {
  day: Day;
  /** The cost on which it is computed: of the day, or of all parts in the bucket. */
  costCents: number;
  copayCents: number;
  /** Which of the two. */
  from: 'day' | 'bucket';
}

export interface CopayLedger {
  days: readonly CopayDay[];
  /** Parts not yet charged. Nothing vanishes: days and bucket together hold the whole cost that is due. */
  bucket: { parts: number; costCents: number; lastDay: Day | null };
  totalCents: number;
  /** Cost of the days on which nothing is due. */
  freeCostCents: number;
}

interface DaySum {
  day: Day;
  costCents: number;
  parts: number;
}

function byDay(items: readonly CopayItem[]): DaySum[] {
  const days = new Map<Day, DaySum>();
  for (const { day, costCents, parts } of items) {
    const sum = days.get(day) ?? { day, costCents: 0, parts: 0 };
    days.set(day, { day, costCents: sum.costCents + costCents, parts: sum.parts + parts });
  }
  return [...days.values()].filter(({ parts }) => parts > 0).sort((one, other) => (one.day < other.day ? -1 : 1));
}

/**
 * R10–R13: the copayment of a person. All costs of a day are added (R13). A day with a full unit has its own copayment; smaller
 * parts wait in a bucket until they make a unit, so that the minimum of 5 euro is not taken several times (R12). It is booked on
 * the day that fills the bucket; a bucket that is closed, on the day of its last part.
 * What closes the bucket only later than `today` has not closed it yet.
 * Trial units and Muster 28 count as all others: free of approval is not free of copayment.
 */
export function copayLedger(
  person: { birthDate: Day; exemptions: readonly Exemption[] },
  items: readonly CopayItem[],
  closings: readonly BucketClosing[],
  today: Day,
  p: Rates & Pick<Parameters, 'copayFromAge'>,
): CopayLedger {
  const days: CopayDay[] = [];
  let bucket: CopayLedger['bucket'] = { parts: 0, costCents: 0, lastDay: null };
  let freeCostCents = 0;
  const tomorrow = addDays(today, 1);
  const open = [...closings.map(({ before }) => before), ...person.exemptions.map(({ from }) => from)]
    .filter((day) => day <= tomorrow)
    .sort();
  const book = (day: Day, costCents: number, from: CopayDay['from']) =>
    days.push({ day, costCents, copayCents: copayOf(costCents, p), from });
  const emptyBucket = () => {
    if (bucket.lastDay !== null) book(bucket.lastDay, bucket.costCents, 'bucket');
    bucket = { parts: 0, costCents: 0, lastDay: null };
  };
  for (const { day, costCents, parts } of byDay(items)) {
    while (open[0] !== undefined && open[0] <= day) {
      open.shift();
      emptyBucket();
    }
    if (copayStatus(person, day, p) !== 'due') freeCostCents += costCents;
    else if (parts >= UNIT_PARTS) book(day, costCents, 'day');
    else {
      bucket = { parts: bucket.parts + parts, costCents: bucket.costCents + costCents, lastDay: day };
      if (bucket.parts >= UNIT_PARTS) emptyBucket();
    }
  }
  if (open.length > 0) emptyBucket();
  return { days, bucket, totalCents: days.reduce((sum, { copayCents }) => sum + copayCents, 0), freeCostCents };
}

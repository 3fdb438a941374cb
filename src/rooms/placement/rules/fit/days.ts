import { BERLIN } from '#kernel/time.ts';

/** A calendar day as a number that counts days, and as 20260302 for ages. */
export interface Day {
  iso: string;
  /** Days since 1970-01-01. */
  number: number;
  /** year × 10000 + month × 100 + day: the difference of two, over 10000, floored, is the age (§ 188 BGB: 29 February turns on 1 March). */
  ymd: number;
}

/** Reads an ISO day. Throws RangeError on anything else. */
export function dayOf(iso: string): Day {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso);
  if (!match) throw new RangeError(`not a day: ${iso}`);
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return { iso, number: Math.round(Date.UTC(year, month - 1, day) / 86_400_000), ymd: year * 10_000 + month * 100 + day };
}

/** The day in Berlin of an ISO day or an ISO instant. */
export function berlinDay(moment: string): Day {
  if (moment.length === 10) return dayOf(moment);
  return dayOf(Temporal.Instant.from(moment).toZonedDateTimeISO(BERLIN).toPlainDate().toString());
}

/** Epoch milliseconds of an ISO instant, or of the first moment of an ISO day in Berlin. */
export function momentOf(moment: string): number {
  if (moment.length === 10) return Temporal.PlainDate.from(moment).toZonedDateTime(BERLIN).epochMilliseconds;
  return Temporal.Instant.from(moment).epochMilliseconds;
}

/** The ISO day after. */
export function dayAfter(iso: string): string {
  return Temporal.PlainDate.from(iso).add({ days: 1 }).toString();
}

export function later(a: Day, b: Day): Day {
  return a.number >= b.number ? a : b;
}

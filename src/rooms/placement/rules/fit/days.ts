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

const HOUR = 3_600_000;

/** Berlin's offset changes on whole hours of UTC only, so one look at the zone per hour is enough: 15 → 3 µs for a place. */
const dayOfHour = remembered((hour: number) =>
  dayOf(
    Temporal.Instant.fromEpochMilliseconds(hour * HOUR)
      .toZonedDateTimeISO(BERLIN)
      .toPlainDate()
      .toString(),
  ),
);

const startOfDay = remembered((iso: string) => Temporal.PlainDate.from(iso).toZonedDateTime(BERLIN).epochMilliseconds);

/** The day in Berlin of an ISO day or an ISO instant. Throws RangeError on anything else. */
export function berlinDay(moment: string): Day {
  return moment.length === 10 ? dayOf(moment) : dayOfHour(Math.floor(momentOf(moment) / HOUR));
}

/** Epoch milliseconds of an ISO instant, or of the first moment of an ISO day in Berlin. Throws RangeError on anything else. */
export function momentOf(moment: string): number {
  if (moment.length === 10) return startOfDay(moment);
  const milliseconds = /(?:Z|[+-]\d{2}:?\d{2})$/.test(moment) ? Date.parse(moment) : Number.NaN;
  if (Number.isNaN(milliseconds)) throw new RangeError(`not a day or an instant: ${moment}`);
  return milliseconds;
}

/** The ISO day after. */
export function dayAfter(iso: string): string {
  return Temporal.PlainDate.from(iso).add({ days: 1 }).toString();
}

export function later(a: Day, b: Day): Day {
  return a.number >= b.number ? a : b;
}

/** Keeps answers of a pure function; starts anew when there are many. */
export function remembered<Key, Answer>(compute: (key: Key) => Answer): (key: Key) => Answer {
  const answers = new Map<Key, Answer>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined) return known;
    if (answers.size >= 10_000) answers.clear();
    const answer = compute(key);
    answers.set(key, answer);
    return answer;
  };
}

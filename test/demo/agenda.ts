import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Clock } from '#test/cast/simulated-time.ts';

interface Entry {
  at: Temporal.Instant;
  order: number;
  work: () => Promise<void>;
}

/** What happens when, in the order of simulated time; an entry may put later ones on it. */
export class Agenda {
  readonly #clock: Clock;
  readonly #today: Temporal.PlainDate;
  readonly #now: Temporal.Instant;
  #entries: Entry[] = [];
  #order = 0;

  constructor(clock: Clock, now: Temporal.Instant) {
    this.#clock = clock;
    this.#now = now;
    this.#today = dayInBerlin(now);
  }

  /** The building's present: nothing happens after it. */
  get now(): Temporal.Instant {
    return this.#now;
  }

  get time(): Temporal.Instant {
    return this.#clock.now;
  }

  /** The working day so many days from today; a weekend moves to the Monday after, in the past to the Friday before today if need be. */
  workingDay(offset: number): Temporal.PlainDate {
    let day = this.#today.add({ days: offset });
    while (day.dayOfWeek > 5) day = day.add({ days: offset < -2 ? 1 : -1 });
    return day;
  }

  /** Puts work on a working day at a time of day; what would lie in the future is left out. */
  on(offset: number, time: string, work: () => Promise<void>): void {
    this.at(berlinInstant(this.workingDay(offset), Temporal.PlainTime.from(time)), work);
  }

  at(at: Temporal.Instant, work: () => Promise<void>): void {
    if (Temporal.Instant.compare(at, this.#now) > 0) return;
    this.#entries.push({ at, order: this.#order++, work });
  }

  async run(): Promise<number> {
    let done = 0;
    for (;;) {
      let next: Entry | undefined;
      for (const entry of this.#entries) if (!next || earlier(entry, next)) next = entry;
      if (!next) return done;
      this.#entries = this.#entries.filter((entry) => entry !== next);
      // Time never runs backwards, also for work that was put on the agenda late.
      if (Temporal.Instant.compare(next.at, this.#clock.now) > 0) this.#clock.turnTo(next.at);
      await next.work();
      done += 1;
    }
  }
}

function earlier(one: Entry, other: Entry): boolean {
  const order = Temporal.Instant.compare(one.at, other.at);
  return order < 0 || (order === 0 && one.order < other.order);
}

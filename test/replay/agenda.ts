import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Clock } from '#test/cast/simulated-time.ts';

interface Entry {
  ms: number;
  order: number;
  name: string;
  at: Temporal.Instant;
  work: () => Promise<unknown>;
}

/** What happens when, in the order of simulated time; an entry may put later ones on it. */
export class Agenda {
  readonly #clock: Clock;
  readonly #today: Temporal.PlainDate;
  readonly #now: Temporal.Instant;
  /** A heap: the earliest entry is the first. */
  readonly #entries: Entry[] = [];
  #order = 0;

  constructor(clock: Clock, now: Temporal.Instant) {
    this.#clock = clock;
    this.#now = now;
    this.#today = dayInBerlin(now);
  }

  /** The present of what is told: nothing happens after it. */
  get now(): Temporal.Instant {
    return this.#now;
  }

  get time(): Temporal.Instant {
    return this.#clock.now;
  }

  get day(): Temporal.PlainDate {
    return dayInBerlin(this.#clock.now);
  }

  /** The working day so many days from today; a weekend moves to the Monday after, in the past to the Friday before today if need be. */
  workingDay(offset: number): Temporal.PlainDate {
    let day = this.#today.add({ days: offset });
    while (day.dayOfWeek > 5) day = day.add({ days: offset < -2 ? 1 : -1 });
    return day;
  }

  /** Puts work on a working day at a time of day; what would lie in the future is left out. */
  on(offset: number, time: string, work: () => Promise<unknown>): void {
    this.at(berlinInstant(this.workingDay(offset), Temporal.PlainTime.from(time)), work);
  }

  at(at: Temporal.Instant, work: () => Promise<unknown>, name = 'told'): void {
    const ms = at.epochMilliseconds;
    if (ms > this.#now.epochMilliseconds) return;
    this.#push({ ms, order: this.#order++, name, at, work });
  }

  /** So long from now. */
  after(time: { minutes?: number; hours?: number; days?: number }, name: string, work: () => Promise<unknown>): void {
    const { days = 0, hours = 0, minutes = 0 } = time;
    this.at(this.#clock.now.add({ hours: 24 * days + hours, seconds: Math.round(60 * minutes) }), work, name);
  }

  /** Does everything in its order; `then` is asked after each entry, `forgives` whether a fault of an entry may be passed over. */
  async run(then?: (name: string) => Promise<void>, forgives: (name: string, fault: unknown) => boolean = () => false): Promise<number> {
    let done = 0;
    for (let next = this.#pop(); next; next = this.#pop()) {
      // Time never runs backwards, also for work that was put on the agenda late.
      if (next.ms > this.#clock.now.epochMilliseconds) this.#clock.turnTo(next.at);
      try {
        await next.work();
        await then?.(next.name);
      } catch (fault) {
        if (forgives(next.name, fault)) continue;
        throw new StepFault(done + 1, next.name, this.#clock.now, fault);
      }
      done += 1;
    }
    return done;
  }

  #push(entry: Entry): void {
    const heap = this.#entries;
    let index = heap.push(entry) - 1;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      const above = heap[parent] as Entry;
      if (!earlier(entry, above)) break;
      heap[index] = above;
      index = parent;
    }
    heap[index] = entry;
  }

  #pop(): Entry | undefined {
    const heap = this.#entries;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first;
    let index = 0;
    for (;;) {
      let child = 2 * index + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && earlier(heap[child + 1] as Entry, heap[child] as Entry)) child += 1;
      if (!earlier(heap[child] as Entry, last)) break;
      heap[index] = heap[child] as Entry;
      index = child;
    }
    heap[index] = last;
    return first;
  }
}

/** Something went wrong in an entry: which, and when. */
export class StepFault extends Error {
  readonly step: number;
  constructor(step: number, name: string, at: Temporal.Instant, cause: unknown) {
    super(`step ${step} (${name}) at ${at}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
    this.name = 'StepFault';
    this.step = step;
  }
}

function earlier(one: Entry, other: Entry): boolean {
  return one.ms < other.ms || (one.ms === other.ms && one.order < other.order);
}

import { berlinInstant, dayInBerlin } from '#kernel/time.ts';
import type { Clock } from '#test/cast/simulated-time.ts';

interface Entry {
  ms: number;
  order: number;
  name: string;
  at: Temporal.Instant;
  work: () => Promise<unknown>;
}

interface Running {
  then?: ((name: string) => Promise<void>) | undefined;
  forgives?: (name: string, fault: unknown) => boolean;
  together?: number;
}

/** Minutes that an entry may be late without anybody minding; the others are done alone and at their time. */
const PATIENCE: Record<string, number> = {
  hold: 2,
  book: 2,
  call: 15,
  'call back': 30,
  'still true': 180,
  away: 60,
  open: 90,
  announce: 180,
  mark: 90,
  'nobody came': 90,
  'client cancels': 60,
  'client moves': 60,
  'next session': 180,
};
const patienceOf = ({ name }: Entry): number => 60_000 * (PATIENCE[name] ?? 0);

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

  /**
   * Does everything in its order. `then` is asked after each entry, `forgives` whether a fault of an entry may be passed over. With
   * `together` above 1, entries that can wait a little are done at once with others of the same hour, as several people at their desks do;
   * who is faster is then left to chance.
   */
  async run({ then, forgives = () => false, together = 1 }: Running = {}): Promise<number> {
    let done = 0;
    for (let batch = this.#next(together); batch.length > 0; batch = this.#next(together)) {
      const last = batch.at(-1) as Entry;
      // Time never runs backwards, also for work that was put on the agenda late.
      if (last.ms > this.#clock.now.epochMilliseconds) this.#clock.turnTo(last.at);
      const ends = await Promise.allSettled(batch.map((entry) => this.#do(entry, then)));
      for (const [index, end] of ends.entries()) {
        const name = batch[index]?.name ?? '';
        if (end.status === 'rejected' && !forgives(name, end.reason)) throw new StepFault(done + 1, name, this.#clock.now, end.reason);
        done += 1;
      }
    }
    return done;
  }

  async #do({ name, work }: Entry, then: Running['then']): Promise<void> {
    await work();
    await then?.(name);
  }

  /** The next entry, and those after it that may be done with it. */
  #next(together: number): Entry[] {
    const first = this.#pop();
    if (!first) return [];
    const batch = [first];
    let latest = first.ms + patienceOf(first);
    while (batch.length < together) {
      const next = this.#entries[0];
      if (!next || latest === first.ms || next.ms > latest || patienceOf(next) === 0) break;
      latest = Math.min(latest, next.ms + patienceOf(next));
      batch.push(this.#pop() as Entry);
    }
    return batch;
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

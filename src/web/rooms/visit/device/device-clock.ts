import { BERLIN } from '#kernel/time.ts';

/** A device whose clock is wrong by more than this is told so, milliseconds. */
export const WRONG = 2 * 60_000;

/** How far this device's clock is from the server's, milliseconds; positive: it is ahead. Half of the way there and back is taken off. */
export const aheadBy = (server: number, asked: number, answered: number): number => Math.round((asked + answered) / 2 - server);

/**
 * The time as the server would say it, also without network: the last known difference is taken off. Where the clock of the device is
 * moved while the page stands, the time since then is counted by the browser's own steady count.
 */
export class DeviceClock {
  readonly #wall: () => number;
  readonly #steady: () => number;
  #ahead = 0;
  #anchor: { wall: number; steady: number };

  constructor(wall: () => number = Date.now, steady: () => number = () => performance.now()) {
    this.#wall = wall;
    this.#steady = steady;
    this.#anchor = { wall: wall(), steady: steady() };
  }

  /** Said after each answer of the server that carries its time. */
  set ahead(milliseconds: number) {
    this.#ahead = milliseconds;
    this.#anchor = { wall: this.#wall(), steady: this.#steady() };
  }

  get ahead(): number {
    return this.#ahead + this.#moved;
  }

  /** How far the device's clock was moved since the last comparison; what is small may be drift, or sleep that the steady count skips. */
  get #moved(): number {
    const moved = this.#wall() - this.#anchor.wall - (this.#steady() - this.#anchor.steady);
    // a browser's steady count may stand still while the device sleeps; then the wall is ahead without being wrong
    return moved < -WRONG ? moved : 0;
  }

  get wrong(): boolean {
    return Math.abs(this.ahead) > WRONG;
  }

  now(): Temporal.Instant {
    return Temporal.Instant.fromEpochMilliseconds(Math.round(this.#wall() - this.ahead));
  }

  /** "2026-03-05T14:03" on a clock in Berlin. */
  local(): string {
    return localOf(this.now());
  }
}

export const localOf = (instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(BERLIN).toPlainDateTime().toString({ smallestUnit: 'minute' });

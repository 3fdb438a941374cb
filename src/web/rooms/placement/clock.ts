/** The server's clock as this page knows it, so that a countdown is right on a device whose clock is not. */
let ahead = 0;

/** A moment that the server has just named as its now. */
export function noteServerNow(now: Temporal.Instant | string): void {
  const instant = typeof now === 'string' ? Temporal.Instant.from(now) : now;
  ahead = instant.epochMilliseconds - Date.now();
}

/** Epoch milliseconds. */
export const serverNow = (): number => Date.now() + ahead;

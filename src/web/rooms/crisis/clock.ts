import { useEffect, useState } from 'react';

/** The server's clock as this page knows it: a device whose clock is wrong shows the right seconds all the same. */
let ahead = 0;

/** A moment that the server has named as its now, in an answer that took `took` milliseconds; half of that it was on its way. */
export function noteServerNow(now: string, took = 0): void {
  ahead = Temporal.Instant.from(now).epochMilliseconds + took / 2 - Date.now();
}

/** Epoch milliseconds. */
export const serverNow = (): number => Date.now() + ahead;

/** Reads the server's now out of an answer, with the time that it took. */
export async function withServerNow<Answer>(ask: () => Promise<Answer>, nowOf: (answer: Answer) => string): Promise<Answer> {
  const before = performance.now();
  const answer = await ask();
  noteServerNow(nowOf(answer), performance.now() - before);
  return answer;
}

/** The server's now, twice a second while it stands. */
export function useServerNow(): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const timer = setInterval(() => setNow(serverNow()), 500);
    return () => clearInterval(timer);
  }, []);
  return now;
}

const pad = (value: number) => String(value).padStart(2, '0');

/** "01:48", from an hour on "1:02:48". */
export function running(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000));
  const hours = Math.floor(seconds / 3600);
  const rest = `${pad(Math.floor((seconds % 3600) / 60))}:${pad(seconds % 60)}`;
  return hours > 0 ? `${hours}:${rest}` : rest;
}

/** "3:12" left; never below zero. */
export function left(milliseconds: number): string {
  const seconds = Math.max(0, Math.ceil(milliseconds / 1000));
  return `${Math.floor(seconds / 60)}:${pad(seconds % 60)}`;
}

export const millis = (instant: string): number => Temporal.Instant.from(instant).epochMilliseconds;

/** "10:41:06", in Berlin: the protocol has seconds. */
export function clockWithSeconds(instant: string): string {
  const at = Temporal.Instant.from(instant).toZonedDateTimeISO('Europe/Berlin');
  return `${pad(at.hour)}:${pad(at.minute)}:${pad(at.second)}`;
}

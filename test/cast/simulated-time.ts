import { Client, type ClientConfig } from 'pg';

/** The body of `app.now()` in production (migration 000510), and the one that follows the time of the action. */
const REAL = 'begin atomic select now(); end';
const SIMULATED = "set search_path = pg_catalog as $$ select coalesce(nullif(current_setting('app.at', true), '')::timestamptz, now()) $$";

async function replaceNow(admin: ClientConfig, body: string): Promise<void> {
  const client = new Client(admin);
  await client.connect();
  try {
    await client.query(`create or replace function app.now() returns timestamptz language sql stable ${body}`);
  } finally {
    await client.end();
  }
}

/** Policies follow the simulated clock of the actions: for databases of tests, and of the demo while it is built. Never in production. */
export function followSimulatedTime(admin: ClientConfig): Promise<void> {
  return replaceNow(admin, SIMULATED);
}

/** Policies follow the database's clock again, as the migration has it. */
export function followRealTime(admin: ClientConfig): Promise<void> {
  return replaceNow(admin, REAL);
}

/** Monday, 2 March 2026, 10:00 in Bonn. */
export const MONDAY = Temporal.Instant.from('2026-03-02T09:00:00Z');

/** A clock to turn; give it to a world as `clock: () => clock.now`. */
export class Clock {
  now: Temporal.Instant;

  constructor(now: Temporal.Instant = MONDAY) {
    this.now = now;
  }

  /** Lets time pass. */
  pass(time: { days?: number; hours?: number; minutes?: number; seconds?: number }): void {
    const { days = 0, hours = 0, ...rest } = time;
    this.now = this.now.add({ hours: hours + 24 * days, ...rest });
  }

  /** Turns to an instant, or to a wall-clock time in Berlin ("2026-03-29T03:30"). */
  turnTo(at: Temporal.Instant | string): void {
    this.now = typeof at === 'string' ? berlin(at) : at;
  }
}

/** A Berlin wall-clock time as an instant. */
export function berlin(text: string): Temporal.Instant {
  return Temporal.PlainDateTime.from(text).toZonedDateTime('Europe/Berlin').toInstant();
}

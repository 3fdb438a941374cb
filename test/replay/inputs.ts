/**
 * What goes into a replay: demand, capacity and how people behave. What comes out (places assigned, therapies, missed appointments) is
 * computed by the product's own actions and is nowhere set.
 */
export interface Inputs {
  seed: number;
  /** New people who call, by year counted from the first day. The last value holds for all years after. */
  callsPerYear: readonly number[];
  /** Places that the colleagues give to the network in a year, beside those with which they begin. */
  openingsPerYear: readonly number[];
  /** Some more of them in late autumn. */
  lateOpenings: readonly number[];
  /** Chance that somebody stays away from an appointment: with a cancellation rule that was read out and accepted, and without one. */
  missesWithRule: number;
  missesWithoutRule: number;
  /** Chance that somebody cancels or moves an appointment, and the share of the cancellations that come late. */
  cancels: number;
  cancelsLate: number;
  moves: number;
  /** Chance that the fit fails in the trial sessions. */
  fitFails: number;
  /** Sessions after the fit that still stand in the desk's calendar; the rest of a therapy stays in the practice's own. */
  laterSessions: number;
  /** Chance that a caller rings off while an offer is held. */
  ringsOff: number;
  /** Chance that a weekly "still true" is left out. */
  forgetsToConfirm: number;
  /** Share of calls in which both desks reach for the same place in the same moment. */
  races: number;
  /** Restarts of the server in the middle of a day, and crashes in the middle of a command, in a year. */
  restartsPerYear: number;
  /** Half of them break a command in its middle; how far it came is the machine's to say, so a page that shall stay the same does without. */
  crashes: boolean;
  /** The worker's nightly work is played every so many nights. */
  nightEvery: number;
  /** Letters, mails and timers of the evening are played every so many days. */
  eveningEvery: number;
  /** Share of people who want to be reminded; before the last so many days of the history, nobody is asked. */
  wantsReminders: number;
  remindersSinceDays: number;
}

/** How people behave, as far as public sources and the rule book say (A.1.4, A.6); the rest is our guess. */
export const USUAL: Inputs = {
  seed: 1,
  callsPerYear: [520],
  openingsPerYear: [110],
  lateOpenings: [0],
  missesWithRule: 0.004,
  missesWithoutRule: 0.06,
  cancels: 0.06,
  cancelsLate: 0.25,
  moves: 0.04,
  fitFails: 0.12,
  laterSessions: 1,
  ringsOff: 0.04,
  forgetsToConfirm: 0.3,
  races: 0.05,
  restartsPerYear: 12,
  crashes: true,
  nightEvery: 7,
  eveningEvery: 2,
  wantsReminders: 0.75,
  remindersSinceDays: Number.POSITIVE_INFINITY,
};

/** The value of a year; the last one given goes on. */
export function ofYear(values: readonly number[], year: number): number {
  return values[Math.min(year, values.length - 1)] ?? 0;
}

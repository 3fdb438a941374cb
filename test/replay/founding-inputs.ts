import { FIXED_POLICY } from '#test/cast/practice.ts';
import type { Building } from '#test/demo/building.ts';
import type { DemoTherapist } from '#test/demo/network.ts';
import { type Inputs, USUAL } from './inputs.ts';

/** What the founding document of the Bonn network reports. */
export const REPORTED = { colleagues: 20, assigned: [134, 191], missedInSecondYear: 0 } as const;
export const FIRST_DAY = '2018-01-01';
export const DAYS = 730;

/**
 * The founding network's two years. Seed, calls and openings were looked for (`npm run simulate -- gruendung suchen`) so that the process
 * assigns as many places as the document reports; everything else was set before. The page says so.
 */
export const FOUNDING: Inputs = {
  ...USUAL,
  seed: 2018,
  callsPerYear: [240, 330],
  openingsPerYear: [76, 193],
  lateOpenings: [0, 6],
  missesWithRule: 0.0005,
  laterSessions: 0,
  nightEvery: 28,
  eveningEvery: 7,
  remindersSinceDays: 0,
  // Nothing that depends on which of two processes is faster: the page shall be the same each time.
  races: 0,
  restartsPerYear: 4,
  crashes: false,
};

/** Colleagues lay down their cancellation rule one after the other, in the first ten months; who named none takes the usual one. */
export const ruleOf: NonNullable<Building['ruleOf']> = ({ policy }: DemoTherapist, index) => ({
  policy: policy ?? FIXED_POLICY,
  day: 20 + Math.round((280 * index) / REPORTED.colleagues),
});

import { expect, test } from 'vitest';
import { freshDatabase } from '#test/database.ts';
import { USUAL } from './inputs.ts';
import { playYears } from './years.ts';

const depth = Number(process.env.GELEIT_DEPTH || 1);
const seed = Number(process.env.GELEIT_SEED || 5);
const DAYS = 28 * depth;
const until = Temporal.Instant.from('2026-11-10T23:00:00Z'); // over the night in which the clock is put back

test('Weeks of the network, with all invariants asked after each step, break nothing', { timeout: 120_000 * depth }, async () => {
  // Times as busy and as troubled as years are seldom, so that some weeks show them all.
  const inputs = {
    ...USUAL,
    seed,
    callsPerYear: [700],
    races: 0.15,
    restartsPerYear: 60,
    cancels: 0.12,
    missesWithoutRule: 0.15,
    fitFails: 0.25,
  };
  const played = await playYears({ database: await freshDatabase({ keep: true }), inputs, until, days: DAYS, checkEvery: 1 });
  const { tally, steps, seconds, checks } = played;
  process.stdout.write(`${DAYS} days, ${steps} steps, ${checks} checks, ${(DAYS / seconds).toFixed(1)} simulated days per second\n`);
  process.stdout.write(`done: ${tally.line(false)}\nrefused: ${tally.line(true)}\n`);
  expect(checks).toBe(steps);
  expect(played.figures).toBeGreaterThan(20);
  for (const name of [
    'call',
    'booked',
    'attended',
    'fit',
    'no fit',
    'cancelled by client',
    'missed',
    'races',
    'place opened',
    'away (sick)',
  ])
    expect(tally.of(name), name).toBeGreaterThan(0);
  expect(tally.of('restart') + tally.of('crash')).toBeGreaterThan(0);
});

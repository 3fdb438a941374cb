import { afterAll, expect, test } from 'vitest';
import { chance } from '../../bench/lib/random.ts';
import { appKilled } from './families/app-killed.ts';
import { cases } from './families/cases.ts';
import { databaseKilled } from './families/database-killed.ts';
import { duplicates } from './families/duplicates.ts';
import { escalationClock } from './families/escalation-clock.ts';
import { soziotherapie } from './families/soziotherapie.ts';
import { waitingHold } from './families/waiting-hold.ts';
import { openGround } from './ground.ts';
import { against } from './report.ts';

// The short form: each fault about once, with its proof and its control. All families, and for longer: npm run faults.
const ground = await openGround();
afterAll(() => ground.stop());
const seed = Number(process.env.GELEIT_SEED ?? 7);

test.each([
  ['a killed process loses no acknowledged booking and makes none twice', appKilled],
  ['a killed database is answered with 503, comes back, and has lost nothing', databaseKilled],
  ['a killed worker misses no deadline of an emergency and carries out none twice', escalationClock],
  ['a killed process keeps a place for who waits exactly once, and for 48 hours', waitingHold],
  ['a killed practice of Soziotherapie counts, bills and tells each visit, entry, decision and number exactly once', soziotherapie],
  ['a killed Case Management opens, writes, sends and joins each thing exactly once, and finds what it would find anew', cases],
  ['the same key many times at once has one effect and one answer', duplicates],
])('%s', { timeout: 300_000 }, async (_, family) => {
  const report = await family.run({ ground, seed, random: chance(seed), short: true, until: 0 });
  expect(against(report), JSON.stringify(report)).toEqual([]);
});

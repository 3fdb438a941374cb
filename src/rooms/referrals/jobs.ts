import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { takeDueSteps } from './actions/clock.ts';

const HANDFUL = 50;

/** Steps of the clocks whose day has come, a handful a transaction: what was missed in a stop is caught up, each once. */
export async function turnClocks(world: World): Promise<void> {
  for (let taken = HANDFUL; taken === HANDFUL; ) taken = await asSystem(world, 'referrals.clocks', (call) => takeDueSteps(call, HANDFUL));
}

export const referralJobs: RoomJobs = {
  jobs: { 'referrals-clocks': turnClocks },
  cron: ['15 * * * * referrals-clocks'], // every hour: a day begins in Berlin, which no fixed hour of UTC is
};

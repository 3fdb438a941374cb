import { asSystem } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { forgetOldTries } from './actions/throttle.ts';

export const accessJobs: RoomJobs = {
  jobs: { 'forget-old-tries': (world) => asSystem(world, 'access.forget-old-tries', async (call) => void (await forgetOldTries(call))) },
  cron: ['40 3 * * * forget-old-tries'],
};

import { asSystem } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { remindOfReviews } from '../actions/reviews.ts';

/** Every morning before work begins: who has a review to hold. */
export const reviewJobs: RoomJobs = {
  jobs: {
    'soziotherapie-reviews': (world) => asSystem(world, 'soziotherapie-reviews', async (call) => void (await remindOfReviews(call))),
  },
  cron: ['40 4 * * * soziotherapie-reviews'],
};

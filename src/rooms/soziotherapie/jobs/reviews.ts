import type { RoomJobs } from '#platform/jobs.ts';
import { remindOfReviews } from '../actions/reviews.ts';

/** Every morning before work begins: who has a review to hold. */
export const reviewJobs: RoomJobs = {
  jobs: { 'soziotherapie-reviews': async (world) => void (await remindOfReviews(world)) },
  cron: ['40 4 * * * soziotherapie-reviews'],
};

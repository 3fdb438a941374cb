import type { RoomJobs } from '#platform/jobs.ts';
import { lookAtDay } from './actions/day.ts';

/** Deadlines are days in rows: each running case is looked at once a day, soon after midnight in Berlin or whenever the server is there again. */
export const lifeJobs: RoomJobs = {
  every: [{ name: 'soziotherapie days', seconds: 60, work: async (world) => void (await lookAtDay(world)) }],
};

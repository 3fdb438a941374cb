import type { RoomJobs } from '#platform/jobs.ts';
import { lookAtFindings } from '../actions/findings.ts';

/** Changes by those who do not see the case (the desk, a partner, another room) and the passing of days: looked at within a second. */
export const findingJobs: RoomJobs = {
  every: [{ name: 'cases findings', seconds: 1, work: async (world) => void (await lookAtFindings(world)) }],
};

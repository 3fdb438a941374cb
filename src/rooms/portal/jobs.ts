import { asSystem } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { takeOverForms, tidyAside } from './actions/take-over.ts';

export const portalJobs: RoomJobs = {
  every: [{ name: 'take over forms', seconds: 2, work: async (world) => void (await takeOverForms(world)) }],
  jobs: { 'portal-tidy-aside': (world) => asSystem(world, 'portal-tidy-aside', tidyAside) },
  cron: ['20 6 * * * portal-tidy-aside'],
};

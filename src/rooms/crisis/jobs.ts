import type { RoomJobs } from '#platform/jobs.ts';

export const crisisJobs: RoomJobs = {};

import type { RoomJobs } from '#platform/jobs.ts';

export const reportsJobs: RoomJobs = {};

import type { RoomJobs } from '#platform/jobs.ts';
import { type Scanner, scanPending } from './actions/scan.ts';

/** Where a scanner is set: it looks at what waits every few seconds, so that a file can be opened soon after it came. */
export function recordsJobs(scanner: Scanner | undefined): RoomJobs {
  if (!scanner) return {};
  return { every: [{ name: 'scan files', seconds: 3, work: async (world) => void (await scanPending(world, scanner)) }] };
}

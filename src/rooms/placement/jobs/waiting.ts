import { asSystem, type World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { closeUnanswered } from '../actions/waiting-contact.ts';
import { followForWaiting, matchEverything } from '../actions/waiting-match.ts';
import { escalateOverdue } from '../actions/waiting-overdue.ts';

/** RQ8: who did not answer the last notice within 14 days. */
export function closeAfterNotice(world: World): Promise<number> {
  return asSystem(world, 'placement.close-after-notice', (call) => closeUnanswered(call));
}

/** RQ6: promised contacts that nobody made become the coordinator's. */
export function escalateContacts(world: World): Promise<number> {
  return asSystem(world, 'placement.escalate-contacts', (call) => escalateOverdue(call));
}

/** Proposals follow the log every second; once an hour everything is looked at anew, because days pass without an event. */
export const waitingJobs: RoomJobs = {
  every: [
    { name: 'propose to who waits', seconds: 1, work: async (world) => void (await followForWaiting(world)) },
    { name: 'escalate broken promises', seconds: 300, work: async (world) => void (await escalateContacts(world)) },
    { name: 'close after the last notice', seconds: 300, work: async (world) => void (await closeAfterNotice(world)) },
  ],
  jobs: { 'match-waiting': async (world) => void (await matchEverything(world)) },
  cron: ['20 * * * * match-waiting'],
};

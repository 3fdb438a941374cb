import type { RoomJobs } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import { deliverDue } from './actions.ts';

/** Hands over what is due; at once after the commit that queued it, and again every few seconds for what must be tried again. */
export function messagesJobs(mailer: Mailer): RoomJobs {
  return {
    jobs: { 'deliver-messages': async (world) => void (await deliverDue(world, mailer)) },
    follow: { 'messages.message.queued': () => ({ job: 'deliver-messages', payload: {}, key: 'deliver-messages' }) },
    every: [{ name: 'deliver messages', seconds: 10, work: async (world) => void (await deliverDue(world, mailer)) }],
  };
}

import type { World } from '#platform/call.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import type { Mailer } from '#platform/mail/mailer.ts';
import type { Texter } from '#platform/sms/texter.ts';
import { readBounces } from './actions/bounce.ts';
import { deliverDue } from './actions.ts';

/** What this room's jobs reach outside of the house. */
export interface Carrying {
  mailer: Mailer;
  texter?: Texter | undefined;
  /** The folder with failure notices of mails. */
  bounces?: string | null | undefined;
}

/** Hands over what is due; at once after the commit that queued it, and again every few seconds for what must be tried again. */
export function messagesJobs({ mailer, texter, bounces }: Carrying): RoomJobs {
  const deliver = async (world: World) => void (await deliverDue(world, { mailer, texter }));
  return {
    jobs: { 'deliver-messages': deliver },
    follow: { 'messages.message.queued': () => ({ job: 'deliver-messages', payload: {}, key: 'deliver-messages' }) },
    every: [
      { name: 'deliver messages', seconds: 10, work: deliver },
      ...(bounces
        ? [{ name: 'read failure notices', seconds: 60, work: async (world: World) => void (await readBounces(world, bounces)) }]
        : []),
    ],
  };
}

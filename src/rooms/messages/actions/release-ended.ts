import type { Call } from '#platform/call.ts';
import { queueMessage } from '../actions.ts';

interface Ended {
  personId: string;
  /** Who received something until now. */
  to: { name: string; email: string };
  /** Who wrote the release down. */
  from: string;
}

/** The recipient of a release learns that it ended, and nothing else. */
export async function tellReleaseEnded(call: Call, { personId, to, from }: Ended): Promise<void> {
  await queueMessage(call, {
    personId,
    channel: 'email',
    template: 'release-ended',
    language: 'de',
    cause: ['release-ended', call.newId()],
    content: {
      to: to.email,
      text: `Guten Tag ${to.name},\n\neine Freigabe, auf der unser Austausch mit Ihnen beruhte, ist beendet. Von uns erhalten Sie dazu nichts mehr.\n\nFreundliche Grüße\n${from}\n`,
    },
  });
}

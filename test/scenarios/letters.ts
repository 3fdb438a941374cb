import PostalMime from 'postal-mime';
import { expect } from 'vitest';
import type { FrontDoor, Mail } from './front-door.ts';

/** Words that say more than "call us", in whatever form. */
const TELLING =
  /psych|therap|depress|angst|behandl|krank|diagnos|sucht|sozio|krise|klinik|patient|suizid|praxis|wartelist|gesund|mental|treat|illness|waiting list/i;

/** A mail as a foreign mail program reads it. */
export async function opened(mail: Mail) {
  const read = await PostalMime.parse(mail.raw);
  return {
    subject: read.subject ?? '',
    text: read.text ?? '',
    from: `${read.from?.name ?? ''} ${read.from?.address ?? ''}`,
    messageId: read.messageId ?? '',
    parts: read.attachments.map(({ mimeType }) => mimeType),
    to: mail.to,
  };
}

/** All mails to an address, in the order in which they arrived. */
export const mailsTo = (door: FrontDoor, address: string) => Promise.all(door.mails.filter(({ to }) => to.includes(address)).map(opened));

/** Whoever reads it over a shoulder learns nothing of why somebody is written to, nor by what kind of house. */
export function expectNeutral(mail: Awaited<ReturnType<typeof opened>>): void {
  for (const part of [mail.subject, mail.from, mail.text]) expect(part).not.toMatch(TELLING);
}

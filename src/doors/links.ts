import type { FastifyInstance } from 'fastify';
import { LINK_DAYS } from '#rooms/access/actions/links.ts';
import { answerLink, showLink } from '#rooms/soziotherapie/actions/link-door.ts';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { type LinkSettings, linkDoor } from './link-kit.ts';

/**
 * The door for those with a link and without an account (security 4.4.5). The secret comes in the body of a POST, never in an address;
 * the browser of the first use is known again by a cookie that no script can read. What is read behind it, the system reads for
 * exactly the one object that the link names.
 */
export async function mountLinks(app: FastifyInstance, settings: LinkSettings): Promise<void> {
  const door = linkDoor(settings, LINK_DAYS);
  app.post(wire.openLink.path, door.limited('open'), async (request, reply) => {
    door.checkSender(request);
    const { secret, code } = door.read(wire.openLink, request.body);
    const browser = door.browserOf(request);
    const shown = await door.through((call) => showLink(call, secret, browser, code));
    if (shown.step === 'open') door.remember(reply, browser);
    return door.send(reply, wire.openLink.answer.parse(shown));
  });

  app.post(wire.answerLink.path, door.limited('answer'), async (request, reply) => {
    door.checkSender(request);
    const { secret, answer, text } = door.read(wire.answerLink, request.body);
    const given = await door.through((call) => answerLink(call, secret, door.browserOf(request), { answer, text }));
    return door.send(reply, wire.answerLink.answer.parse(given));
  });
}

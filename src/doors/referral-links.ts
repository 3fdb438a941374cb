import type { FastifyInstance } from 'fastify';
import { LONGEST_LINK_DAYS } from '#rooms/access/actions/links.ts';
import { answerReferral, showReferral } from '#rooms/referrals/actions/partner.ts';
import * as wire from '#rooms/referrals/contract/link.ts';
import { type LinkSettings, linkDoor } from './link-kit.ts';

/**
 * The door for partners: a referral is opened and answered by its personal link, without an account (security 4.4.5). Other than a
 * signature, a partner says several things in time: seen, taken on, a first appointment, begun, ended.
 */
export async function mountReferralLinks(app: FastifyInstance, settings: LinkSettings): Promise<void> {
  const door = linkDoor(settings, LONGEST_LINK_DAYS);
  app.post(wire.openReferral.path, door.limited('open'), async (request, reply) => {
    door.checkSender(request);
    const { secret, code } = door.read(wire.openReferral, request.body);
    const browser = door.browserOf(request);
    const shown = await door.through((call) => showReferral(call, secret, browser, code));
    if (shown.step === 'open') door.remember(reply, browser);
    return door.send(reply, wire.openReferral.answer.parse(shown));
  });
  app.post(wire.answerReferral.path, door.limited('answer'), async (request, reply) => {
    door.checkSender(request);
    const { secret, ...said } = door.read(wire.answerReferral, request.body);
    const browser = door.browserOf(request);
    const given = await door.through((call) => answerReferral(call, secret, browser, said));
    return door.send(reply, wire.answerReferral.answer.parse(given));
  });
}

import type { FastifyInstance } from 'fastify';
import { LINK_DAYS } from '#rooms/access/actions/links.ts';
import { answerPlanLink, showPlanLink } from '#rooms/cases/actions/plan-links.ts';
import * as wire from '#rooms/cases/contract/plan-link.ts';
import { type LinkSettings, linkDoor } from './link-kit.ts';

/** The door for a client who reads the plan that lies before her and answers, without an account (security 4.4.5). */
export async function mountPlanLinks(app: FastifyInstance, settings: LinkSettings): Promise<void> {
  const door = linkDoor(settings, LINK_DAYS);
  app.post(wire.openPlanLink.path, door.limited('open'), async (request, reply) => {
    door.checkSender(request);
    const { secret, code } = door.read(wire.openPlanLink, request.body);
    const browser = door.browserOf(request);
    const shown = await door.through((call) => showPlanLink(call, secret, browser, code));
    if (shown.step === 'open') door.remember(reply, browser);
    return door.send(reply, wire.openPlanLink.answer.parse(shown));
  });

  app.post(wire.answerPlanLink.path, door.limited('answer'), async (request, reply) => {
    door.checkSender(request);
    const { secret, answer, text } = door.read(wire.answerPlanLink, request.body);
    const given = await door.through((call) => answerPlanLink(call, secret, door.browserOf(request), { answer, text }));
    return door.send(reply, wire.answerPlanLink.answer.parse(given));
  });
}

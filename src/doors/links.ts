import { randomBytes } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import type { Endpoint } from '#kernel/endpoint.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { LINK_DAYS } from '#rooms/access/actions/links.ts';
import { answerLink, showLink } from '#rooms/soziotherapie/actions/link-door.ts';
import * as wire from '#rooms/soziotherapie/contract/links.ts';
import { faultsOf } from './answer.ts';
import { unfitTexts } from './text.ts';

interface Settings {
  world: World;
  /** Behind TLS: the cookie is __Host-. */
  secure: boolean;
  /** Origins from which the page may ask. */
  origins: readonly string[];
  /** Tries a minute of one source; the usual unless told. */
  most?: { open: number; answer: number };
}

const BODY_LIMIT = 16 * 1024;
const BROWSER = /^[0-9a-f]{64}$/;

/**
 * The door for those with a link and without an account (security 4.4.5). The secret comes in the body of a POST, never in an address;
 * the browser of the first use is known again by a cookie that no script can read. What is read behind it, the system reads for
 * exactly the one object that the link names.
 */
export async function mountLinks(
  app: FastifyInstance,
  { world, secure, origins, most = { open: 20, answer: 10 } }: Settings,
): Promise<void> {
  const name = secure ? '__Host-geleit-link' : 'geleit-link';
  const limited = (max: number) => ({ bodyLimit: BODY_LIMIT, config: { rateLimit: { max, timeWindow: 60_000 } } });
  const browserOf = (request: FastifyRequest) => {
    const known = request.cookies[name];
    return known && BROWSER.test(known) ? known : randomBytes(32).toString('hex');
  };
  const remember = (reply: FastifyReply, browser: string) =>
    reply.setCookie(name, browser, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: LINK_DAYS * 86_400 });

  /** In one transaction that is kept also where the answer is a refusal: what it counted and wrote down stays. */
  const through = async <Made>(work: (call: Call) => Promise<Made | Refusal>): Promise<Made> => {
    const made = await asSystem(world, 'link', work);
    if (made instanceof Refusal) throw made;
    return made;
  };

  app.post(wire.openLink.path, limited(most.open), async (request, reply) => {
    checkSender(origins, request);
    const { secret, code } = read(wire.openLink, request.body);
    const browser = browserOf(request);
    const shown = await through((call) => showLink(call, secret, browser, code));
    if (shown.step === 'open') void remember(reply, browser);
    return send(reply, wire.openLink.answer.parse(shown));
  });

  app.post(wire.answerLink.path, limited(most.answer), async (request, reply) => {
    checkSender(origins, request);
    const { secret, answer, text } = read(wire.answerLink, request.body);
    const given = await through((call) => answerLink(call, secret, browserOf(request), { answer, text }));
    return send(reply, wire.answerLink.answer.parse(given));
  });
}

function read<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
  { body }: Endpoint<P, Q, B, A>,
  sent: unknown,
): z.output<B> {
  const unfit = unfitTexts('', sent);
  if (unfit.length > 0) throw new Refusal('invalid-input', { errors: unfit });
  const parsed = body?.safeParse(sent ?? {});
  if (!parsed?.success) throw new Refusal('invalid-input', { errors: faultsOf('body', parsed?.error.issues ?? []) });
  return parsed.data;
}

/** From our own page only: Fetch metadata, origin, and a header that no form can send. */
function checkSender(origins: readonly string[], request: FastifyRequest): void {
  const site = request.headers['sec-fetch-site'];
  const { origin } = request.headers;
  if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('cross-site');
  if (origin !== undefined && !origins.includes(origin) && origin !== `${request.protocol}://${request.host}`)
    throw new Refusal('cross-site');
  if (request.headers['x-geleit'] !== '1') throw new Refusal('cross-site');
}

const send = (reply: FastifyReply, answer: unknown) => reply.type('application/json; charset=utf-8').send(JSON.stringify(answer));

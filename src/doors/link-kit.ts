import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import type { Endpoint } from '#kernel/endpoint.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { faultsOf } from './answer.ts';
import { unfitTexts } from './text.ts';

export interface LinkSettings {
  world: World;
  /** Behind TLS: the cookie is __Host-. */
  secure: boolean;
  /** Origins from which the page may ask. */
  origins: readonly string[];
  /** Tries a minute of one source; the usual unless told. */
  most?: { open: number; answer: number };
}
export type LinkDoor = ReturnType<typeof linkDoor>;

const BODY_LIMIT = 16 * 1024;
const BROWSER = /^[0-9a-f]{64}$/;

/**
 * What every door for links has in common: the secret comes in the body of a POST, the browser of the first use is known again by a
 * cookie that no script can read, and who asks is our own page.
 * @param days how long the browser is known again
 */
export function linkDoor({ world, secure, origins, most = { open: 20, answer: 10 } }: LinkSettings, days: number) {
  const name = secure ? '__Host-geleit-link' : 'geleit-link';
  return {
    limited: (what: 'open' | 'answer') => ({ bodyLimit: BODY_LIMIT, config: { rateLimit: { max: most[what], timeWindow: 60_000 } } }),
    browserOf(request: FastifyRequest): string {
      const known = request.cookies[name];
      return known && BROWSER.test(known) ? known : randomBytes(32).toString('hex');
    },
    remember(reply: FastifyReply, browser: string): void {
      void reply.setCookie(name, browser, { path: '/', httpOnly: true, sameSite: 'strict', secure, maxAge: days * 86_400 });
    },
    /** In one transaction that is kept also where the answer is a refusal: what it counted and wrote down stays. */
    async through<Made>(work: (call: Call) => Promise<Made | Refusal>): Promise<Made> {
      const made = await asSystem(world, 'link', work);
      if (made instanceof Refusal) throw made;
      return made;
    },
    /** From our own page only: Fetch metadata, origin, and a header that no form can send. */
    checkSender(request: FastifyRequest): void {
      const site = request.headers['sec-fetch-site'];
      const { origin } = request.headers;
      if (site !== undefined && site !== 'same-origin' && site !== 'none') throw new Refusal('cross-site');
      if (origin !== undefined && !origins.includes(origin) && origin !== `${request.protocol}://${request.host}`)
        throw new Refusal('cross-site');
      if (request.headers['x-geleit'] !== '1') throw new Refusal('cross-site');
    },
    read<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType, A extends z.ZodType>(
      { body }: Endpoint<P, Q, B, A>,
      sent: unknown,
    ): z.output<B> {
      const unfit = unfitTexts('', sent);
      if (unfit.length > 0) throw new Refusal('invalid-input', { errors: unfit });
      const parsed = body?.safeParse(sent ?? {});
      if (!parsed?.success) throw new Refusal('invalid-input', { errors: faultsOf('body', parsed?.error.issues ?? []) });
      return parsed.data;
    },
    send: (reply: FastifyReply, answer: unknown) => reply.type('application/json; charset=utf-8').send(JSON.stringify(answer)),
  };
}

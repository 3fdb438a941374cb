import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel/decision.ts';
import { inBerlin } from '#kernel/time.ts';
import { asPublic, type World } from '#platform/call.ts';
import type { Log } from '#platform/log.ts';
import { statusOf } from '#platform/problem.ts';
import { newForm, publicNetwork, receiveForm } from '#rooms/portal/actions/receive.ts';
import type { FormLanguage } from '#rooms/portal/rules/fields.ts';
import { formPage } from '#rooms/portal/rules/form-page.ts';
import { donePage, filled, messagePage, type Network } from '#rooms/portal/rules/page.ts';
import { STYLE } from '#rooms/portal/rules/style.ts';
import { FORM_WORDS, languageFor } from '#rooms/portal/rules/words.ts';

/** No script at all, one style sheet, forms to ourselves. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const BODY_LIMIT = 16 * 1024; // the longest form that a person can fill in is a tenth of it
const PAGES_A_MINUTE = 60;
const POSTS_A_MINUTE = 20;
const STYLE_VERSION = createHash('sha256').update(STYLE).digest('base64url').slice(0, 12);
const ASSETS = { style: `/anfrage/form.css?v=${STYLE_VERSION}` };

interface Settings {
  world: World;
  log: Log;
  /** Origins from which the form may be posted. */
  origins: readonly string[];
}

/** The public request form: pages that work without script, and without knowing anybody. */
export async function mountRequestForm(app: FastifyInstance, { world, log, origins }: Settings): Promise<void> {
  await app.register((form, _options, done) => {
    form.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      async (_request: FastifyRequest, body: string) => body,
    );
    form.addHook('onSend', async (_request, reply) => {
      void reply.header('content-security-policy', POLICY);
      // With "no-referrer" browsers say "Origin: null" when they post a form, and nobody could tell it from a foreign page's.
      void reply.header('referrer-policy', 'same-origin');
    });
    form.setErrorHandler(async (fault, request, reply) => {
      const language = languageOf(request);
      const network = await networkOf(world);
      const words = FORM_WORDS[language];
      if (fault instanceof Refusal && fault.code === 'too-many') return tooMany(reply, language, network, 1);
      const status = fault instanceof Refusal ? statusOf(fault.code) : ((fault as { statusCode?: number }).statusCode ?? 500);
      if (status >= 500) log.error({ request: request.id, fault }, 'fault');
      return send(reply, status >= 400 && status < 500 ? status : 503, messagePage(language, network, ASSETS, words.fault));
    });

    const limit = (max: number) => ({ config: { rateLimit: { max, timeWindow: 60_000 } } });
    form.get('/anfrage', limit(PAGES_A_MINUTE), async (request, reply) => {
      const language = languageOf(request);
      const page = await asPublic(world, { requestId: request.id }, async (call) =>
        formPage(language, await publicNetwork(call), ASSETS, { form: newForm(call), typed: {}, faults: [] }),
      );
      return send(reply, 200, page);
    });
    form.post('/anfrage', limit(POSTS_A_MINUTE), async (request, reply) => {
      const language = languageOf(request);
      if (isForeign(request, origins)) {
        const { fault } = FORM_WORDS[language];
        return send(reply, 403, messagePage(language, await networkOf(world), ASSETS, fault));
      }
      const body = typeof request.body === 'string' ? request.body : '';
      const { network, received } = await asPublic(world, { requestId: request.id }, async (call) => ({
        network: await publicNetwork(call),
        received: await receiveForm(call, body, language, request.ip),
      }));
      if (received.kind === 'too-many') return tooMany(reply, language, network, received.minutes);
      if (received.kind === 'look-again') return send(reply, 422, formPage(language, network, ASSETS, received));
      const { reference, urgent } = received;
      return send(reply, 202, donePage(language, network, ASSETS, { reference, urgent, until: untilIn(language, received.until) }));
    });
    form.get('/anfrage/form.css', async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(STYLE),
    );
    done();
  });
}

/** A fault of the database must not hide the numbers: then the page says what it knows without it. */
async function networkOf(world: World): Promise<Network> {
  const known = { name: world.network.name, phone: world.network.phone ?? null, numbers: [] };
  return asPublic(world, {}, publicNetwork).catch(() => known);
}

function languageOf(request: FastifyRequest): FormLanguage {
  const { sprache } = request.query as { sprache?: unknown };
  return languageFor(typeof sprache === 'string' ? sprache : undefined, request.headers['accept-language']);
}

/** Posted from another site's page (security 4.2): our own says where it comes from. */
function isForeign(request: FastifyRequest, origins: readonly string[]): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && !origins.includes(origin) && origin !== `${request.protocol}://${request.host}`;
}

function tooMany(reply: FastifyReply, language: FormLanguage, network: Network, minutes: number): FastifyReply {
  const { title, text } = FORM_WORDS[language].tooMany;
  void reply.header('retry-after', String(minutes * 60));
  return send(reply, 429, messagePage(language, network, ASSETS, { title, text: filled(text, { minutes: String(minutes) }) }));
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  return reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language')
    .type('text/html; charset=utf-8')
    .send(page);
}

/** "Dienstag, 24. November, 17:00 Uhr", in the language of the page. */
function untilIn(language: FormLanguage, until: Temporal.Instant): string {
  const { locale } = FORM_WORDS[language];
  const when = inBerlin(until);
  const day = when.toLocaleString(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  const time = when.toLocaleString(locale, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return locale === 'de-DE' ? `${day}, ${time} Uhr` : `${day}, ${time}`;
}

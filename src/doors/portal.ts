import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel/decision.ts';
import type { Log } from '#platform/log.ts';
import { statusOf } from '#platform/problem.ts';
import { keepLanguage } from '#rooms/portal/actions/own-door.ts';
import { sentencePage } from '#rooms/portal/rules/own-pages/home.ts';
import { OWN_STYLE } from '#rooms/portal/rules/own-style.ts';
import { OWN_WORDS } from '#rooms/portal/rules/own-words.ts';
import { FORM_WORDS } from '#rooms/portal/rules/words.ts';
import * as entry from './portal/entry.ts';
import * as pages from './portal/pages.ts';
import { type Answer, type Asked, askedOf, Elsewhere, Expired, LANGUAGE_COOKIE, Portal, type Settings } from './portal/portal.ts';

/** No script at all, one style sheet, forms to ourselves; the address of an authenticator app is a link, not a form. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "img-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');
const BODY_LIMIT = 16 * 1024;
const LOOKS_A_MINUTE = 120;
const ORDERS_A_MINUTE = 30;
const TRIES_A_MINUTE = 20;
const YEAR = 365 * 86_400;

type Handler = (portal: Portal, asked: Asked) => Promise<Answer>;
const SHOWN: readonly [path: string, Handler][] = [
  ['/portal', pages.home],
  ['/portal/anmelden', entry.showSignIn],
  ['/portal/einladung', entry.showInvitation],
  ['/portal/faktor', entry.showChoice],
  ['/portal/code', entry.showCode],
  ['/portal/kalender/:id', pages.calendar],
  ['/portal/absagen/:id', pages.askCancel],
  ['/portal/plan', pages.plan],
  ['/portal/sicht', pages.view],
  ['/portal/nachrichten', pages.messages],
  ['/portal/freigaben', pages.consents],
  ['/portal/freigeben', pages.partners],
  ['/portal/freigeben/:id', pages.askRelease],
  ['/portal/daten', pages.data],
  ['/portal/daten.json', pages.dataJson],
  ['/portal/daten.pdf', pages.dataPdf],
  ['/portal/wer', pages.looks],
  ['/portal/sprache', takeLanguage],
];
const TAKEN: readonly [path: string, Handler, most: number][] = [
  ['/portal/anmelden', entry.takeSignIn, TRIES_A_MINUTE],
  ['/portal/einladung', entry.takeInvitation, TRIES_A_MINUTE],
  ['/portal/faktor', entry.takeChoice, TRIES_A_MINUTE / 2],
  ['/portal/code', entry.takeCode, TRIES_A_MINUTE],
  ['/portal/abmelden', entry.takeSignOut, ORDERS_A_MINUTE],
  ['/portal/absagen/:id', pages.takeCancel, ORDERS_A_MINUTE],
  ['/portal/plan', pages.takePlan, ORDERS_A_MINUTE],
  ['/portal/sicht', pages.takeView, ORDERS_A_MINUTE],
  ['/portal/nachrichten', pages.takeMessage, ORDERS_A_MINUTE],
  ['/portal/freigaben', pages.takeConsent, ORDERS_A_MINUTE],
  ['/portal/freigeben', pages.partners, ORDERS_A_MINUTE],
  ['/portal/freigeben/:id', pages.takeRelease, ORDERS_A_MINUTE],
];

/** Every address of the portal with its method. */
export const PORTAL_PATHS: readonly (readonly [method: 'GET' | 'POST', path: string])[] = [
  ...SHOWN.map(([path]) => ['GET', path] as const),
  ...TAKEN.map(([path]) => ['POST', path] as const),
];

/** The portal for clients and relatives: light pages that work without script (ADR 0024). */
export async function mountPortal(app: FastifyInstance, settings: Settings & { log: Log }): Promise<void> {
  const portal = new Portal(settings);
  await app.register((door, _options, done) => {
    door.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: BODY_LIMIT },
      async (_request: FastifyRequest, body: string) => body,
    );
    door.addHook('onSend', async (_request, reply) => {
      void reply.header('content-security-policy', POLICY);
      void reply.header('referrer-policy', 'same-origin'); // so that our own forms name their origin
    });
    door.setErrorHandler((fault, request, reply) => answerFault(portal, settings.log, fault, request, reply));
    const limit = (max: number) => ({ config: { rateLimit: { max, timeWindow: 60_000 } } });
    for (const [path, handler] of SHOWN)
      door.get(path, limit(LOOKS_A_MINUTE), (request, reply) => answer(portal, handler, askedOf(request, reply)));
    for (const [path, handler, most] of TAKEN)
      door.post(path, limit(most), async (request, reply) => {
        if (isForeign(request, settings.origins)) throw new Expired();
        return answer(portal, handler, askedOf(request, reply));
      });
    door.get('/portal/style.css', async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(OWN_STYLE),
    );
    done();
  });
}

async function answer(portal: Portal, handler: Handler, asked: Asked): Promise<FastifyReply> {
  const { reply } = asked;
  try {
    const given = await handler(portal, asked);
    if ('page' in given) return send(reply, given.status ?? 200, given.page);
    if ('file' in given)
      return reply
        .header('cache-control', 'no-store')
        .header('content-disposition', `attachment; filename="${given.name}"`)
        .type(given.type)
        .send(given.file);
    return reply.redirect(given.to, 303);
  } catch (fault) {
    if (fault instanceof Elsewhere) return reply.redirect(elsewhere(asked, fault.to), 303);
    throw fault;
  }
}

/** Whoever sent something after the session had ended is told that it did not arrive. */
const elsewhere = ({ request }: Asked, to: string): string =>
  request.method === 'POST' && to === '/portal/anmelden' && !request.url.startsWith('/portal/abmelden') ? `${to}?gesagt=ende` : to;

/** The page on which somebody chose another language; only an address of ours that shows a page, without what else stood in it. */
function pageBefore({ request }: Asked): string {
  const { referer } = request.headers;
  const before = referer && URL.canParse(referer) ? new URL(referer) : undefined;
  if (before?.host !== request.host || /\/(?:sprache|kalender|daten\.)/.test(before.pathname)) return '/portal';
  const id = '[0-9a-f-]{36}';
  const known = SHOWN.some(([path]) => new RegExp(`^${path.replace(':id', id)}$`).test(before.pathname));
  const access = before.searchParams.get('p') ?? '';
  return known ? `${before.pathname}${new RegExp(`^${id}$`).test(access) ? `?p=${access}` : ''}` : '/portal';
}

/** The language stays in this browser, and with the account for its mails. */
async function takeLanguage(portal: Portal, asked: Asked): Promise<Answer> {
  void asked.reply.setCookie(LANGUAGE_COOKIE, asked.language, { path: '/portal', httpOnly: true, sameSite: 'lax', maxAge: YEAR });
  await portal.as(asked, (call) => keepLanguage(call, asked.language));
  return { to: pageBefore(asked) };
}

async function answerFault(portal: Portal, log: Log, fault: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const asked = askedOf(request, reply);
  const words = OWN_WORDS[asked.language];
  const form = FORM_WORDS[asked.language].fault;
  const page = (title: string, text: string) =>
    portal
      .anyone(asked, (shown) => sentencePage(shown, title, text))
      .catch(() => `<!doctype html><title>${form.title}</title><h1>${form.title}</h1>`);
  if (fault instanceof Expired) return send(reply, 403, await page(form.title, words.faults.expired));
  if (fault instanceof Refusal) {
    const said: Readonly<Record<string, string>> = {
      'too-many': words.faults['too-many'],
      'portal-access-not-found': words.messages.nobody,
      'not-found': /^\/portal\/(?:absagen|kalender)\//.test(request.url) ? words.cancelPage.gone : words.faults.gone,
      'own-view-not-open': words.view.closed,
      'domain-not-asked': words.view.closed,
      'case-is-over': words.messages.nobody,
    };
    const text = said[fault.code] ?? words.faults.expired;
    return send(reply, statusOf(fault.code), await page(form.title, text));
  }
  const status = (fault as { statusCode?: number }).statusCode ?? 500;
  if (status >= 500) log.error({ request: request.id, fault }, 'fault');
  return send(reply, status >= 400 && status < 500 ? status : 503, await page(form.title, words.faults.expired));
}

/** Posted from another site's page (security 4.2): our own says where it comes from. */
function isForeign(request: FastifyRequest, origins: readonly string[]): boolean {
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return origin !== undefined && !origins.includes(origin) && origin !== `${request.protocol}://${request.host}`;
}

const send = (reply: FastifyReply, status: number, page: string): FastifyReply =>
  reply
    .code(status)
    .header('cache-control', 'no-store')
    .header('vary', 'accept-language, cookie')
    .type('text/html; charset=utf-8')
    .send(page);

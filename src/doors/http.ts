import { createHash } from 'node:crypto';
import compress from '@fastify/compress';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import rateLimit from '@fastify/rate-limit';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { Refusal } from '#kernel/decision.ts';
import { newId } from '#kernel/id.ts';
import { asSession, type World } from '#platform/call.ts';
import { OutcomeUnknown } from '#platform/database.ts';
import type { Route } from '#platform/http.ts';
import type { Log } from '#platform/log.ts';
import type { Metrics } from '#platform/metrics.ts';
import type { ProblemCatalogue } from '#platform/problem.ts';
import { languageOf, sendProblem } from './answer.ts';
import { carryOut, type Grant } from './carry-out.ts';
import { contentSecurityPolicy } from './headers.ts';
import { readForm } from './multipart.ts';

export interface HttpSettings {
  routes: readonly Route[];
  problems: ProblemCatalogue;
  grant: Grant;
  world: World;
  log: Log;
  metrics: Metrics;
  /** Behind TLS: cookies are __Host-, HSTS is sent. */
  secure: boolean;
  /** Reverse proxies whose X-Forwarded-For counts. */
  proxies: readonly string[];
  /** Origins that may send commands. */
  origins: readonly string[];
  /** Calls a minute of one session or source. */
  ratePerMinute: number;
  /** Answers 200 only when usable. */
  ready(): Promise<boolean>;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Takes multipart/form-data. */
    takesFile?: boolean;
  }
}

const BODY_LIMIT = 256 * 1024;

/** The HTTP door: headers, limits, cookies, health; what a route does is in carry-out.ts. */
export async function createHttp(settings: HttpSettings): Promise<FastifyInstance> {
  const { log, metrics, problems } = settings;
  const app: FastifyInstance = Fastify({
    logger: false,
    bodyLimit: BODY_LIMIT,
    genReqId: () => newId(),
    trustProxy: settings.proxies.length > 0 ? [...settings.proxies] : false,
    requestTimeout: 30_000,
    // Node gives half a head a minute and looks every 30 s; a desk's browser needs neither.
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 5_000 },
    forceCloseConnections: true,
    // An address that cannot even be read reaches neither a route nor the hooks that set the headers.
    frameworkErrors: (fault, request, reply) => {
      void reply.headers({ 'content-security-policy': contentSecurityPolicy('/api/'), 'x-content-type-options': 'nosniff' });
      void reply.headers({ 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' });
      void answerFault(settings, fault, request, reply);
    },
  });

  await app.register(helmet, {
    contentSecurityPolicy: false, // set below, byte for byte
    strictTransportSecurity: settings.secure ? { maxAge: 63_072_000, includeSubDomains: true } : false,
    crossOriginEmbedderPolicy: { policy: 'require-corp' },
    crossOriginOpenerPolicy: { policy: 'same-origin' },
    crossOriginResourcePolicy: { policy: 'same-origin' },
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  // gzip alone: brotli at its usual quality costs 7 ms and more for each answer (measured), which nobody gets back on the way
  await app.register(compress, { threshold: 1024, encodings: ['gzip'], zlibOptions: { level: 4 } });
  await app.register(rateLimit, {
    global: true,
    max: settings.ratePerMinute,
    timeWindow: 60_000,
    keyGenerator: (request) => sourceKey(settings, request),
    allowList: (request) => request.url.startsWith('/health/') || request.url.startsWith('/assets/'),
    errorResponseBuilder: (_request, { ttl }) => new Refusal('too-many', { retryAfter: ttl / 1000 }),
  });

  app.addHook('onSend', async (request, reply) => {
    void reply.header('content-security-policy', contentSecurityPolicy(request.url));
    void reply.header(
      'permissions-policy',
      'camera=(), geolocation=(), microphone=(), payment=(), usb=(), publickey-credentials-get=(self), publickey-credentials-create=(self)',
    );
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none';
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime / 1000);
    log.info(
      { request: request.id, method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime * 10) / 10 },
      'answered',
    );
  });
  app.setErrorHandler((fault, request, reply) => answerFault(settings, fault, request, reply));
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, problems, languageOf(request.headers['accept-language']), 'not-found', request.id),
  );
  app.removeContentTypeParser('text/plain');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(new Refusal('malformed-json'));
    }
  });

  app.addContentTypeParser('multipart/form-data', { parseAs: 'buffer' }, (request, body, done) => {
    try {
      if (!request.routeOptions.config.takesFile) throw new Refusal('not-acceptable-type');
      done(null, readForm(request.headers['content-type'] ?? '', body as Buffer));
    } catch (fault) {
      done(fault as Error);
    }
  });

  const reading = { files: 0 };
  for (const route of settings.routes) {
    const { endpoint, options } = route;
    app.route({
      method: endpoint.method,
      url: endpoint.path,
      config: {
        ...(options.limit ? { rateLimit: { max: options.limit, timeWindow: 60_000 } } : {}),
        ...(options.file ? { takesFile: true } : {}),
      },
      ...(options.body ? { bodyLimit: options.body } : {}),
      ...(options.file ? { onRequest: oneOfFew(reading, options.file.atOnce) } : {}),
      handler: (request, reply) => carryOut({ ...settings, route }, request, reply),
    });
  }
  app.get('/health/live', async () => ({ live: true }));
  app.get('/health/ready', async (_request, reply) => {
    const usable = await settings.ready().catch(() => false);
    return reply.code(usable ? 200 : 503).send({ ready: usable });
  });
  // Figures are for this machine's own collector; a proxy must not pass this address on.
  app.get('/metrics', async (request, reply) =>
    !isLocal(request) ? reply.callNotFound() : reply.type('text/plain; version=0.0.4').send(await metrics.text()),
  );
  return app;
}

/** Lets in so many files at once and no more: each stands in memory as a whole. */
function oneOfFew(reading: { files: number }, most: number) {
  return async (_request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    if (reading.files >= most) throw new Refusal('too-many', { retryAfter: 3 });
    reading.files += 1;
    reply.raw.once('close', () => {
      reading.files -= 1;
    });
  };
}

/** Asked from this machine, and not through a proxy. */
function isLocal(request: FastifyRequest): boolean {
  return (
    ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(request.socket.remoteAddress ?? '') &&
    request.headers['x-forwarded-for'] === undefined
  );
}

/** Who is counted together: a session, else an address; both only as a keyed hash that lives as long as the window. */
function sourceKey({ secure }: HttpSettings, request: FastifyRequest): string {
  const token = request.cookies?.[secure ? '__Host-geleit' : 'geleit'];
  return createHash('sha256')
    .update(token ?? request.ip)
    .digest('base64url')
    .slice(0, 22);
}

function answerFault({ problems, log, metrics }: HttpSettings, fault: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const language = languageOf(request.headers['accept-language']);
  if (fault instanceof Refusal) return sendProblem(reply, problems, language, fault.code, request.id, fault.detail);
  if (fault instanceof OutcomeUnknown) {
    log.error({ request: request.id, fault }, 'outcome unknown');
    return sendProblem(reply, problems, language, 'outcome-unknown', request.id, { retryAfter: 1, facts: { outcome: 'unknown' } });
  }
  const { code, statusCode } = fault as { code?: string; statusCode?: number };
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return sendProblem(reply, problems, language, 'too-large', request.id);
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return sendProblem(reply, problems, language, 'not-acceptable-type', request.id);
  if (isDatabaseAway(fault)) {
    log.warn({ request: request.id, fault }, 'database away');
    return sendProblem(reply, problems, language, 'database-away', request.id, { retryAfter: 1 });
  }
  if (statusCode && statusCode >= 400 && statusCode < 500) return sendProblem(reply, problems, language, 'invalid-input', request.id);
  metrics.fault();
  log.error({ request: request.id, fault }, 'fault');
  return sendProblem(reply, problems, language, 'internal-fault', request.id);
}

/**
 * Codes of PostgreSQL with which nothing of the transaction stayed and the caller may ask again: connection lost (08), no disk,
 * memory or connection left (53), stopping, starting or a statement that took too long (57), a lock or an idle transaction that
 * took too long (55P03, 25P03), still in each other's way after all retries (40001, 40P01), the disk refused (58030).
 */
const AWAY = /^(08...|53...|57014|57P..|55P03|25P0[34]|40001|40P01|58030)$/;
const REFUSED = new Set(['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE']);

/** Lost, refused or restarting connections, or a database that cannot go on: the caller may ask again; nothing of the transaction stayed. */
export function isDatabaseAway(fault: unknown): boolean {
  if (!(fault instanceof Error)) return false;
  const { code } = fault as { code?: string };
  return (
    (typeof code === 'string' && (AWAY.test(code) || REFUSED.has(code))) ||
    /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
      fault.message,
    )
  );
}

export { asSession };

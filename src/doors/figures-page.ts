import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '#kernel/decision.ts';
import { asPublic, type World } from '#platform/call.ts';
import type { Log } from '#platform/log.ts';
import { statusOf } from '#platform/problem.ts';
import { reportPaper } from '#rooms/reports/actions/files.ts';
import { findPublished, publishedYears } from '#rooms/reports/actions/publication.ts';
import { busyPage, FIGURES_STYLE, nothingPage, type PageLanguage, publishedPage } from '#rooms/reports/rules/public-page.ts';

/** No script at all, one style sheet, no form. */
const POLICY = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
const PAGES_A_MINUTE = 60;
const VERSION = createHash('sha256').update(FIGURES_STYLE).digest('base64url').slice(0, 12);
const STYLE = `/zahlen/zahlen.css?v=${VERSION}`;

/** The figures that the network chose to publish, for anybody: pages without script, small numbers hidden. */
export async function mountFiguresPage(app: FastifyInstance, { world, log }: { world: World; log: Log }): Promise<void> {
  await app.register((pages, _options, done) => {
    pages.addHook('onSend', async (_request, reply) => {
      void reply.header('content-security-policy', POLICY);
    });
    pages.setErrorHandler(async (fault, request, reply) => {
      const status = fault instanceof Refusal ? statusOf(fault.code) : ((fault as { statusCode?: number }).statusCode ?? 500);
      if (status >= 500) log.error({ request: request.id, fault }, 'fault');
      const place = { network: world.network.name, style: STYLE, year: 0, years: [] };
      return send(reply, status >= 400 && status < 500 ? status : 503, busyPage(languageOf(request), place));
    });
    const limit = { config: { rateLimit: { max: PAGES_A_MINUTE, timeWindow: 60_000 } } };
    const show = (request: FastifyRequest, reply: FastifyReply, wanted: number | null) => {
      const language = languageOf(request);
      return asPublic(world, { requestId: request.id }, async (call) => {
        const years = await publishedYears(call);
        const year = wanted ?? years[0] ?? 0;
        const place = { network: call.network.name, style: STYLE, year, years };
        const figures = years.includes(year) ? await findPublished(call, year) : null;
        if (!figures) return send(reply, 404, nothingPage(language, place));
        return send(reply, 200, publishedPage(language, place, reportPaper(figures, call.network.name, language), figures.months));
      });
    };
    pages.get('/zahlen', limit, (request, reply) => show(request, reply, null));
    pages.get('/zahlen/:year', limit, (request, reply) => {
      const { year } = request.params as { year: string };
      return show(request, reply, /^(19|2\d)\d\d$/.test(year) ? Number(year) : 0);
    });
    pages.get('/zahlen/zahlen.css', async (_request, reply) =>
      reply.header('cache-control', 'public, max-age=31536000, immutable').type('text/css; charset=utf-8').send(FIGURES_STYLE),
    );
    done();
  });
}

/** German, unless English is asked for. */
function languageOf(request: FastifyRequest): PageLanguage {
  const { sprache } = request.query as { sprache?: unknown };
  if (sprache === 'de' || sprache === 'en') return sprache;
  const wanted = (request.headers['accept-language'] ?? '').toLowerCase();
  return /^\s*en\b/.test(wanted) && !wanted.includes('de') ? 'en' : 'de';
}

function send(reply: FastifyReply, status: number, page: string): FastifyReply {
  const kept = status === 200 ? 'public, max-age=300' : 'no-store';
  return reply.code(status).header('cache-control', kept).header('vary', 'accept-language').type('text/html; charset=utf-8').send(page);
}

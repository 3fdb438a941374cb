import type { FastifyInstance, FastifyReply } from 'fastify';
import { asSystem, type World } from '#platform/call.ts';
import { followLink, readLink } from '#rooms/messages/actions/opt-out.ts';
import { textLanguage } from '#rooms/messages/rules/kinds.ts';
import { OPT_OUT_WISHES, type OptOutWish, optOutWords } from '#rooms/messages/rules/opt-out.ts';
import { isRightToLeft } from '#rooms/messages/rules/render.ts';

const STYLE = `:root{color-scheme:light dark}
body{margin:0 auto;max-width:34rem;padding:1.5rem;font:1.0625rem/1.5 system-ui,sans-serif}
h1{font-size:1.375rem}
fieldset{border:0;margin:0;padding:0;display:grid;gap:.75rem}
label{display:grid;grid-template-columns:auto 1fr;gap:.75rem;align-items:start;padding:.75rem;border:1px solid GrayText;border-radius:.5rem}
input{width:1.25rem;height:1.25rem;margin:.15rem 0 0}
button{font:inherit;font-weight:600;margin-top:1rem;padding:.75rem 1.25rem;min-height:2.75rem;border-radius:.5rem;border:1px solid;cursor:pointer}
:focus-visible{outline:3px solid Highlight;outline-offset:2px}`;

/**
 * Stops messages without sign-in: the link of a mail is a capability for that one message. Opening it changes nothing (mail programs and
 * scanners open links by themselves); one choice and one click do, or the mail program's own button (RFC 8058).
 * The page names nobody, and nothing of what the messages are about.
 */
export async function mountOptOut(app: FastifyInstance, world: World): Promise<void> {
  await app.register((scope, _options, ready) => {
    const plain = (_request: unknown, body: string | Buffer, done: (fault: Error | null, body: string) => void) => done(null, String(body));
    for (const type of ['application/x-www-form-urlencoded', 'multipart/form-data']) {
      scope.removeContentTypeParser(type);
      scope.addContentTypeParser(type, { parseAs: 'string', bodyLimit: 4_096 }, plain);
    }
    const config = { rateLimit: { max: 60, timeWindow: 60_000 } };
    scope.get('/post/style.css', async (_request, reply) => reply.type('text/css; charset=utf-8').send(STYLE));
    scope.get<{ Params: { link: string } }>('/post/:link', { config }, async ({ params: { link } }, reply) => {
      const found = await asSystem(world, 'messages.opt-out', (call) => readLink(call, link));
      return found ? page(reply, 200, found.language, choices(found)) : page(reply, 404, 'de', gone('de'));
    });
    scope.post<{ Params: { link: string }; Body: string }>('/post/:link', { config }, async ({ params: { link }, body }, reply) => {
      const found = await asSystem(world, 'messages.opt-out', (call) => readLink(call, link));
      if (!found) return page(reply, 404, 'de', gone('de'));
      const wish = wishOf(body, found.reminder);
      if (!wish) return page(reply, 400, found.language, choices(found));
      await asSystem(world, 'messages.opt-out', (call) => followLink(call, link, wish));
      const words = optOutWords(textLanguage(found.language));
      return page(reply, 200, found.language, `<p role="status">${escaped(words.done[wish])}</p>`);
    });
    ready();
  });
}

/** The mail program's button speaks for the kind of message that it stands on. */
function wishOf(body: string | undefined, reminder: boolean): OptOutWish | undefined {
  const text = body ?? '';
  if (/List-Unsubscribe=One-Click|name="List-Unsubscribe"\r?\n\r?\nOne-Click/i.test(text)) return reminder ? 'reminders' : 'all';
  const wish = new URLSearchParams(text).get('wish');
  return OPT_OUT_WISHES.find((one) => one === wish);
}

function choices({ reminder, language }: { reminder: boolean; language: string }): string {
  const words = optOutWords(textLanguage(language));
  const chosen = reminder ? 'reminders' : 'all';
  const options = OPT_OUT_WISHES.map(
    (wish) =>
      `<label><input type="radio" name="wish" value="${wish}" required${wish === chosen ? ' checked' : ''}><span>${escaped(words.wishes[wish])}</span></label>`,
  );
  return `<form method="post"><fieldset><legend>${escaped(words.lead)}</legend>${options.join('')}</fieldset><button>${escaped(words.send)}</button></form>`;
}

const gone = (language: string) => `<p>${escaped(optOutWords(textLanguage(language)).unknown)}</p>`;

function page(reply: FastifyReply, status: number, tag: string, body: string): FastifyReply {
  const language = textLanguage(tag);
  const words = optOutWords(language);
  const direction = isRightToLeft(language) && words.lang === language ? 'rtl' : 'ltr';
  return reply
    .code(status)
    .header('x-robots-tag', 'noindex')
    .type('text/html; charset=utf-8')
    .send(
      `<!doctype html><html lang="${words.lang}" dir="${direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(words.title)}</title><link rel="stylesheet" href="/post/style.css"></head><body><main><h1>${escaped(words.title)}</h1>${body}</main></body></html>`,
    );
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

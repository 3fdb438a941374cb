import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import PostalMime from 'postal-mime';
import { asSession, type World } from '#platform/call.ts';
import { listOutbox } from '#platform/mail/outbox.ts';

/** The demo's mail, to read instead of receive: for whoever is signed in to the demo. */
export function mountOutbox(app: FastifyInstance, { world, folder }: { world: World; folder: string }): void {
  app.get('/api/demo/outbox', async (request, reply) => {
    const actor = await asSession(world, request.cookies.geleit, { requestId: request.id }, async (call) => call.actor);
    if (actor.kind !== 'account') return reply.code(401).send();
    const entries = (await listOutbox(folder)).slice(0, 50);
    return { mails: await Promise.all(entries.map(async (entry) => ({ ...entry, text: await textOf(join(folder, entry.file)) }))) };
  });
}

/** What somebody would read: the text message as it is, the mail's plain text. */
async function textOf(path: string): Promise<string> {
  const raw = await readFile(path);
  return path.endsWith('.txt') ? raw.toString('utf8') : ((await PostalMime.parse(raw)).text ?? '');
}

import type { FastifyInstance } from 'fastify';
import { asSession, type World } from '#platform/call.ts';
import { listOutbox } from '#platform/mail/outbox.ts';

/** The demo's mail, to read instead of receive: for whoever is signed in to the demo. */
export function mountOutbox(app: FastifyInstance, { world, folder }: { world: World; folder: string }): void {
  app.get('/api/demo/outbox', async (request, reply) => {
    const actor = await asSession(world, request.cookies.geleit, { requestId: request.id }, async (call) => call.actor);
    if (actor.kind !== 'account') return reply.code(401).send();
    return { mails: (await listOutbox(folder)).slice(0, 50) };
  });
}

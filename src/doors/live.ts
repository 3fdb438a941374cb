import type { FastifyInstance } from 'fastify';
import { sql } from 'kysely';
import type { AnyRole } from '#kernel/codes.ts';
import { asSession, asSystem, type World } from '#platform/call.ts';
import { type LoggedEvent, selectEvents, ticker } from '#platform/jobs.ts';
import type { Log } from '#platform/log.ts';
import type { Metrics } from '#platform/metrics.ts';

interface Listener {
  roles: readonly AnyRole[];
  practitionerId: string | null;
  organisationId: string | null;
  accountId: string;
  last: number | null;
  send(text: string): void;
}

const READ_EVERY_MS = 100;
const BEAT_MS = 20_000;
/** Topics that a role may hear of; a therapist only what concerns her. Ids and codes travel, never persons. */
const HEARD: Partial<Record<AnyRole, RegExp>> = {
  desk: /^(placement|directory|scheduling|crisis|tasks|messages|portal|access\.duty)\./,
  coordinator: /^(placement|directory|scheduling|crisis|tasks|messages|portal|access\.duty)\./,
  // of placement: what moves in the search for a place that her own case opened, and who was faster
  'case-manager': /^(directory|scheduling|tasks|cases|referrals|placement\.(offer|hold|place|trial|fit|safety|request|therapy))\./,
  oncall: /^(crisis|placement\.safety|placement\.request|tasks|access\.duty)\./,
  lead: /^(crisis|tasks|soziotherapie|billing|records|cases|referrals)\./,
  office: /^(tasks|soziotherapie|billing|records)\./,
  soziotherapist: /^(tasks|soziotherapie|records)\./,
  admin: /^(access|directory|tasks)\./,
  auditor: /^access\./,
};
/** Of one organisation: each of these events says which. */
const OF_ONE = /^(soziotherapie|billing|records|tasks|cases|referrals)\./;
const OF_SERVICE = /^(cases|referrals)\./;
const OWN = /^(placement|directory|scheduling|tasks)\./;

/** Server-sent events: what changed, read from the log behind every running transaction (ADR 0008). */
export function mountLive(
  app: FastifyInstance,
  { world, cookie, log, metrics }: { world: World; cookie: string; log: Log; metrics: Metrics },
): { stop(): Promise<void> } {
  const listeners = new Set<Listener>();
  const open = metrics.gauge('geleit_live_connections', 'Open live connections');
  let position: { xid: string; seq: number } | undefined;

  const reader = ticker('live', READ_EVERY_MS, log, async () => {
    if (listeners.size === 0) {
      position = undefined;
      return;
    }
    if (!position) return;
    const { xid, seq } = position;
    await asSystem(world, 'live', async ({ tx }) => {
      const events = await selectEvents(tx, xid, seq, 500);
      const last = events.at(-1);
      if (last) position = { xid: last.xid, seq: last.seq };
      for (const event of events) if ('CUDE'.includes(event.kind)) for (const listener of listeners) tell(listener, event);
    });
  });

  /** Where the log stands before the line is open: whatever is committed after that is told. */
  const findPosition = () =>
    asSystem(world, 'live', async ({ tx }) => {
      const { rows } = await sql<{ xid: string }>`select pg_snapshot_xmin(pg_current_snapshot())::text as xid`.execute(tx);
      return { xid: rows[0]?.xid ?? '0', seq: 0 };
    });

  app.get('/api/live', async (request, reply) => {
    const token = request.cookies[cookie];
    const actor = await asSession(world, token, { requestId: request.id }, async (call) => call.actor);
    if (actor.kind !== 'account') return reply.code(401).send();
    if (!position) {
      const found = await findPosition();
      position ??= found;
    }
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    });
    raw.write('retry: 2000\n\n');
    const listener: Listener = {
      roles: actor.roles,
      practitionerId: actor.practitionerId,
      organisationId: actor.organisationId,
      accountId: actor.accountId,
      last: null,
      send: (text) => void raw.write(text),
    };
    listeners.add(listener);
    open.inc();
    // A session that ended, or whose roles changed, hears nothing more after the next beat.
    const beat = setInterval(() => {
      asSession(world, token, {}, async (call) => call.actor)
        .then((now) => {
          if (now.kind !== 'account') return raw.end();
          listener.roles = now.roles;
          return raw.write(': beat\n\n');
        })
        .catch(() => raw.end());
    }, BEAT_MS);
    raw.on('close', () => {
      clearInterval(beat);
      listeners.delete(listener);
      open.dec();
    });
  });
  return {
    async stop() {
      await reader.stop();
    },
  };
}

function tell(listener: Listener, event: LoggedEvent): void {
  if (!mayHear(listener, event)) return;
  const { action, seq, objectKind, objectId, data } = event;
  const message = {
    topic: action,
    sequence: seq,
    ...(listener.last === null ? {} : { previous: listener.last }),
    objectKind,
    objectId,
    data,
  };
  listener.last = seq;
  listener.send(`id: ${seq}\ndata: ${JSON.stringify(message)}\n\n`);
}

function mayHear({ roles, practitionerId, organisationId, accountId }: Listener, { action, data }: LoggedEvent): boolean {
  // What belongs to one organisation is heard of in no other.
  if (OF_ONE.test(action) && data.organisationId !== undefined && data.organisationId !== organisationId && data.assigneeId !== accountId)
    return false;
  // A case is heard of by its service and nobody else; what names no service is not told at all.
  if (OF_SERVICE.test(action) && data.organisationId === undefined) return false;
  // A task is heard of by those it is for; that it exists may already tell something (rule book D 16).
  if (action.startsWith('tasks.')) {
    if (data.assigneeId === accountId) return true;
    return roles.some((role) => role === data.role) && (data.practitionerId === undefined || data.practitionerId === practitionerId);
  }
  // Whoever called for help hears what becomes of it, whatever her role is.
  if (action.startsWith('crisis.') && data.raisedBy === accountId) return true;
  if (roles.some((role) => HEARD[role]?.test(action))) return true;
  return practitionerId !== null && data.practitionerId === practitionerId && OWN.test(action);
}

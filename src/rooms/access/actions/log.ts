import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';

export interface LogWish {
  personId?: string | undefined;
  actorId?: string | undefined;
  /** An action or the beginning of one, up to a dot. */
  action?: string | undefined;
  from?: string | undefined;
  until?: string | undefined;
  before?: number | undefined;
  limit: number;
}

/** The log for the auditor, newest first: who did what when, ids and codes only. Looking is itself logged. */
export async function listEvents(call: Call, _permit: Permit<'audit.read'>, wish: LogWish) {
  let query = call.tx
    .selectFrom('platform.event as e')
    .leftJoin('access.account as a', 'a.id', 'e.actor_id')
    .select(['e.seq', 'e.at', 'e.happened_at', 'e.kind', 'e.action', 'e.decision', 'e.reason', 'e.actor_kind', 'e.actor_id'])
    .select([
      'e.actor_roles',
      'e.object_kind',
      'e.object_id',
      'e.person_id',
      'e.purpose',
      'e.request_id',
      'e.source',
      'a.name as actor_name',
    ])
    .orderBy('e.seq', 'desc')
    .limit(wish.limit + 1);
  if (wish.personId) query = query.where('e.person_id', '=', wish.personId);
  if (wish.actorId) query = query.where('e.actor_id', '=', wish.actorId);
  const { action } = wish;
  if (action) query = query.where((is) => is.or([is('e.action', '=', action), is('e.action', 'like', `${action}.%`)]));
  if (wish.from) query = query.where('e.happened_at', '>=', Temporal.Instant.from(wish.from));
  if (wish.until) query = query.where('e.happened_at', '<', Temporal.Instant.from(wish.until));
  if (wish.before) query = query.where('e.seq', '<', wish.before);
  const rows = await query.execute();

  const filters = (['personId', 'actorId', 'action', 'from', 'until'] as const).filter((name) => wish[name] !== undefined);
  await record(call, {
    action: 'access.log.read',
    kind: 'Q',
    object: ['log', call.requestId],
    personId: wish.personId ?? null,
    data: { filters },
  });
  const page = rows.slice(0, wish.limit);
  return { events: page.map(eventOf), next: rows.length > wish.limit ? (page.at(-1)?.seq ?? null) : null };
}

type EventRow = {
  seq: number;
  at: Temporal.Instant;
  happened_at: Temporal.Instant;
  kind: string;
  action: string;
  decision: string;
  reason: string | null;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  actor_roles: string[];
  object_kind: string;
  object_id: string | null;
  person_id: string | null;
  purpose: string;
  request_id: string | null;
  source: string;
};

function eventOf(row: EventRow) {
  return {
    seq: row.seq,
    at: row.at.toString(),
    happenedAt: row.happened_at.toString(),
    kind: row.kind as 'C' | 'R' | 'U' | 'D' | 'Q' | 'E', // CHECK of the table
    action: row.action,
    decision: row.decision === 'deny' ? ('deny' as const) : ('permit' as const),
    reason: row.reason,
    actorKind: row.actor_kind as 'account' | 'system' | 'public' | 'link', // CHECK of the table
    actorId: row.actor_id,
    actorName: row.actor_name,
    actorRoles: row.actor_roles,
    objectKind: row.object_kind,
    objectId: row.object_id,
    personId: row.person_id,
    purpose: row.purpose,
    requestId: row.request_id,
    source: row.source,
  };
}

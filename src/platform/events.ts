import type { Call } from './call.ts';

/** One thing that happened: ids and codes only, never a text that a person wrote, never what was searched for. */
export interface Happening {
  /** "placement.offer.held": room, object, verb in the past. */
  action: string;
  /** FHIR AuditEvent.action: create, read, update, delete, execute; Q is a query. */
  kind: 'C' | 'R' | 'U' | 'D' | 'E' | 'Q';
  object: [kind: string, id: string];
  personId?: string | null;
  /** A code. */
  reason?: string | null;
  data?: Record<string, string | number | boolean | null | readonly string[]>;
}

/** What rooms to the right do in the same transaction; may refuse and so roll everything back. */
export type Reaction = (call: Call, event: Happening) => Promise<void>;

/** Reactions by action, in room order; main registers them. */
export type Reactions = ReadonlyMap<string, readonly Reaction[]>;

/** Collects the rooms' reactions, given in room order. */
export function collectReactions(rooms: readonly Record<string, Reaction>[]): Reactions {
  const all = new Map<string, Reaction[]>();
  for (const room of rooms) for (const [action, reaction] of Object.entries(room)) all.set(action, [...(all.get(action) ?? []), reaction]);
  return all;
}

/**
 * Says that something happened: its row of the log is written before the commit of this transaction, in order with the others;
 * the rooms' reactions run at once.
 */
export async function record(call: Call, event: Happening): Promise<void> {
  call.happened.push(event);
  for (const reaction of call.reactions.get(event.action) ?? []) await reaction(call, event);
}

const RECORD_EVENTS = 'select app.record_events($1, $2, $3, $4, $5::jsonb)';
const RECORD_READS = "select app.record_reads($1, $2, $3, $4::uuid[], $5::uuid[], $6, $7, 'R')";

/** Writes what happened into the log: one statement for all of a transaction. The door of every transaction calls it last. */
export function writeDown(call: Call): void {
  const { happened } = call;
  if (happened.length === 0) return;
  const system = call.actor.kind === 'system' ? call.actor.job : null;
  const rows = happened.map(({ action, kind, object: [objectKind, objectId], personId, reason, data }) => ({
    action,
    kind,
    object_kind: objectKind,
    object_id: objectId,
    person_id: personId ?? null,
    reason: reason ?? null,
    data: data ?? {},
  }));
  call.later(RECORD_EVENTS, [call.now, call.purpose, call.requestId, system, JSON.stringify(rows)]);
  happened.length = 0;
}

/** Logs that persons were read: one row for each, also for each row of a list. */
export async function recordReads(
  call: Call,
  action: string,
  objectKind: string,
  read: readonly { id: string; personId: string | null }[],
): Promise<void> {
  if (read.length === 0) return;
  const [objects, persons] = [read.map(({ id }) => id), read.map(({ personId }) => personId)];
  call.later(RECORD_READS, [call.now, action, objectKind, objects, persons, call.purpose, call.requestId]);
}

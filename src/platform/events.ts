import { sql } from 'kysely';
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

/** Writes one row of the log in the transaction of the change, then lets the rooms react to it. */
export async function record(call: Call, event: Happening): Promise<void> {
  send(call, append(call, event));
  for (const reaction of call.reactions.get(event.action) ?? []) await reaction(call, event);
}

/** The connection keeps the order of statements, so nobody needs to wait for a row of the log before the commit does. */
function send(call: Call, written: Promise<unknown>): void {
  written.catch(() => {}); // told by the commit, which waits for it
  call.pending.push(written);
}

async function append(call: Call, { action, kind, object: [objectKind, objectId], personId, reason, data }: Happening): Promise<void> {
  const system = call.actor.kind === 'system' ? call.actor.job : null;
  await sql`select app.record_event(${call.now.toString()}, ${kind}, ${action}, ${objectKind}, ${objectId}, ${personId ?? null},
    ${call.purpose}, ${call.requestId}, ${reason ?? null}, ${data ? JSON.stringify(data) : null}, ${system})`.execute(call.tx);
}

/** Logs that persons were read: one row for each, also for each row of a list. */
export async function recordReads(
  call: Call,
  action: string,
  objectKind: string,
  read: readonly { id: string; personId: string | null }[],
): Promise<void> {
  if (read.length === 0) return;
  const written = sql`select app.record_reads(${call.now.toString()}, ${action}, ${objectKind}, ${read.map(({ id }) => id)}::uuid[],
    ${read.map(({ personId }) => personId)}::uuid[], ${call.purpose}, ${call.requestId}, 'R')`.execute(call.tx);
  send(call, written);
}

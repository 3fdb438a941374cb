import { createHash } from 'node:crypto';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { Call as CallView } from '../contract/phone-call.ts';
import {
  appendCall,
  type CallRow,
  closedAsDuplicate,
  findByForeign,
  findCall,
  findOnlyUntaken,
  findRunning,
  forgetNumbers,
  isFirstCall,
  lockCall,
  selectForgotten,
  selectUntaken,
  updateCall,
} from '../store/phone-call.ts';
import { findRequestRow } from '../store/requests.ts';

type Desk = Permit<'placement.desk'>;
type Ending = 'settled' | 'desk' | 'next' | 'telephone' | 'forgotten';

/** A telephone rings for no longer than this; older rows are left over from a system that went away. */
const RINGS_MINUTES = 10;
const FORGOTTEN_HOURS = 2;
const NUMBER_DAYS = 14;
/** The telephone's id of a call is its own for a day. */
const FOREIGN_HOURS = 24;

const view = (row: CallRow): CallView => ({
  id: row.id,
  at: row.at.toString(),
  answeredAt: row.answered_at?.toString() ?? null,
  requestId: row.request_id,
  knownRequestId: row.known_request_id,
});

export async function listMyCalls(call: Call, _permit: Desk): Promise<{ running: CallView | null; ringing: CallView[] }> {
  const running = await findRunning(call.tx, accountOf(call).accountId);
  const ringing = await selectUntaken(call.tx, call.now.subtract({ minutes: RINGS_MINUTES }));
  return { running: running ? view(running) : null, ringing: ringing.map(view) };
}

const later = (one: Temporal.Instant, other: Temporal.Instant) => (Temporal.Instant.compare(one, other) > 0 ? one : other);

async function end(call: Call, row: CallRow, because: Ending, when = call.now): Promise<void> {
  // A clock that was put back must not keep a call running for good: it then lasted no time.
  const at = later(row.answered_at ?? row.at, when);
  await updateCall(call.tx, row.id, { ended_at: at, ended_because: because, number_sealed: null });
  const seconds = row.answered_at ? Math.round(row.answered_at.until(at).total('seconds')) : null;
  await record(call, {
    action: 'placement.call.ended',
    kind: 'U',
    object: ['call', row.id],
    personId: row.person_id,
    reason: because,
    data: { requestId: row.request_id, first: row.is_first, seconds },
  });
}

async function tellBegan(call: Call, id: string, requestId: string, personId: string, first: boolean): Promise<void> {
  await record(call, { action: 'placement.call.began', kind: 'C', object: ['call', id], personId, data: { requestId, first } });
}

/**
 * A call about a request: the one that runs already if it is about nobody yet (a telephone's, taken by this desk or the only one there
 * is), or about the request that turned out to be this one; else a new one, which ends the one before.
 */
export async function beginCall(call: Call, _permit: Desk, requestId: string): Promise<{ id: string; requestId: string; first: boolean }> {
  const request = await findRequestRow(call.tx, requestId);
  if (!request) throw new Refusal('request-not-found');
  return begin(call, requestId, request.person_id);
}

/** The same inside the transaction in which the request itself begins. */
export async function begin(call: Call, requestId: string, personId: string): Promise<{ id: string; requestId: string; first: boolean }> {
  const { accountId } = accountOf(call);
  const running = await findRunning(call.tx, accountId);
  if (running?.request_id === requestId) return { id: running.id, requestId, first: running.is_first };
  const same = running && (running.request_id === null || (await closedAsDuplicate(call.tx, running.request_id)));
  if (running && !same) await end(call, running, 'next');
  const going = same ? running : await findOnlyUntaken(call.tx, call.now.subtract({ minutes: RINGS_MINUTES }));
  const first = await isFirstCall(call.tx, requestId, going?.id ?? null);
  if (going) {
    await updateCall(call.tx, going.id, { account_id: accountId, request_id: requestId, person_id: personId, is_first: first });
    await tellBegan(call, going.id, requestId, personId, first);
    return { id: going.id, requestId, first };
  }
  const id = call.newId();
  const row = { id, at: call.now, answered: true, accountId, requestId, personId, first, source: 'desk' } as const;
  if (await appendCall(call.tx, row)) await tellBegan(call, id, requestId, personId, first);
  return { id, requestId, first };
}

/** Ends my call about a request because it is settled: booked, waiting, closed. */
export async function endSettled(call: Call, requestId: string): Promise<void> {
  if (call.actor.kind !== 'account') return;
  const running = await findRunning(call.tx, call.actor.accountId);
  if (running?.request_id === requestId) await end(call, running, 'settled');
}

/** "Gespräch beenden". */
export async function endCall(call: Call, _permit: Desk, id: string): Promise<{ id: string }> {
  const running = await findRunning(call.tx, accountOf(call).accountId);
  if (running?.id !== id) throw new Refusal('call-not-running');
  await end(call, running, 'desk');
  return { id };
}

/** Whether what happens now happens in the request's first call (V8). */
export async function isInFirstCall(call: Call, requestId: string): Promise<boolean> {
  if (call.actor.kind !== 'account') return false;
  const running = await findRunning(call.tx, call.actor.accountId);
  return running?.request_id === requestId && running.is_first;
}

/** A desk takes a call that rings or that its telephone has answered; the number stays until the call is about somebody. */
export async function takeCall(call: Call, _permit: Desk, id: string): Promise<{ id: string; knownRequestId: string | null }> {
  const { accountId } = accountOf(call);
  const row = await lockCall(call.tx, id);
  if (!row) throw new Refusal('call-not-found');
  if (row.ended_at) throw new Refusal('call-over');
  if (row.account_id && row.account_id !== accountId) throw new Refusal('call-taken');
  const running = await findRunning(call.tx, accountId);
  if (running && running.id !== id) await end(call, running, 'next');
  await updateCall(call.tx, id, { account_id: accountId, answered_at: row.answered_at ?? later(row.at, call.now) });
  await record(call, { action: 'placement.call.taken', kind: 'U', object: ['call', id], data: { accountId } });
  return { id, knownRequestId: row.known_request_id };
}

/** Telephone software opened the link: the same call as its system has reported, or a new one. */
export async function linkCall(
  call: Call,
  permit: Desk,
  foreign: string,
  state: 'ringing' | 'answered' | 'ended',
): Promise<{ id: string | null }> {
  const known = await findByForeign(call.tx, foreign, call.now.subtract({ hours: FOREIGN_HOURS }));
  if (known?.ended_at || (!known && state === 'ended')) return { id: null };
  const id = known?.id ?? call.newId();
  if (!known) {
    const foreignId = `${accountOf(call).accountId}:${foreign}`;
    const row = { id, at: call.now, answered: false, accountId: null, requestId: null, personId: null, first: false } as const;
    if (!(await appendCall(call.tx, { ...row, source: 'telephone', foreignId }))) return { id: null };
    await record(call, { action: 'placement.call.rang', kind: 'C', object: ['call', id], data: { known: false, knownRequestId: null } });
  }
  if (state === 'answered') await takeCall(call, permit, id);
  if (state === 'ended' && known) await end(call, known, 'telephone');
  return { id };
}

const numberPlace = (row: string) => ({ table: 'placement.phone_call', column: 'number_sealed', row });

/** The caller's number, and the request it leads to; the read is logged. */
export async function getCallNumber(
  call: Call,
  _permit: Desk,
  id: string,
): Promise<{ number: string | null; knownRequestId: string | null }> {
  const row = await findCall(call.tx, id);
  if (!row) throw new Refusal('call-not-found');
  await recordReads(call, 'placement.call.number-read', 'call', [{ id, personId: row.person_id }]);
  const number = row.number_sealed ? call.sealer.openSecret(numberPlace(id), row.number_sealed).toString('utf8') : null;
  return { number, knownRequestId: row.known_request_id };
}

/** One id for a caller's day, so that a caller who tries five times is one task. It is made of a keyed token and says nothing. */
function callerDayId(token: Uint8Array, day: Temporal.PlainDate): string {
  const hex = createHash('sha256').update(token).update(day.toString()).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Somebody called and nobody answered: call back, today still if the desk is there. Without a number nobody can. */
export async function askToCallBack(call: Call, callId: string): Promise<void> {
  const row = await findCall(call.tx, callId);
  if (!row?.phone_token || row.answered_at) return;
  const request = row.known_request_id ? await findRequestRow(call.tx, row.known_request_id) : undefined;
  await appendTask(call, {
    kind: 'missed-call',
    object: ['call', callerDayId(row.phone_token, dayInBerlin(row.at))],
    personId: request?.person_id,
    assigneeRole: 'desk',
    priority: 2,
    dueAt: row.at.add({ hours: 4 }),
    facts: { callId, calledAt: row.at.toString(), ...(request ? { knownRequestId: request.id } : {}) },
  });
}

/** Who got through later needs no call back any more. */
export async function settleCallBacks(call: Call, callId: string): Promise<void> {
  const row = await findCall(call.tx, callId);
  if (!row?.phone_token) return;
  const today = dayInBerlin(row.at);
  for (let days = 0; days <= 3; days += 1)
    await settleTasks(call, 'missed-call', callerDayId(row.phone_token, today.subtract({ days })), 'got-through');
}

/** Calls that nobody ended are ended, and stand apart from those with a true length; numbers that nobody needs any more are gone. */
export async function tidyCalls(call: Call): Promise<void> {
  for (const row of await selectForgotten(call.tx, call.now.subtract({ hours: FORGOTTEN_HOURS }))) await end(call, row, 'forgotten');
  await forgetNumbers(call.tx, call.now.subtract({ hours: NUMBER_DAYS * 24 }));
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { recordContact as RecordContact, RequestView } from '../contract.ts';
import { REQUEST_LIMITS, stepRequest } from '../rules/request.ts';
import { closingAfter, type Elsewhere } from '../rules/waiting.ts';
import { type AfterAttempt, type AttemptResult, afterAttempt } from '../rules/waiting-offer.ts';
import { type RequestRecord, updateRequest } from '../store/requests.ts';
import { appendContact, selectContacts } from '../store/waiting.ts';
import { close, letGo } from './close.ts';
import { type AtRequest, lockRequest, partiesFor, partiesOf } from './desk.ts';
import { tellNotReached } from './waiting-messages.ts';
import { nextContact, promise } from './waiting-promise.ts';

type State = RequestView['state'];
export type After = AfterAttempt | 'reached' | 'closed';

/** What was said, or that nobody answered. */
export interface Spoken {
  channel: 'phone' | 'email' | 'sms' | 'letter';
  result: AttemptResult;
  purpose: 'waiting' | 'offer';
  offerId: string | null;
  stillNeeded?: boolean | undefined;
  elsewhere?: Elsewhere | undefined;
  note?: string | undefined;
}

const notePlace = (row: string) => ({ table: 'placement.contact', column: 'note_sealed', row });

/** Whoever is reached is asked whether help is still needed, and whether it was found elsewhere (A.3.4, A.1.4). */
function insistAsked({ result, stillNeeded, elsewhere }: Spoken): void {
  if (result !== 'reached') return;
  const errors = [
    ...(stillNeeded === undefined ? [{ pointer: '/stillNeeded', code: 'required' }] : []),
    ...(elsewhere === undefined ? [{ pointer: '/elsewhere', code: 'required' }] : []),
  ];
  if (errors.length > 0) throw new Refusal('contact-questions-missing', { errors });
}

/** Writes an attempt down; every one is a row of its own. */
export async function noteContact(call: Call, request: RequestRecord, spoken: Spoken): Promise<void> {
  insistAsked(spoken);
  const id = call.newId();
  const { person_id: personId } = request;
  await appendContact(call.tx, {
    id,
    requestId: request.id,
    personId,
    offerId: spoken.offerId,
    at: call.now,
    by: call.actor.kind === 'account' ? call.actor.accountId : null,
    channel: spoken.channel,
    result: spoken.result,
    purpose: spoken.purpose,
    stillNeeded: spoken.stillNeeded ?? null,
    elsewhere: spoken.elsewhere ?? null,
    noteSealed: spoken.note ? await call.sealer.seal(call.tx, personId, notePlace(id), spoken.note) : null,
  });
  await record(call, {
    action: 'placement.contact.made',
    kind: 'C',
    object: ['contact', id],
    personId,
    data: { requestId: request.id, result: spoken.result, channel: spoken.channel, purpose: spoken.purpose },
  });
}

/**
 * Somebody was spoken to: skips and a last notice are over, the next contact is promised anew (RQ6, RQ8); who needs nothing more is closed.
 * @returns whether the request goes on
 */
export async function noteReached(
  call: Call,
  request: RequestRecord,
  spoken: Spoken,
): Promise<{ after: 'reached' | 'closed'; version: number }> {
  const reason = closingAfter(spoken.stillNeeded ?? null, spoken.elsewhere ?? null);
  const next = await nextContact(call);
  const version = await updateRequest(call.tx, request.id, {
    last_contact_at: call.now,
    skipped: 0,
    final_notice_at: null,
    elsewhere: spoken.elsewhere ?? request.elsewhere,
    elsewhere_asked_at: call.now,
    ...(request.waiting_since ? { next_step_at: next } : {}),
  });
  for (const kind of ['waiting-contact', 'waiting-contact-overdue', 'waiting-final-notice', 'waiting-no-way'])
    await settleTasks(call, kind, request.id, 'reached');
  if (!reason) {
    await promise(call, request, next);
    return { after: 'reached', version };
  }
  const decision = stepRequest(request.state as State, 'close', partiesFor(call, request), { now: call.now, closeReason: reason });
  if (!decision.ok) throw new Refusal(decision.because);
  await letGo(call, request);
  return { after: 'closed', version: await close(call, request, reason) };
}

/** Attempts in vain since the person was last reached or written to; for an exclusive offer only those that were made for it. */
async function inVain(call: Call, requestId: string, offerId: string | null): Promise<Temporal.Instant[]> {
  const contacts = await selectContacts(call.tx, requestId);
  const last = contacts.find(({ result }) => result === 'reached' || result === 'sent')?.at; // a text goes out with the attempt before it
  return contacts
    .filter((one) => one.offer_id === offerId && (last === undefined || Temporal.Instant.compare(one.at, last) > 0))
    .map(({ at }) => at);
}

/**
 * Nobody answered. Two attempts on two days make one skip and a text; the third skip a last notice, with a task (RQ8).
 * The caller has let go what was held, so the request waits.
 */
export async function afterVain(
  call: Call,
  request: RequestRecord,
  offerId: string | null,
): Promise<{ after: AfterAttempt; days: Temporal.PlainDate[] }> {
  const attempts = await inVain(call, request.id, offerId);
  const days = attempts.map((at) => dayInBerlin(at));
  if (request.final_notice_at !== null) return { after: 'call-again', days };
  return { after: afterAttempt(attempts, request.skipped), days };
}

/** One skip (RQ8): counted, told to the person, and the third time announced as the last. */
export async function skip(call: Call, request: RequestRecord, days: readonly Temporal.PlainDate[]): Promise<number> {
  const decision = stepRequest('waiting', 'not-reached', partiesFor(call, request), {
    now: call.now,
    callDays: days,
    skipped: request.skipped,
    finalNoticeAt: request.final_notice_at,
  });
  if (!decision.ok) throw new Refusal(decision.because);
  const last = decision.effects.includes('final-notice');
  const channel = await tellNotReached(call, request, last);
  if (channel) await noteSent(call, request, channel, last);
  const next = channel ? await nextContact(call) : request.next_step_at;
  const version = await updateRequest(call.tx, request.id, {
    skipped: Math.min(REQUEST_LIMITS.skipsBeforeNotice, request.skipped + 1), // whoever cannot be written to is not counted further
    ...(channel ? { last_contact_at: call.now, next_step_at: next } : {}),
    // a notice that nobody could be given ends nothing
    ...(last && channel ? { final_notice_at: call.now } : {}),
  });
  await record(call, {
    action: last && channel ? 'placement.waiting.final-notice' : 'placement.waiting.skipped',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    data: { skipped: request.skipped + 1, told: channel ?? null },
  });
  for (const kind of ['waiting-contact', 'waiting-contact-overdue']) await settleTasks(call, kind, request.id, 'not-reached');
  if (last || !channel) {
    await appendTask(call, {
      kind: channel ? 'waiting-final-notice' : 'waiting-no-way',
      object: ['request', request.id],
      personId: request.person_id,
      ...(await deskOf(call, request.id)),
      priority: 1,
      dueAt: channel ? call.now.add({ hours: REQUEST_LIMITS.finalNoticeDays * 24 }) : call.now.add({ hours: 24 }),
      facts: { skipped: request.skipped + 1 },
    });
  } else if (next) await promise(call, request, next);
  return version;
}

async function noteSent(call: Call, request: RequestRecord, channel: 'email' | 'sms' | 'letter', last: boolean): Promise<void> {
  await appendContact(call.tx, {
    id: call.newId(),
    requestId: request.id,
    personId: request.person_id,
    offerId: null,
    at: call.now,
    by: null,
    channel,
    result: 'sent',
    purpose: last ? 'final-notice' : 'waiting',
    stillNeeded: null,
    elsewhere: null,
    noteSealed: null,
  });
}

type Wish = z.output<NonNullable<typeof RecordContact.body>>;

/** A contact with somebody who waits, outside of an offer. */
export async function recordContact(call: Call, _permit: AtRequest, id: string, wish: Wish) {
  const request = await lockRequest(call, id);
  if (request.state !== 'waiting') throw new Refusal(request.state === 'offered' ? 'request-being-offered' : 'request-not-waiting');
  const spoken: Spoken = { ...wish, purpose: 'waiting', offerId: null };
  await noteContact(call, request, spoken);
  const { after, version } = await outcome(call, request, spoken);
  const now = await lockRequest(call, id);
  return { id, version, state: now.state as State, nextContactAt: now.next_step_at?.toString() ?? null, after };
}

async function outcome(call: Call, request: RequestRecord, spoken: Spoken): Promise<{ after: After; version: number }> {
  if (spoken.result === 'reached') return noteReached(call, request, spoken);
  const { after, days } = await afterVain(call, request, null);
  return { after, version: after === 'call-again' ? request.version : await skip(call, request, days) };
}

/** The note of an attempt, opened. */
export function noteOf(call: Call, personId: string, row: { id: string; note_sealed: Buffer | null }): Promise<string> | null {
  return row.note_sealed ? call.sealer.open(call.tx, personId, notePlace(row.id), row.note_sealed) : null;
}

/** Closes whoever did not answer the last notice within 14 days (RQ8, SYS). Safe against two workers: a locked row is left alone. */
export async function closeUnanswered(call: Call, most = 50): Promise<number> {
  const before = call.now.subtract({ hours: REQUEST_LIMITS.finalNoticeDays * 24 });
  const { rows } = await sql<{
    id: string;
  }>`select id from placement.request where state = 'waiting' and final_notice_at <= ${before.toString()}
    order by final_notice_at limit ${most} for update skip locked`.execute(call.tx);
  for (const { id } of rows) {
    const request = await lockRequest(call, id);
    const decision = stepRequest(request.state as State, 'final-notice-over', partiesOf(call), {
      now: call.now,
      finalNoticeAt: request.final_notice_at,
    });
    if (decision.ok) await close(call, request, 'unreachable');
  }
  return rows.length;
}

import { sql } from 'kysely';
import type { z } from 'zod';
import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { giveSpokenConsent, hasConsent, withdrawConsent } from '#rooms/consent/actions.ts';
import { beginPerson, changePerson, getPerson, listGuardians } from '#rooms/people/actions.ts';
import type { PersonChange } from '#rooms/people/contract.ts';
import { normalPhone } from '#rooms/people/rules/identity.ts';
import type { Criteria, RequestRow, RequestView, saveDraft as SaveDraft } from '../contract.ts';
import {
  appendRequest,
  countQueues,
  findBooking,
  findHold,
  findRequestRow,
  lockRequestRow,
  type Queue,
  type RequestRecord,
  selectQueue,
  updateRequest,
} from '../store/requests.ts';
import { representationOf } from './representation.ts';

type Desk = Permit<'placement.desk'>;
/** The desk, and a case manager for the requests of her own cases; which ones each of them sees is the database's word. */
export type AtRequest = Permit<'placement.desk' | 'placement.seek'>;
type State = RequestView['state'];

/** A call begins: person, request and the desk's relation, before anything else is known. */
export async function beginRequest(
  call: Call,
  _permit: Desk,
  phone?: string,
): Promise<{ id: string; personId: string; version: number; state: State }> {
  if (phone && !normalPhone(phone)) throw new Refusal('invalid-input', { errors: [{ pointer: '/phone', code: 'invalid-phone' }] });
  const id = call.newId();
  const personId = call.newId();
  await sql`select app.relate_desk(${call.newId()}, ${personId}, ${id}, ${call.now.toString()})`.execute(call.tx);
  await beginPerson(call, personId);
  await appendRequest(call.tx, { id, personId, now: call.now, accountId: accountOf(call).accountId, nextStepAt: call.now });
  if (phone) await changePerson(call, personId, { phone });
  await record(call, { action: 'placement.request.created', kind: 'C', object: ['request', id], personId, data: { origin: 'phone' } });
  return { id, personId, version: 1, state: 'new' };
}

/** A request that is in the actor's reach, or says "not found". */
export async function getKnownRequest(call: Call, id: string) {
  const row = await findRequestRow(call.tx, id);
  if (!row) throw new Refusal('request-not-found');
  return row;
}

/** Locks a request that is in the desk's reach, or says "not found". */
export async function lockRequest(call: Call, id: string): Promise<RequestRecord> {
  const row = await lockRequestRow(call.tx, id);
  if (!row) throw new Refusal('request-not-found');
  return row;
}

const concernPlace = (id: string) => ({ table: 'placement.request', column: 'concern_sealed', row: id });
type Draft = z.output<NonNullable<typeof SaveDraft.body>>;

/** Autosave: writes what came, and nothing else. A closed request is not changed. */
export async function saveDraft(call: Call, _permit: AtRequest, id: string, draft: Draft) {
  const request = await lockRequest(call, id);
  if (request.state === 'closed') throw new Refusal('request-closed');
  const person = draft.person
    ? await changePerson(call, request.person_id, draft.person)
    : await getPerson(call, request.person_id, 'placement.request.saved');
  const criteria = withBirthDate(draft.criteria ?? (request.criteria as Criteria), person.birthDate, person.postalCode);
  const change: Parameters<typeof updateRequest>[2] = {
    criteria: JSON.stringify(criteria),
    wished_practitioner_id: criteria.wishedPractitioner ?? null,
  };
  if (draft.callerRole !== undefined) change.caller_role = draft.callerRole;
  if (draft.concern !== undefined)
    change.concern_sealed = draft.concern ? await call.sealer.seal(call.tx, request.person_id, concernPlace(id), draft.concern) : null;
  if (draft.privacyVersion && draft.privacyVersion !== request.privacy_version) {
    change.privacy_version = draft.privacyVersion;
    change.privacy_given_at = call.now;
  }
  const version = await updateRequest(call.tx, id, change);
  if (draft.remindersConsent !== undefined) await setConsent(call, request.person_id, 'reminders', draft.remindersConsent);
  if (draft.waitingConsent !== undefined) await setConsent(call, request.person_id, 'waiting-list', draft.waitingConsent);
  const now = draft.waitingConsent === false ? await lockRequest(call, id) : { version, state: request.state }; // who waited waits no more
  await record(call, {
    action: 'placement.request.saved',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { parts: Object.keys(draft) },
  });
  return { id, version: now.version, personVersion: person.version, state: now.state as State, savedAt: call.now.toString() };
}

/** The birth date and the postal code are typed once and serve both the person and the fit. */
function withBirthDate(criteria: Criteria, birthDate: PersonChange['birthDate'], postalCode: PersonChange['postalCode']): Criteria {
  return { ...criteria, ...(birthDate ? { birthDate } : {}), ...(postalCode && !criteria.postalCode ? { postalCode } : {}) };
}

async function setConsent(call: Call, personId: string, kind: 'reminders' | 'waiting-list', given: boolean): Promise<void> {
  if (given) await giveSpokenConsent(call, personId, kind, '2026-1');
  else await withdrawConsent(call, personId, kind);
}

/** Everything about one request; the read is logged. */
export async function getRequest(call: Call, _permit: Permit, id: string): Promise<RequestView> {
  const { tx } = call;
  const row = await getKnownRequest(call, id);
  const [person, guardians, hold, booking, reminders, waiting, owner, concern, representation] = await Promise.all([
    getPerson(call, row.person_id, 'placement.request.read'),
    listGuardians(call, row.person_id),
    findHold(tx, id),
    findBooking(tx, id),
    hasConsent(call, row.person_id, 'reminders'),
    hasConsent(call, row.person_id, 'waiting-list'),
    row.owner_id ? tx.selectFrom('access.account').select('name').where('id', '=', row.owner_id).executeTakeFirst() : undefined,
    row.concern_sealed ? call.sealer.open(tx, row.person_id, concernPlace(id), row.concern_sealed) : null,
    representationOf(call, row),
  ]);
  return {
    id,
    version: row.version,
    state: row.state as State,
    origin: row.origin,
    createdAt: row.created_at.toString(),
    ownerId: row.owner_id,
    ownerName: owner?.name ?? null,
    nextStepAt: row.next_step_at?.toString() ?? null,
    priority: row.priority,
    callerRole: row.caller_role as RequestView['callerRole'],
    privacyVersion: row.privacy_version,
    safetyOpener: row.safety_opener as RequestView['safetyOpener'],
    safetyBlocked: row.safety_blocked_at !== null && row.safety_released_at === null,
    safetyLevel: row.safety_level as RequestView['safetyLevel'],
    criteria: row.criteria as Criteria,
    concern,
    blockers: representation.blockers.filter((blocker) => blocker !== 'birth-date-missing'),
    person,
    guardians,
    hold:
      hold && Temporal.Instant.compare(hold.held_until, call.now) > 0
        ? {
            placeId: hold.place_id,
            slotId: hold.slot_id,
            practitionerId: hold.practitioner_id,
            holderId: hold.held_by,
            holderName: hold.holder_name ?? '',
            until: hold.held_until.toString(),
            extended: hold.held_extended,
          }
        : null,
    booking: booking
      ? {
          appointmentId: booking.id,
          practitionerId: booking.practitioner_id,
          practitionerName: booking.name,
          startsAt: booking.starts_at.toString(),
          endsAt: booking.ends_at.toString(),
          kind: booking.kind as NonNullable<RequestView['booking']>['kind'],
          state: booking.state,
          placeId: booking.place_id,
          placeState: booking.place_state,
          allocationId: booking.allocation_id,
          locationText: booking.street ? `${booking.street}, ${booking.postal_code} ${booking.place}` : null,
        }
      : null,
    remindersConsent: reminders,
    waitingConsent: waiting,
    closedAt: row.closed_at?.toString() ?? null,
    closedReason: row.closed_reason,
  };
}

/** The desk's inbox. Each person shown is one row of the log. */
export async function listRequests(
  call: Call,
  _permit: Permit,
  queue: Queue,
  sort: 'next-step' | 'created' | 'priority',
): Promise<{ requests: RequestRow[]; counts: Record<string, number> }> {
  const { accountId } = accountOf(call);
  const [rows, counts] = await Promise.all([selectQueue(call.tx, queue, sort, accountId), countQueues(call.tx, accountId)]);
  await recordReads(
    call,
    'placement.queue.read',
    'request',
    rows.map((row) => ({ id: row.id, personId: row.person_id })),
  );
  const requests = rows.map((row) => ({
    id: row.id,
    version: row.version,
    state: row.state as State,
    person: [row.given_name, row.family_name].filter(Boolean).join(' ') || null,
    phone: row.phone,
    birthDate: row.birth_date,
    priority: row.priority,
    createdAt: row.created_at.toString(),
    ownerId: row.owner_id,
    ownerName: row.owner_name,
    nextStepAt: row.next_step_at?.toString() ?? null,
    problems: (row.criteria.problems ?? []) as RequestRow['problems'],
    insurance: (row.criteria.insurance ?? null) as RequestRow['insurance'],
    safetyBlocked: row.blocked,
    holdUntil: row.held_until?.toString() ?? null,
    closedReason: row.closed_reason,
  }));
  return { requests, counts };
}

/** The parties of the rule book that this actor may act as. */
export function partiesOf(call: Call): Party[] {
  if (call.actor.kind === 'system') return ['system'];
  if (call.actor.kind !== 'account') return ['web'];
  const { roles } = call.actor;
  const parties: Party[] = [];
  for (const role of roles) {
    if (
      role === 'desk' ||
      role === 'coordinator' ||
      role === 'case-manager' ||
      role === 'oncall' ||
      role === 'therapist' ||
      role === 'soziotherapist'
    )
      parties.push(role);
  }
  // The coordinator answers the phone, too, and then acts as the desk.
  if (roles.includes('coordinator') && !roles.includes('desk')) parties.push('desk');
  return parties;
}

/** In RQ2 to RQ8 and AP1 the case manager is the desk of her own requests (A.3 clarification); nobody else sees them, so she also closes them. */
export function partiesFor(call: Call, request: Pick<RequestRecord, 'origin'>): Party[] {
  const parties = partiesOf(call);
  return request.origin === 'case' && parties.includes('case-manager') ? [...parties, 'desk'] : parties;
}

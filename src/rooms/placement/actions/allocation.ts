import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { BERLIN, dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import type { Tx } from '#platform/database.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { Criteria, RELEASE_REASONS } from '../contract.ts';
import { decisionDueOn, trialSessionsMissing } from '../rules/trial.ts';
import { countLive } from '../store/course.ts';
import { updateRequest } from '../store/requests.ts';
import { close } from './close.ts';
import { lockRequest } from './desk.ts';
import { withdrawAppointments } from './withdraw-appointments.ts';

export function findLiveAllocation(tx: Tx, requestId: string) {
  return tx
    .selectFrom('placement.allocation')
    .selectAll()
    .where('request_id', '=', requestId)
    .where('ended_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}
export type AllocationRecord = NonNullable<Awaited<ReturnType<typeof findLiveAllocation>>>;

async function lockAllocation(call: Call, id: string): Promise<AllocationRecord> {
  const row = await call.tx.selectFrom('placement.allocation').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  if (!row) throw new Refusal('not-found');
  return row;
}

/** Moves the place along an arrow of A.3.3, or says that it stands elsewhere. */
async function movePlace(call: Call, placeId: string, from: readonly string[], to: string, requestId: string): Promise<void> {
  const { rows } = await sql<{
    version: number | null;
  }>`select directory.move_place(${placeId}, ${from as string[]}::text[], ${to}, ${requestId}, ${call.now.toString()}) as version`.execute(
    call.tx,
  );
  if (!rows[0]?.version) throw new Refusal('place-in-other-state');
}

/** The first appointment took place: reserved → trial (PL5). What comes next is no longer that appointment but the decision (PL9). */
export async function startTrial(call: Call, allocation: AllocationRecord): Promise<void> {
  await movePlace(call, allocation.place_id, ['reserved'], 'trial', allocation.request_id);
  await call.tx
    .updateTable('placement.allocation')
    .set((eb) => ({ trial_at: call.now, version: eb('version', '+', 1) }))
    .where('id', '=', allocation.id)
    .execute();
  const { criteria } = await lockRequest(call, allocation.request_id);
  const decision = decisionDueOn(call.now, (criteria as Criteria).birthDate ?? null);
  await updateRequest(call.tx, allocation.request_id, { next_step_at: decision.toZonedDateTime(BERLIN).toInstant() });
  await record(call, {
    action: 'placement.trial.started',
    kind: 'U',
    object: ['allocation', allocation.id],
    personId: allocation.person_id,
    data: { placeId: allocation.place_id, practitionerId: allocation.practitioner_id, requestId: allocation.request_id },
  });
}

/** Trial sessions that took place with this therapist for this request (the Sprechstunde does not count). */
async function countTrials(call: Call, allocation: AllocationRecord): Promise<number> {
  const { rows } = await sql<{
    n: number;
  }>`select count(*) as n from scheduling.appointment where request_id = ${allocation.request_id} and practitioner_id = ${allocation.practitioner_id} and kind = 'TRIAL' and state = 'attended'`.execute(
    call.tx,
  );
  return rows[0]?.n ?? 0;
}

/** What the therapist is asked, and the coordinator when nobody answers (PL9). */
const FIT_DECISION = ['fit-decision', 'fit-decision-overdue'] as const;

/** "Ja, es passt" (PL7): the place is occupied, the request is fulfilled. */
export async function confirmFit(call: Call, _permit: Permit<'placement.therapist'>, id: string, version: number | undefined) {
  const allocation = await lockAllocation(call, id);
  if (allocation.practitioner_id !== accountOf(call).practitionerId) throw new Refusal('not-found');
  if (allocation.version !== version) throw new Refusal('version-old', { current: allocation.version });
  if (allocation.ended_at || allocation.started_at) throw new Refusal('allocation-decided');
  const request = await lockRequest(call, allocation.request_id);
  const missing = trialSessionsMissing((request.criteria as Criteria).insurance ?? 'GKV', await countTrials(call, allocation));
  if (missing > 0) throw new Refusal('trial-sessions-missing', { facts: { missing } });
  await movePlace(call, allocation.place_id, ['trial'], 'occupied', allocation.request_id);
  await call.tx
    .updateTable('placement.allocation')
    .set({ started_at: call.now, client_said_yes_at: call.now, version: allocation.version + 1 })
    .where('id', '=', id)
    .execute();
  await record(call, {
    action: 'placement.fit.confirmed',
    kind: 'U',
    object: ['allocation', id],
    personId: allocation.person_id,
    data: { placeId: allocation.place_id, practitionerId: allocation.practitioner_id, requestId: request.id },
  });
  for (const kind of FIT_DECISION) await settleTasks(call, kind, id, 'confirmed');
  await close(call, request, 'fulfilled');
  return { id, version: allocation.version + 1 };
}

const FIRST_FAILED = ['first-appointment-cancelled', 'first-appointment-missed'] as const;
type ReleaseReason = (typeof RELEASE_REASONS)[number];

/**
 * "Nein" (PL8): free again, the pair blocked for 24 months, sessions to come are off, the client back at the desk with priority 2. No
 * blame, no text. Before the trial (PL6): once the first appointment failed and none follows; nobody is blocked then.
 */
export async function releasePlace(
  call: Call,
  permit: Permit,
  id: string,
  reason: ReleaseReason,
  initiator: 'client' | 'therapist' | 'both',
) {
  const allocation = await lockAllocation(call, id);
  const { practitionerId, roles } = accountOf(call);
  const own = allocation.practitioner_id === practitionerId;
  const desk = roles.includes('desk') || roles.includes('coordinator') || permit.name === 'placement.seek';
  if (!own && !desk) throw new Refusal('not-found');
  if (!own) await lockRequest(call, allocation.request_id); // whoever sees the person need not see this request
  if (allocation.ended_at || allocation.started_at) throw new Refusal('allocation-decided');
  const onTrial = allocation.trial_at !== null;
  if (!onTrial && (await countLive(call.tx, allocation.request_id, allocation.id)) > 0) throw new Refusal('trial-not-begun');
  await withdrawAppointments(call, { id: allocation.request_id, person_id: allocation.person_id }, 'fit-ended');
  await endAllocation(call, allocation, reason, own && permit.name === 'placement.therapist' ? initiator : 'client');
  if (onTrial) await blockPair(call, allocation);
  for (const kind of FIRST_FAILED) await settleTasks(call, kind, allocation.request_id, 'released');
  await backToDesk(call, allocation.request_id, 2, 'place-freed');
  await endCare(call, allocation.request_id);
  return { id, version: allocation.version + 1 };
}

/** Ends an allocation and frees the place for others (PL6, PL8). The caller ends the therapist's relation last: `endCare`. */
export async function endAllocation(
  call: Call,
  allocation: AllocationRecord,
  because: string,
  by: 'client' | 'therapist' | 'both' | 'desk' | 'system',
): Promise<void> {
  await movePlace(call, allocation.place_id, ['reserved', 'trial'], 'open', allocation.request_id);
  await call.tx
    .updateTable('placement.allocation')
    .set({ ended_at: call.now, ended_because: because, ended_by: by, version: allocation.version + 1 })
    .where('id', '=', allocation.id)
    .execute();
  const { person_id: personId, place_id: placeId, practitioner_id: practitionerId, request_id: requestId } = allocation;
  await record(call, {
    action: allocation.trial_at ? 'placement.place.released' : 'placement.place.freed',
    kind: 'U',
    object: ['allocation', allocation.id],
    personId,
    reason: because,
    data: { placeId, practitionerId, requestId, by },
  });
  for (const kind of FIT_DECISION) await settleTasks(call, kind, allocation.id, 'released');
}

/** The therapist sees nothing of this person from now on. Last thing of a transaction: what follows would no longer see the request either. */
export async function endCare(call: Call, requestId: string): Promise<void> {
  await sql`select app.end_relations(${requestId}, 'allocated', ${call.now.toString()})`.execute(call.tx);
}

/** The therapy on this place is over (PL11, PL12), and with it the allocation and the therapist's view of the person. */
export async function endTherapy(call: Call, requestId: string, because: string): Promise<void> {
  const allocation = await findLiveAllocation(call.tx, requestId);
  if (!allocation) return;
  await call.tx
    .updateTable('placement.allocation')
    .set({ ended_at: call.now, ended_because: because, ended_by: 'therapist', version: allocation.version + 1 })
    .where('id', '=', allocation.id)
    .execute();
  const { person_id: personId, place_id: placeId, practitioner_id: practitionerId } = allocation;
  await record(call, {
    action: 'placement.therapy.ended',
    kind: 'U',
    object: ['allocation', allocation.id],
    personId,
    reason: because,
    data: { placeId, practitionerId, requestId },
  });
  await endCare(call, requestId);
}

/** Keeps a pair apart for 24 months after a failed fit (H14). */
export async function blockPair(call: Call, allocation: AllocationRecord): Promise<void> {
  await call.tx
    .insertInto('placement.pair_block')
    .values({
      id: call.newId(),
      person_id: allocation.person_id,
      practitioner_id: allocation.practitioner_id,
      reason: 'failed-fit',
      from_at: call.now,
      until_on: dayInBerlin(call.now).add({ months: 24 }).toString(),
      cause_id: allocation.id,
    })
    .execute();
}

/** RQ10: placed → triaged with priority; the original date stays. */
export async function backToDesk(
  call: Call,
  requestId: string,
  priority: 1 | 2,
  because: 'place-freed' | 'provider-cancelled',
): Promise<void> {
  const request = await lockRequest(call, requestId);
  if (request.state !== 'placed') return;
  await updateRequest(call.tx, requestId, { state: 'triaged', priority, placed_at: null, next_step_at: call.now });
  await record(call, {
    action: 'placement.request.returned',
    kind: 'U',
    object: ['request', requestId],
    personId: request.person_id,
    reason: because,
    data: { priority },
  });
  await appendTask(call, {
    kind: 're-place',
    object: ['request', requestId],
    personId: request.person_id,
    ...(await deskOf(call, requestId)),
    priority: priority === 1 ? 1 : 2,
    dueAt: call.now.add({ hours: 24 }),
    facts: { because },
  });
}

/** A new booking is no longer new. */
export async function markSeen(call: Call, _permit: Permit<'placement.therapist'>, id: string): Promise<{ id: string }> {
  const allocation = await lockAllocation(call, id);
  if (allocation.practitioner_id !== accountOf(call).practitionerId) throw new Refusal('not-found');
  if (!allocation.seen_at) {
    await call.tx.updateTable('placement.allocation').set({ seen_at: call.now }).where('id', '=', id).execute();
    await record(call, { action: 'placement.booking.seen', kind: 'U', object: ['allocation', id], personId: allocation.person_id });
  }
  return { id };
}

/** A question about somebody placed here, as a task of the desk. One at a time: the next waits until the desk has answered. */
export async function askDesk(call: Call, _permit: Permit<'placement.therapist'>, id: string, question: string): Promise<{ id: string }> {
  const allocation = await lockAllocation(call, id);
  const { practitionerId } = accountOf(call);
  if (allocation.practitioner_id !== practitionerId || allocation.ended_at) throw new Refusal('not-found');
  const { person_id: personId, request_id: requestId } = allocation;
  const made = await appendTask(call, {
    kind: 'therapist-asks',
    object: ['request', requestId],
    personId,
    ...(await deskOf(call, requestId)),
    priority: 2,
    dueAt: call.now.add({ hours: 24 }),
    facts: { practitionerId },
    note: question,
  });
  if (!made) throw new Refusal('question-still-open');
  await record(call, { action: 'placement.desk.asked', kind: 'C', object: ['allocation', id], personId, data: { requestId } });
  return { id };
}

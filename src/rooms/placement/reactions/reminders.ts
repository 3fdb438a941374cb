import type { FederalState } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import type { Happening, Reaction } from '#platform/events.ts';
import { hasConsent } from '#rooms/consent/actions.ts';
import { holidaysIn } from '#rooms/directory/rules/holiday.ts';
import { cancelReminders, canRemind, isReminded, queueText, quietHours } from '#rooms/messages/actions.ts';
import { remindersOf } from '#rooms/messages/rules/quiet.ts';
import { findPerson } from '#rooms/people/actions.ts';
import { SCHEDULING_EVENTS } from '#rooms/scheduling/events.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { findPromised, findRequestOf, type PromisedRow, selectPromised } from '../store/reminding.ts';

/** What a person hears of her appointments without asking: reminders (AP1), moves (AP6), cancellations that are not hers (AP5). */
export const reminderReactions: Record<string, Reaction> = {
  'scheduling.appointment.booked': (call, event) => remind(call, event.object[1]),
  [SCHEDULING_EVENTS.sessionBooked]: (call, event) => remind(call, event.object[1]),

  /** AP6: the reminders of the old time are gone with it (`cancelMessages`); the new time gets its own. */
  [SCHEDULING_EVENTS.moved]: async (call, event) => {
    await settleTasks(call, 'remind-by-phone', event.object[1], 'moved');
    const successorId = event.data?.successorId;
    if (typeof successorId !== 'string') return;
    await tellOfMove(call, event.object[1], successorId);
    await remind(call, successorId);
  },

  [SCHEDULING_EVENTS.cancelled]: async (call, event) => {
    await settleTasks(call, 'remind-by-phone', event.object[1], 'cancelled');
    const how = event.data?.how;
    if (how === 'provider' || how === 'network') await tellOfCancellation(call, event);
  },
  'scheduling.appointment.withdrawn': (call, event) => settleTasks(call, 'remind-by-phone', event.object[1], 'cancelled'),

  /** Said later than at the booking: what is ahead is reminded of, or no longer. */
  'consent.consent.given': async (call, event) => {
    if (event.data?.kind !== 'reminders' || !event.personId) return;
    for (const id of await selectPromised(call.tx, event.personId, call.now)) if (!(await isReminded(call, id))) await remind(call, id);
  },
  'consent.consent.withdrawn': async (call, event) => {
    if (event.data?.kind !== 'reminders' || !event.personId) return;
    await cancelReminders(call, event.personId);
    for (const id of await selectPromised(call.tx, event.personId, call.now)) await settleTasks(call, 'remind-by-phone', id, 'not-wished');
  },

  /** No way of writing is open, or the text came back: somebody calls. Nothing is dropped in silence. */
  'messages.person.to-be-called': async (call, event) => {
    const { causeKind, causeId, template } = event.data ?? {};
    if (!event.personId || typeof causeId !== 'string' || typeof causeKind !== 'string') return;
    const requestId = await findRequestOf(call.tx, { kind: causeKind, id: causeId }, event.personId);
    await appendTask(call, {
      kind: 'call-instead',
      object: requestId ? ['request', requestId] : event.object,
      personId: event.personId,
      ...(await deskOf(call, requestId)),
      priority: 1,
      dueAt: call.now.add({ hours: 4 }),
      facts: { because: event.reason ?? null, template: typeof template === 'string' ? template : null },
    });
  },
};

/** Queues the reminders of an appointment in the transaction that made it, where the person has agreed to be reminded. */
async function remind(call: Call, appointmentId: string): Promise<void> {
  const row = await findPromised(call.tx, appointmentId);
  if (row?.state !== 'booked' || !(await hasConsent(call, row.person_id, 'reminders'))) return;
  const isHoliday = row.federal_state ? holidaysIn(row.federal_state as FederalState) : () => false;
  const due = remindersOf(row.starts_at, call.now, await quietHours(call), isHoliday);
  if (due.length === 0) return;
  if (!(await canRemind(call, row.person_id))) return remindByPhone(call, row, due.at(-1)?.dueAt ?? call.now);
  for (const { template, dueAt } of due)
    await queueText(call, {
      personId: row.person_id,
      template,
      data: { when: row.starts_at, contact: row.contact },
      cause: ['appointment', row.id],
      dueAt,
      onlyWhileAt: row.starts_at,
    });
}

/** Neither mail nor text message is open, and a letter would come too late: the desk calls. */
async function remindByPhone(call: Call, row: PromisedRow, dueAt: Temporal.Instant): Promise<void> {
  await appendTask(call, {
    kind: 'remind-by-phone',
    object: ['appointment', row.id],
    personId: row.person_id,
    ...(await deskOf(call, row.request_id)),
    priority: 2,
    dueAt,
    facts: { requestId: row.request_id, startsAt: row.starts_at.toString() },
  });
}

async function tellOfMove(call: Call, beforeId: string, afterId: string): Promise<void> {
  const [before, after] = [await findPromised(call.tx, beforeId), await findPromised(call.tx, afterId)];
  if (!before || !after) return;
  await queueText(call, {
    personId: after.person_id,
    template: 'moved',
    data: { before: before.starts_at, when: after.starts_at, contact: after.contact },
    cause: ['appointment', after.id],
    appointment: { id: after.id, start: after.starts_at, end: after.ends_at },
    onlyWhileAt: after.starts_at,
  });
}

/** Where the actor has no relation to the person (an absence entered by the coordinator) she may not seal a text for her: somebody calls. */
async function tellOfCancellation(call: Call, event: Happening): Promise<void> {
  const row = await findPromised(call.tx, event.object[1]);
  if (!event.personId || !row || Temporal.Instant.compare(row.starts_at, call.now) <= 0) return;
  // Not the appointment: what speaks of it never goes from now on.
  const cause: [string, string] = ['request', row.request_id];
  if (await findPerson(call, event.personId)) {
    await queueText(call, { personId: event.personId, template: 'cancelled-by-us', data: { when: row.starts_at }, cause });
    return;
  }
  await appendTask(call, {
    kind: 'call-instead',
    object: ['request', row.request_id],
    personId: event.personId,
    ...(await deskOf(call, row.request_id)),
    priority: 1,
    dueAt: call.now.add({ hours: 4 }),
    facts: { because: 'no-relation', template: 'cancelled-by-us', startsAt: row.starts_at.toString() },
  });
}

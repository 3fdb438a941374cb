import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { type Happening, type Reaction, record } from '#platform/events.ts';
import { DIRECTORY_EVENTS } from '#rooms/directory/events.ts';
import { cancelMessages } from '#rooms/messages/actions.ts';
import { SCHEDULING_EVENTS } from '#rooms/scheduling/events.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { backToDesk, endAllocation, endCare, endTherapy, findLiveAllocation, startTrial } from './actions/allocation.ts';
import { noteDelivery, suggestFee } from './actions/fee.ts';
import { withdrawAppointments } from './actions/withdraw-appointments.ts';
import { hoursToReach } from './reactions/crisis.ts';
import { countAttended, countLive, followMove } from './store/course.ts';

const requestOf = (event: Happening): string | undefined => (typeof event.data?.requestId === 'string' ? event.data.requestId : undefined);

/** What may never come apart from the calendar: an attended first appointment moves its place to trial, a lost one frees it. */
export const placementReactions: Record<string, Reaction> = {
  /** PL5: reserved → trial with the first session that took place. */
  [SCHEDULING_EVENTS.attended]: async (call, event) => {
    const requestId = requestOf(event);
    const allocation = requestId && (await findLiveAllocation(call.tx, requestId));
    if (allocation && !allocation.trial_at) await startTrial(call, allocation);
  },

  /** AP4, AP5: the message of the old appointment never goes out; AP5 brings the request back with priority 1 (RQ10). */
  [SCHEDULING_EVENTS.cancelled]: async (call, event) => {
    const requestId = requestOf(event);
    if (!requestId) return;
    await cancelMessages(call, event.object[1]);
    const how = event.data?.how;
    if (how === 'patient_in_time' || how === 'patient_late') await suggestFee(call, event.object[1]);
    const byProvider = how === 'provider' || how === 'network';
    if (await hasOther(call, requestId, event.object[1])) return;
    const allocation = await findLiveAllocation(call.tx, requestId);
    if (byProvider && allocation && !allocation.trial_at) {
      // The place behind it goes with the appointment: the therapist cannot see the person as promised.
      await endAllocation(call, allocation, 'provider-cancelled', 'therapist');
      await backToDesk(call, requestId, 1, 'provider-cancelled');
      await endCare(call, requestId);
    } else if (!allocation && byProvider) {
      await backToDesk(call, requestId, 1, 'provider-cancelled');
      await endCare(call, requestId);
    } else {
      await askForSuccessor(call, event, requestId, 'first-appointment-cancelled');
    }
  },

  /** AP3: somebody calls; the place stays reserved, the desk or the therapist decides after seven days (PL6). */
  [SCHEDULING_EVENTS.noShow]: async (call, event) => {
    const requestId = requestOf(event);
    await suggestFee(call, event.object[1]);
    if (!requestId) return;
    const { hours, level } = await hoursToReach(call, event.personId);
    await appendTask(call, {
      kind: 'no-show-outreach',
      object: ['request', requestId],
      personId: event.personId,
      ...(await deskOf(call, requestId)),
      priority: 1,
      dueAt: call.now.add({ hours }),
      facts: level === 'GREEN' ? {} : { level },
    });
    if (!(await hasOther(call, requestId, event.object[1]))) await askForSuccessor(call, event, requestId, 'first-appointment-missed');
  },

  /** AP7: what was said of the hour before no longer holds. Somebody who was there after all begins the trial sessions (PL5), and nobody calls. */
  [SCHEDULING_EVENTS.corrected]: async (call, event) => {
    await suggestFee(call, event.object[1]);
    const requestId = requestOf(event);
    if (!requestId) return;
    if (event.data?.to === 'no_show') return missedAfterAll(call, event, requestId);
    if (event.data?.to !== 'attended') return;
    const allocation = await findLiveAllocation(call.tx, requestId);
    if (allocation && !allocation.trial_at) await startTrial(call, allocation);
    for (const kind of ['no-show-outreach', 'no-show-outreach-again', 'first-appointment-missed'])
      await settleTasks(call, kind, requestId, 'corrected');
  },

  /** A.5.3 C10: a reason that is known only now. */
  [SCHEDULING_EVENTS.excuseNoted]: async (call, event) => {
    await suggestFee(call, event.object[1]);
  },

  /** The text of the rule has left the house. */
  'messages.message.sent': async (call, event) => {
    const { causeKind, causeId, channel, template } = event.data ?? {};
    // Only the confirmation carries the words of the rule, and a text message has no room for them.
    if (template === 'appointment-confirmation' && channel !== 'sms' && causeKind === 'appointment' && typeof causeId === 'string')
      await noteDelivery(call, causeId, channel === 'letter' ? 'letter' : 'email');
  },

  /** AP6: after a move the old message never goes out. */
  [SCHEDULING_EVENTS.moved]: async (call, event) => {
    await cancelMessages(call, event.object[1]);
    const successorId = event.data?.successorId;
    if (typeof successorId === 'string') await followMove(call.tx, event.object[1], successorId);
  },

  /** PL11, PL12: the place is free for the next client, so its allocation is over. */
  [DIRECTORY_EVENTS.endConfirmed]: (call, event) => afterTherapy(call, event, 'end-reached'),
  [DIRECTORY_EVENTS.endedEarly]: (call, event) => afterTherapy(call, event, event.reason ?? 'ended-early'),

  /** SL8: the hold is gone, the request goes back to the desk with a banner there. */
  [SCHEDULING_EVENTS.slotWithdrawnWhileHeld]: async (call, event) => loseHold(call, requestOf(event)),
  [SCHEDULING_EVENTS.slotsExpired]: async (call, event) => loseHold(call, requestOf(event)),
  [SCHEDULING_EVENTS.slotLetGo]: async (call, event) => loseHold(call, requestOf(event)),
};

async function hasOther(call: Call, requestId: string, appointmentId: string): Promise<boolean> {
  return (await countLive(call.tx, requestId, appointmentId)) > 0;
}

async function askForSuccessor(call: Call, event: Happening, requestId: string, kind: string): Promise<void> {
  const allocation = await findLiveAllocation(call.tx, requestId);
  if (allocation?.trial_at) return; // in the trial sessions the therapist makes the dates
  await appendTask(call, {
    kind,
    object: ['request', requestId],
    personId: event.personId,
    ...(await deskOf(call, requestId)),
    priority: 1,
    dueAt: call.now.add({ hours: 7 * 24 }),
    facts: {},
  });
}

/**
 * AP7 the other way: nobody was there after all. The place stays on trial, for A.3.3 has no way back to reserved; but somebody calls as
 * after any missed first appointment, and where no session took place at all the desk is asked for a successor or a release (PL8).
 */
async function missedAfterAll(call: Call, event: Happening, requestId: string): Promise<void> {
  const about = {
    object: ['request', requestId] as const,
    personId: event.personId,
    ...(await deskOf(call, requestId)),
    priority: 1,
    facts: {},
  } as const;
  const { hours } = await hoursToReach(call, event.personId);
  await appendTask(call, { kind: 'no-show-outreach', ...about, dueAt: call.now.add({ hours }) });
  if (event.data?.isFirst !== true || (await countAttended(call.tx, requestId)) > 0 || (await hasOther(call, requestId, event.object[1])))
    return;
  await appendTask(call, { kind: 'first-appointment-missed', ...about, dueAt: call.now.add({ hours: 7 * 24 }) });
}

async function afterTherapy(call: Call, event: Happening, because: string): Promise<void> {
  const requestId = requestOf(event);
  if (!requestId) return;
  const allocation = await findLiveAllocation(call.tx, requestId);
  // Sessions of a series that were still to come are off with it; nobody cancelled on anybody.
  if (allocation) await withdrawAppointments(call, { id: requestId, person_id: allocation.person_id }, 'fit-ended');
  await endTherapy(call, requestId, because);
}

/** Whoever ended the hold may have no relation to the person: the database moves the request, and the desk hears it. */
async function loseHold(call: Call, requestId: string | undefined): Promise<void> {
  if (!requestId) return;
  const { rows } = await sql<{ person: string | null }>`select app.lose_hold(${requestId}, ${call.now.toString()}) as person`.execute(
    call.tx,
  );
  const personId = rows[0]?.person;
  if (!personId) return;
  await record(call, { action: 'placement.hold.lost', kind: 'U', object: ['request', requestId], personId });
}

import { Refusal } from '#kernel/decision.ts';
import type { Party } from '#kernel/machine.ts';
import { inBerlin } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import { statesOfLocations } from '#rooms/directory/actions/where.ts';
import { isHoliday } from '#rooms/directory/rules/holiday.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { SCHEDULING_EVENTS, type SchedulingEvent } from '../events.ts';
import {
  type AppointmentEffect,
  type AppointmentEvent,
  type AppointmentFacts,
  type AppointmentState,
  stepAppointment,
} from '../rules/appointment.ts';
import type { Excuse } from '../rules/outcome.ts';
import { type AppointmentRow, findAppointment, lockAppointment, lockSlot, updateAppointment, updateSlot } from '../store.ts';
import { insistVersion, isOwn, partiesOf } from './own.ts';
import { giveBack, MADE_FOR_SERIES } from './slot.ts';
import { columnsOf, stateOf } from './views.ts';

const RECORDED: Record<Exclude<AppointmentEvent, 'book' | 'move'>, SchedulingEvent> = {
  attend: SCHEDULING_EVENTS.attended,
  'mark-missing': SCHEDULING_EVENTS.noShow,
  'cancel-by-patient': SCHEDULING_EVENTS.cancelled,
  'cancel-by-provider': SCHEDULING_EVENTS.cancelled,
  'cancel-by-network': SCHEDULING_EVENTS.cancelled,
  'correct-to-attended': SCHEDULING_EVENTS.corrected,
  'correct-to-missing': SCHEDULING_EVENTS.corrected,
  'correct-to-cancelled': SCHEDULING_EVENTS.corrected,
};

/** What the rooms to the right learn of an appointment: ids and codes. */
export function dataOf(row: AppointmentRow) {
  return {
    requestId: row.request_id,
    placeId: row.place_id,
    practitionerId: row.practitioner_id,
    slotId: row.slot_id,
    kind: row.kind,
    isFirst: row.is_first,
    ...(row.series_id ? { seriesId: row.series_id } : {}),
  };
}

export async function lockKnownAppointment(call: Call, id: string, version: number | undefined): Promise<AppointmentRow> {
  const row = await lockAppointment(call.tx, id);
  if (!row) throw new Refusal('not-found');
  insistVersion(row.version, version);
  return row;
}

interface Stepping {
  id: string;
  version?: number | undefined;
  event: keyof typeof RECORDED;
  facts?: Omit<Partial<AppointmentFacts>, 'now' | 'start'>;
  reason?: string;
  receivedAt?: Temporal.Instant;
  /** Cancelled because the helper is away: the slot does not come back. */
  slotStaysAway?: boolean;
  /** Came so many minutes late (AP2). */
  lateMinutes?: number;
  /** The reason that the client gave (A.5.2). */
  excuse?: Excuse | null | undefined;
  /** Part of something larger for which one call at the desk is enough. */
  withoutReplaceTask?: boolean;
  /** For whom the system acts: the client or guardian who asked through the portal, whose right was checked before. */
  as?: Party;
}

/** One step of an appointment (AP2 to AP5, AP7): lock, ask the life cycle, write, give the slot back, record; later rooms react. */
export async function stepKnownAppointment(call: Call, wish: Stepping) {
  const row = await lockKnownAppointment(call, wish.id, wish.version);
  const from = stateOf(row);
  const decided = stepAppointment(from, wish.event, wish.as ?? partiesOf(call), {
    now: call.now,
    start: row.starts_at,
    ofActor: isOwn(call, row.practitioner_id),
    receivedAt: wish.receivedAt ?? row.cancellation_received_at,
    // Without a rule of the therapist's a cancellation before the start is in time; her rule is asked by `judgeNotice`.
    inTime: true,
    reasonGiven: wish.reason !== undefined,
    ...(row.marked_at ? { firstMarkedAt: row.marked_at } : {}),
    ...wish.facts,
  });
  if (!decided.ok) throw new Refusal(decided.because);
  const next = columnsOf(decided.to);
  const version = await updateAppointment(call.tx, row, {
    ...next,
    ...(next.state === 'cancelled' ? { live: false, cancellation_received_at: wish.receivedAt ?? null } : {}),
    ...(next.state === 'attended' || next.state === 'no_show' ? { marked_at: row.marked_at ?? call.now } : {}),
    late_minutes: next.state === 'attended' ? (wish.lateMinutes ?? null) : null,
    ...(next.state === 'attended' ? { excuse: null } : wish.excuse ? { excuse: wish.excuse } : {}),
    ...(wish.reason ? { reason: wish.reason } : {}),
  });
  await carryOut(call, row, decided.effects, wish);
  await settleTasks(call, 'mark-appointment', row.id, 'done');
  await settleTasks(call, 'mark-appointment-coordinator', row.id, 'done');
  await tell(call, row, wish, from, decided.to);
  return afterReactions(call, row.id, version);
}

async function carryOut(call: Call, row: AppointmentRow, effects: readonly AppointmentEffect[], wish: Stepping): Promise<void> {
  if (effects.includes('slot-given-back') && row.slot_id)
    await (wish.slotStaysAway ? keepAway(call, row.slot_id) : giveBack(call, row.slot_id));
  // AP5: a new offer within one working day. A first appointment takes its request back to the desk: placement's task, like AP3's call.
  if (!effects.includes('replace-task') || row.is_first || wish.withoutReplaceTask) return;
  await appendTask(call, {
    kind: 're-place',
    object: ['appointment', row.id],
    personId: row.person_id,
    ...(await deskOf(call, row.request_id)),
    priority: 1,
    dueAt: await nextWorkingDay(call, row),
    facts: { practitionerId: row.practitioner_id, requestId: row.request_id, startsAt: row.starts_at.toString() },
  });
}

/** The slot of an appointment that an absence cancelled: blocked like the free ones, free again if the absence is taken back. */
async function keepAway(call: Call, slotId: string): Promise<void> {
  const slot = await lockSlot(call.tx, slotId);
  if (slot?.reason === MADE_FOR_SERIES) await giveBack(call, slotId);
  else if (slot?.state === 'booked') await updateSlot(call.tx, slot, { state: 'blocked', reason: 'absence' });
}

/** 17:00 of the next working day where the practice is: no weekend, no public holiday. */
async function nextWorkingDay(call: Call, row: AppointmentRow): Promise<Temporal.Instant> {
  const states = await statesOfLocations(call, row.practitioner_id);
  const state = row.location_id ? states.get(row.location_id) : [...states.values()][0];
  let day = inBerlin(call.now).add({ days: 1 });
  while (day.dayOfWeek > 5 || (state && isHoliday(state, day.toPlainDate()))) day = day.add({ days: 1 });
  return day.with({ hour: 17, minute: 0, second: 0, millisecond: 0, microsecond: 0, nanosecond: 0 }).toInstant();
}

async function tell(call: Call, row: AppointmentRow, wish: Stepping, from: AppointmentState, to: AppointmentState): Promise<void> {
  const { cancelled_how: how } = columnsOf(to);
  await record(call, {
    action: RECORDED[wish.event],
    kind: 'U',
    object: ['appointment', row.id],
    personId: row.person_id,
    reason: wish.reason ?? null,
    data: {
      ...dataOf(row),
      from,
      to,
      ...(how ? { how } : {}),
      ...(wish.receivedAt ? { receivedAt: wish.receivedAt.toString() } : {}),
      ...(wish.lateMinutes ? { lateMinutes: wish.lateMinutes } : {}),
      ...(wish.excuse ? { excuse: wish.excuse } : {}),
    },
  });
}

/** A reaction may have judged the notice meanwhile, so the row is read again. */
async function afterReactions(call: Call, id: string, version: number) {
  const row = await findAppointment(call.tx, id);
  const { state, cancelled_how: how } = row ? columnsOf(stateOf(row)) : columnsOf('booked');
  return { id, version: row?.version ?? version, state, cancelledHow: how };
}

/** Part of saving an absence: AP5, and the slot stays away. */
export async function cancelForAbsence(call: Call, id: string, absence: 'leave' | 'sick' | 'training' | 'other'): Promise<void> {
  const reason = absence === 'sick' ? 'illness' : absence;
  await stepKnownAppointment(call, { id, event: 'cancel-by-provider', reason, slotStaysAway: true });
}

/**
 * Whether a client's cancellation was in time by the therapist's rule; the room that keeps the rules says so in the transaction of the
 * cancellation (reaction to `scheduling.appointment.cancelled` and `.corrected`).
 */
export async function judgeNotice(call: Call, id: string, how: 'patient_in_time' | 'patient_late'): Promise<void> {
  const row = await lockKnownAppointment(call, id, undefined);
  if (row.state !== 'cancelled' || !row.cancelled_how?.startsWith('patient_')) throw new Refusal('appointment-cancelled');
  if (row.cancelled_how === how) return;
  await updateAppointment(call.tx, row, { cancelled_how: how });
  await record(call, {
    action: SCHEDULING_EVENTS.noticeJudged,
    kind: 'U',
    object: ['appointment', id],
    personId: row.person_id,
    data: { ...dataOf(row), how },
  });
}

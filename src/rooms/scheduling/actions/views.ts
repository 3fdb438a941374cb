import type { Modality, SlotKind } from '#kernel/codes.ts';
import type { Call } from '#platform/call.ts';
import type { Appointment, Slot } from '../contract.ts';
import { type AppointmentState, type Cancellation, markFlag } from '../rules/appointment.ts';
import { type SlotState, slotStateAt } from '../rules/slot.ts';
import { type AbsenceRow, type AppointmentRow, holdersOf, initialsOf, type SlotRow } from '../store.ts';

/** A stored slot as the rules read it. */
export function slotNow(row: SlotRow, now: Temporal.Instant): SlotState {
  return slotStateAt({ state: row.state as SlotState, start: row.starts_at, heldUntil: row.held_until }, now);
}

/** A stored appointment's state in the words of the life cycle. */
export function stateOf(row: Pick<AppointmentRow, 'state' | 'cancelled_how'>): AppointmentState {
  return row.state === 'cancelled' ? (`cancelled/${row.cancelled_how}` as Cancellation) : (row.state as AppointmentState);
}

/** The state of the life cycle as columns. */
export function columnsOf(state: AppointmentState): { state: Appointment['state']; cancelled_how: Appointment['cancelledHow'] } {
  const [kept, how] = state.split('/') as [Appointment['state'], Appointment['cancelledHow'] | undefined];
  return { state: kept, cancelled_how: how ?? null };
}

/** Slots for the wire; holders by name. */
export async function slotViews(call: Call, rows: readonly SlotRow[]): Promise<Slot[]> {
  const holders = await holdersOf(
    call.tx,
    rows.flatMap((row) => row.held_by ?? []),
  );
  return rows.map((row) => {
    const state = slotNow(row, call.now);
    const held = state === 'held';
    return {
      id: row.id,
      version: row.version,
      startsAt: row.starts_at.toString(),
      endsAt: row.ends_at.toString(),
      state: state as Slot['state'],
      kinds: row.kinds as SlotKind[],
      modality: row.modality as Modality,
      locationId: row.location_id,
      placeId: row.place_id,
      reason: row.reason,
      ruleId: row.rule_id,
      heldBy: held && row.held_by ? (holders.get(row.held_by) ?? null) : null,
      heldUntil: held ? (row.held_until?.toString() ?? null) : null,
    };
  });
}

/** Appointments for the wire; initials only where row-level security shows the person. */
export async function appointmentViews(call: Call, rows: readonly AppointmentRow[]): Promise<Appointment[]> {
  const initials = await initialsOf(call.tx, [...new Set(rows.map((row) => row.person_id))]);
  return rows.map((row) => {
    const known = initials.get(row.person_id);
    return {
      id: row.id,
      version: row.version,
      slotId: row.slot_id,
      requestId: row.request_id,
      placeId: row.place_id,
      client: known === undefined ? null : { personId: row.person_id, initials: known },
      kind: row.kind as SlotKind,
      modality: row.modality as Modality,
      locationId: row.location_id,
      startsAt: row.starts_at.toString(),
      endsAt: row.ends_at.toString(),
      state: row.state as Appointment['state'],
      cancelledHow: row.cancelled_how as Appointment['cancelledHow'],
      isFirst: row.is_first,
      seriesId: row.series_id,
      lateMinutes: row.late_minutes,
      excuse: row.excuse as Appointment['excuse'],
      movedBy: row.moved_by as Appointment['movedBy'],
      reason: row.reason,
      bookedAt: row.booked_at.toString(),
      mark: markFlag(stateOf(row), row.starts_at, row.ends_at, call.now),
    };
  });
}

export function absenceView(row: AbsenceRow) {
  return {
    id: row.id,
    version: row.version,
    startsAt: row.starts_at.toString(),
    endsAt: row.ends_at.toString(),
    kind: row.kind as 'leave' | 'sick' | 'training' | 'other',
  };
}

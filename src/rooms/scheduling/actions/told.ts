import { Refusal } from '#kernel/decision.ts';
import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { SCHEDULING_EVENTS } from '../events.ts';
import { APPOINTMENT_LIMITS } from '../rules/appointment.ts';
import type { Excuse } from '../rules/outcome.ts';
import { type AppointmentRow, updateAppointment } from '../store.ts';
import { dataOf, lockKnownAppointment, stepKnownAppointment } from './appointment.ts';
import { isOwn } from './own.ts';
import { columnsOf, stateOf } from './views.ts';

/** "Kam zehn Minuten später": marks it attended (AP2), or adds the minutes to a mark of the last 14 days. */
export async function noteLate(
  call: Call,
  _permit: Permit<'scheduling.own'>,
  { id, version, minutes }: { id: string; version: number | undefined; minutes: number },
) {
  const row = await lockKnownAppointment(call, id, version);
  if (!isOwn(call, row.practitioner_id)) throw new Refusal('not-found');
  if (row.state === 'booked') return stepKnownAppointment(call, { id, version, event: 'attend', lateMinutes: minutes });
  if (row.state !== 'attended') throw new Refusal('appointment-missed');
  const until = row.marked_at?.add({ hours: APPOINTMENT_LIMITS.correctDays * 24 });
  if (!until || Temporal.Instant.compare(call.now, until) > 0) throw new Refusal('correction-too-late');
  return note(call, row, SCHEDULING_EVENTS.lateNoted, { late_minutes: minutes }, { lateMinutes: minutes });
}

/** Why somebody did not come or told late, known afterwards. A code, never a diagnosis (A.5.2); the fee is looked at again. */
export async function noteExcuse(
  call: Call,
  permit: Permit<'scheduling.own' | 'scheduling.desk'>,
  { id, version, excuse }: { id: string; version: number | undefined; excuse: Excuse },
) {
  const row = await lockKnownAppointment(call, id, version);
  if (permit.name === 'scheduling.own' && !isOwn(call, row.practitioner_id)) throw new Refusal('not-found');
  const byPatient = row.state === 'cancelled' && row.cancelled_how?.startsWith('patient_') === true;
  if (row.state !== 'no_show' && !byPatient) throw new Refusal('appointment-not-missed');
  return note(call, row, SCHEDULING_EVENTS.excuseNoted, { excuse }, { excuse });
}

async function note(
  call: Call,
  row: AppointmentRow,
  action: (typeof SCHEDULING_EVENTS)['lateNoted' | 'excuseNoted'],
  change: { late_minutes: number } | { excuse: Excuse },
  data: Record<string, string | number>,
) {
  const version = await updateAppointment(call.tx, row, change);
  await record(call, {
    action,
    kind: 'U',
    object: ['appointment', row.id],
    personId: row.person_id,
    data: { ...dataOf(row), ...data },
  });
  const { state, cancelled_how: how } = columnsOf(stateOf(row));
  return { id: row.id, version, state, cancelledHow: how };
}

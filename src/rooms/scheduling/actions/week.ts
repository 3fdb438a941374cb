import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { statesOfLocations } from '#rooms/directory/actions/where.ts';
import { findHoliday } from '#rooms/directory/rules/holiday.ts';
import { selectAbsences, selectAppointments, selectSlots, selectUnmarked } from '../store.ts';
import { ownPractitionerId, wholeDays } from './own.ts';
import { absenceView, appointmentViews, slotViews } from './views.ts';

/** The own calendar of some days, and what waits for a mark. Every person named is logged as read. */
export async function readMyWeek(call: Call, _permit: Permit<'scheduling.own'>, { from, days }: { from: string; days: number }) {
  const me = ownPractitionerId(call);
  const first = Temporal.PlainDate.from(from);
  const span = wholeDays(first, days);
  const [slots, appointments, absences, unmarked, states] = await Promise.all([
    selectSlots(call.tx, me, span),
    selectAppointments(call.tx, me, span),
    selectAbsences(call.tx, me, span),
    selectUnmarked(call.tx, me, call.now),
    statesOfLocations(call, me),
  ]);
  const [slotsShown, shown, toMark] = await Promise.all([
    slotViews(call, slots),
    appointmentViews(call, appointments),
    appointmentViews(call, unmarked),
  ]);
  const named = new Map(
    [...shown, ...toMark].flatMap(({ id, client }) => (client ? [[id, { id, personId: client.personId }] as const] : [])),
  );
  await recordReads(call, 'scheduling.week.read', 'appointment', [...named.values()]);
  return {
    from,
    days,
    slots: slotsShown,
    appointments: shown,
    absences: absences.map(absenceView),
    holidays: holidaysOf(first, days, [...new Set(states.values())]),
    toMark,
  };
}

function holidaysOf(first: Temporal.PlainDate, days: number, states: readonly Parameters<typeof findHoliday>[0][]) {
  return Array.from({ length: days }, (_, index) => first.add({ days: index })).flatMap((day) => {
    const where = states.filter((state) => findHoliday(state, day) !== undefined);
    const [state] = where;
    return state ? [{ day: day.toString(), name: findHoliday(state, day) ?? '', states: where }] : [];
  });
}

/** A therapist's slots as the desk sees them: no persons, holds with holder and end. */
export async function readPractitionerSlots(
  call: Call,
  _permit: Permit<'scheduling.desk'>,
  practitionerId: string,
  { from, days }: { from: string; days: number },
) {
  const rows = await selectSlots(call.tx, practitionerId, wholeDays(Temporal.PlainDate.from(from), days));
  return { slots: await slotViews(call, rows) };
}

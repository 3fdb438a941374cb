import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { selectBusy } from '#rooms/consent/actions/busy-times.ts';
import { statesOfLocations } from '#rooms/directory/actions/where.ts';
import { findHoliday } from '#rooms/directory/rules/holiday.ts';
import type { Interval } from '../rules/overlap.ts';
import type { SeriesSurroundings } from '../rules/series.ts';
import { type AppointmentRow, selectAbsences, selectAppointments, selectSlots } from '../store.ts';
import { slotNow } from './views.ts';

/** Whose calendar is looked at for a series, and what is about to go from it. */
export interface Looking {
  /** An appointment of this client with this therapist: whom the series is for. */
  like: AppointmentRow;
  kind: string;
  locationId: string | null;
  /** Members that the new dates take the place of: their hours count as free. */
  instead: readonly AppointmentRow[];
}

const spanOf = (row: { starts_at: Temporal.Instant; ends_at: Temporal.Instant }): Interval => ({ start: row.starts_at, end: row.ends_at });
const WEEK_HOURS = 7 * 24;

/** Everything that may stand in the way of dates in a stretch of time, the weeks around it included (for suggestions). */
export async function surroundingsOf(
  call: Call,
  { like, kind, locationId, instead }: Looking,
  dates: readonly Interval[],
): Promise<SeriesSurroundings> {
  const starts = dates.map(({ start }) => start).sort(Temporal.Instant.compare);
  const [first = call.now, last = call.now] = [starts[0], starts.at(-1)];
  const span = { start: first.subtract({ hours: WEEK_HOURS }), end: last.add({ hours: WEEK_HOURS }) };
  const [slots, appointments, absences, theirs, busy, states, until] = await Promise.all([
    selectSlots(call.tx, like.practitioner_id, span),
    selectAppointments(call.tx, like.practitioner_id, span),
    selectAbsences(call.tx, like.practitioner_id, span),
    selectOfPerson(call, like.person_id, span),
    selectBusy(call, like.person_id, span), // in other engagements, if she agreed (rule book C.1 rule 5)
    statesOfLocations(call, like.practitioner_id),
    endOfPlace(call, like.place_id),
  ]);
  const gone = new Set(instead.map(({ id }) => id));
  const goneSlots = new Set(instead.flatMap(({ slot_id: slotId }) => slotId ?? []));
  const promised = appointments.filter((row) => row.state === 'booked' && !gone.has(row.id));
  // Members of one group share its hour.
  const group = kind === 'GROUP' ? promised.filter((row) => row.kind === 'GROUP') : [];
  const groupSlots = new Set(group.map(({ slot_id: slotId }) => slotId));
  const seen = slots.map((row) => ({ row, state: slotNow(row, call.now) }));
  const inTheWay = seen.filter(
    ({ row, state }) =>
      !goneSlots.has(row.id) &&
      !groupSlots.has(row.id) &&
      (state === 'booked' || state === 'held' || (state === 'blocked' && row.reason !== 'absence')),
  );
  const state = (locationId && states.get(locationId)) || [...states.values()][0];
  return {
    now: call.now,
    holidayOn: (day) => (state ? findHoliday(state, day) : undefined),
    absences: absences.map(spanOf),
    own: [...promised.filter((row) => !group.includes(row)), ...inTheWay.map(({ row }) => row)].map(spanOf),
    client: [...theirs.filter(({ id }) => !gone.has(id)).map(spanOf), ...busy],
    free: seen.filter(({ state: now }) => now === 'free').map(({ row }) => spanOf(row)),
    until,
  };
}

/** Promises to the client anywhere, as far as the asker's relation shows them; what it does not show, the database refuses when saving. */
function selectOfPerson(call: Call, personId: string, { start, end }: Interval) {
  return call.tx
    .selectFrom('scheduling.appointment')
    .select(['id', 'starts_at', 'ends_at'])
    .where('person_id', '=', personId)
    .where('state', '=', 'booked')
    .where('starts_at', '<', end)
    .where('ends_at', '>', start)
    .execute();
}

/** The last day of a place whose end is announced (PL10). */
async function endOfPlace(call: Call, placeId: string | null): Promise<Temporal.PlainDate | null> {
  if (!placeId) return null;
  const { rows } = await sql<{ ends_on: string | null }>`
    select ends_on from directory.place where id = ${placeId} and state = 'ending'`.execute(call.tx);
  return rows[0]?.ends_on ? Temporal.PlainDate.from(rows[0].ends_on) : null;
}

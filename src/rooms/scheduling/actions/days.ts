import { sql } from 'kysely';
import type { Call } from '#platform/call.ts';
import { recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { AppointmentRow, SlotRow } from '../store.ts';
import { wholeDays } from './own.ts';
import { appointmentViews, slotViews } from './views.ts';

interface Wanted {
  from: string;
  days: number;
  practitionerId?: string | null | undefined;
}

/** First appointments and offered times of the whole network; of appointments only those whose person is the desk's to see. */
export async function readNetworkDays(call: Call, _permit: Permit<'scheduling.desk'>, { from, days, practitionerId }: Wanted) {
  const span = wholeDays(Temporal.PlainDate.from(from), days);
  const [appointments, slots] = await Promise.all([selectFirst(call, span, practitionerId), selectOffered(call, span, practitionerId)]);
  const [shown, offered] = [await appointmentViews(call, appointments), await slotViews(call, slots)];
  const named = shown.flatMap(({ id, client }) => (client ? [{ id, personId: client.personId }] : []));
  await recordReads(call, 'scheduling.days.read', 'appointment', named);
  const whose = new Map([...appointments, ...slots].map((row) => [row.id, row.practitioner_id]));
  const withWhose = <T extends { id: string }>(rows: readonly T[]) =>
    rows.flatMap((row) => {
      const practitioner = whose.get(row.id);
      return practitioner ? [{ ...row, practitionerId: practitioner }] : [];
    });
  return { from, days, practitioners: await namesOf(call), appointments: withWhose(shown), slots: withWhose(offered) };
}

type Span = ReturnType<typeof wholeDays>;

export function selectFirst(call: Call, { start, end }: Span, practitionerId?: string | null): Promise<AppointmentRow[]> {
  let query = call.tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('is_first', '=', true)
    .where('state', 'in', ['booked', 'attended', 'no_show'])
    .where('starts_at', '>=', start)
    .where('starts_at', '<', end);
  if (practitionerId) query = query.where('practitioner_id', '=', practitionerId);
  return query.orderBy('starts_at').orderBy('id').limit(1000).execute();
}

function selectOffered(call: Call, { start, end }: Span, practitionerId?: string | null): Promise<SlotRow[]> {
  let query = call.tx
    .selectFrom('scheduling.slot')
    .selectAll()
    .where('live', '=', true)
    .where('state', 'in', ['free', 'held'])
    .where('starts_at', '>', call.now)
    .where('starts_at', '>=', start)
    .where('starts_at', '<', end);
  if (practitionerId) query = query.where('practitioner_id', '=', practitionerId);
  return query.orderBy('starts_at').orderBy('id').limit(2000).execute();
}

/** Everybody whose days can be chosen. */
async function namesOf(call: Call) {
  const { rows } = await sql<{ id: string; name: string; title: string | null }>`
    select id, name, title from directory.practitioner where closed_at is null order by split_part(name, ' ', -1), name, id`.execute(
    call.tx,
  );
  return rows;
}

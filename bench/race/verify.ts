import type pg from 'pg';
import type { Stage } from './stage.ts';

/** What the database holds after a race, counted by its superuser, who sees every row. */
export interface Found {
  slotsBooked: number;
  placesReserved: number;
  appointments: number;
  /** Slots with more than one live appointment, places with more than one live allocation, requests with more than one of either. */
  doubleSlots: number;
  doublePlaces: number;
  doubleRequests: number;
  /** Appointments without an event of their booking, and events of a booking without its appointment. */
  withoutEvent: number;
  withoutAppointment: number;
  /** Bookings that were acknowledged to a caller and are not there. */
  lost: number;
}

const COUNT = `
with live as (select * from scheduling.appointment where state in ('booked', 'attended', 'no_show')),
booked as (select distinct object_id, data from platform.event where action = $2)
select
  (select count(*) from scheduling.slot where state = 'booked' and id = any ($3::uuid[]))::int "slotsBooked",
  (select count(*) from directory.place where state = 'reserved' and id = any ($4::uuid[]))::int "placesReserved",
  (select count(*) from live)::int appointments,
  (select count(*) from (select slot_id from live group by 1 having count(*) > 1) each)::int "doubleSlots",
  (select count(*) from (select place_id from placement.allocation where ended_at is null group by 1 having count(*) > 1) each)::int "doublePlaces",
  (select count(*) from (select request_id from live group by 1 having count(*) > 1) each)::int "doubleRequests",
  (select count(*) from live where not exists (select from booked where object_id in (live.id, live.request_id)))::int "withoutEvent",
  (select count(*) from booked where not exists (select from live where booked.object_id in (live.id, live.request_id)))::int "withoutAppointment",
  (select count(*) from unnest($1::uuid[]) acknowledged where not exists (select from live where live.request_id = acknowledged))::int lost`;

/** @param acknowledged requests whose booking a caller was told; @param action the event of a booking */
export async function verify(client: pg.ClientBase, stage: Stage, acknowledged: readonly string[], action: string): Promise<Found> {
  const slots = stage.targets.map(({ slotId }) => slotId);
  const places = stage.targets.filter(({ taken }) => taken).map(({ placeId }) => placeId);
  const { rows } = await client.query<Found>(COUNT, [acknowledged, action, slots, places]);
  const [found] = rows;
  if (!found) throw new Error('the race could not be counted');
  return found;
}

/** What is wrong with it, in words; empty when every target has exactly one winner and every winner its event. */
export function wrongs(found: Found, stage: Stage, acknowledged: number): string[] {
  const slots = stage.targets.length;
  const places = stage.targets.filter(({ taken }) => taken).length;
  const said: [boolean, string][] = [
    [found.slotsBooked === slots, `${found.slotsBooked} of ${slots} slots are booked`],
    [found.placesReserved === places, `${found.placesReserved} of ${places} places are reserved`],
    [found.appointments === slots, `${found.appointments} appointments for ${slots} slots`],
    [found.doubleSlots === 0, `${found.doubleSlots} slots were given twice`],
    [found.doublePlaces === 0, `${found.doublePlaces} places were given twice`],
    [found.doubleRequests === 0, `${found.doubleRequests} requests won twice`],
    [found.withoutEvent === 0, `${found.withoutEvent} bookings left no event`],
    [found.withoutAppointment === 0, `${found.withoutAppointment} events tell of a booking that is not there`],
    [found.lost === 0, `${found.lost} acknowledged bookings are lost`],
    [acknowledged === slots, `${acknowledged} callers were told that they won, for ${slots} slots`],
  ];
  return said.filter(([right]) => !right).map(([, words]) => words);
}

import { collectReactions } from '#platform/events.ts';
import { directoryRoutes } from '#rooms/directory/routes.ts';
import type { Appointment, Slot } from '#rooms/scheduling/contract.ts';
import { schedulingJobs } from '#rooms/scheduling/jobs.ts';
import { schedulingReactions } from '#rooms/scheduling/reactions.ts';
import { schedulingRoutes } from '#rooms/scheduling/routes.ts';
import type { FreshDatabase } from '#test/database.ts';
import { berlin, MONDAY, OfferStage, type Person } from '#test/offer-stage.ts';

export interface Week {
  slots: Slot[];
  appointments: Appointment[];
  toMark: Appointment[];
  absences: unknown[];
  holidays: { day: string; name: string }[];
}
export interface Materialised {
  id: string;
  version: number;
  published: number;
  withdrawn: number;
  conflicts: { startsAt: string }[];
}
export interface Preview {
  hash: string;
  startsAt: string;
  endsAt: string;
  appointments: Appointment[];
  held: Slot[];
  free: Slot[];
}

export const LEAVE = { fromDay: '2026-03-28', toDay: '2026-03-29', kind: 'leave' };

/** A calendar on a real database: the desk, the coordinator, one therapist anew for each test, and how the tests ask. */
export async function setCalendar(database: FreshDatabase) {
  const stage = await OfferStage.set(database, [...directoryRoutes, ...schedulingRoutes], collectReactions([schedulingReactions]));
  const desk = await stage.join('Tisch Eins', 'desk');
  const coordinator = await stage.join('Karla Koordination', 'coordinator');
  const who = { ada: desk };
  /** Monday again, with a therapist whose calendar is empty. */
  const begin = async () => {
    stage.now = MONDAY;
    who.ada = await stage.join('Ada Brandt', 'therapist');
    return who.ada;
  };

  const publish = (times: string[], more: Record<string, unknown> = {}) => ({
    body: {
      slots: times.map((time) => ({ startsAt: berlin(time).toString(), minutes: 50 })),
      kinds: ['TRIAL', 'THERAPY'],
      locationId: stage.locationId,
      ...more,
    },
  });
  const free = async (therapist: Person, ...times: string[]) =>
    (await stage.ask<{ ids: string[] }>(therapist, 'scheduling.publishSlots', publish(times))).ids as [string, ...string[]];
  const week = (therapist: Person, from = '2026-03-02', days = 7) =>
    stage.ask<Week>(therapist, 'scheduling.myWeek', { query: { from, days } });
  const slotOf = async (id: string) =>
    (
      await stage.look<{ state: string; live: boolean; version: number; reason: string | null }>(
        'select state, live, version, reason from scheduling.slot where id = $1',
        id,
      )
    )[0];
  const hold = async (slotId: string, requestId: string, minutes = 10) =>
    stage.admin.query(
      "update scheduling.slot set state = 'held', held_by = $2, held_for = $3, held_until = $4, version = version + 1 where id = $1",
      [slotId, desk.accountId, requestId, stage.now.add({ minutes }).toString()],
    );
  const at = (id: string, version = 1, body?: unknown) => ({ params: { id }, version, body });
  const runJob = async (name: string) => {
    const job = schedulingJobs.jobs?.[name] ?? schedulingJobs.every?.find((every) => every.name === name)?.work;
    if (!job) throw new Error(`no job ${name}`);
    await job(stage.world, {});
  };

  const weekly = (more: Record<string, unknown> = {}) => ({
    locationId: stage.locationId,
    weekday: 4,
    from: '09:00',
    to: '11:50',
    slotMinutes: 50,
    breakMinutes: 10,
    kinds: ['TRIAL'],
    validFrom: '2026-03-01',
    ...more,
  });
  const addWeekly = (more: Record<string, unknown> = {}) =>
    stage.ask<Materialised>(who.ada, 'scheduling.addWeeklyTime', { body: weekly(more) });

  const preview = (body: unknown) => stage.ask<Preview>(who.ada, 'scheduling.previewAbsence', { body });

  return { stage, desk, coordinator, begin, publish, free, week, slotOf, hold, at, runJob, weekly, addWeekly, preview };
}

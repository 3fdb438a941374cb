import { sql } from 'kysely';
import { ageOn, dayInBerlin, daysBetween } from '#kernel/time.ts';
import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { TRIAL } from './rules/trial.ts';
import { personsOf, selectUndecided, type UndecidedRow } from './store/course.ts';

/** Ends holds whose time is over (SL4, PL3, RQ5): one event for each request that lost one. */
export async function expireHolds(world: World): Promise<number> {
  return asSystem(world, 'placement.expire-holds', async (call) => {
    const { rows } = await sql<{
      request_id: string;
      place_id: string | null;
      slot_id: string | null;
    }>`select * from placement.expire_holds(${call.now.toString()})`.execute(call.tx);
    const persons = await personsOf(
      call.tx,
      rows.map(({ request_id }) => request_id),
    );
    for (const { request_id, place_id, slot_id } of rows) {
      await record(call, {
        action: 'placement.hold.expired',
        kind: 'U',
        object: ['request', request_id],
        personId: persons.get(request_id) ?? null,
        data: { placeId: place_id, slotId: slot_id },
      });
    }
    return rows.length;
  });
}

/** PL9: the therapist is reminded on day 0 and 7, the coordinator learns of it on day 14. */
export async function remindOfDecisions(world: World): Promise<void> {
  await asSystem(world, 'placement.remind-of-decisions', async (call) => {
    for (const row of await selectUndecided(call.tx)) await remind(call, row);
  });
}

async function remind(call: Call, row: UndecidedRow): Promise<void> {
  const began = dayInBerlin(row.trial_at);
  const minor = row.birth_date !== null && ageOn(Temporal.PlainDate.from(row.birth_date), began) < 18;
  const limit = minor ? TRIAL.minors : TRIAL.adults;
  const today = dayInBerlin(call.now);
  const byDays = began.add({ days: limit.days });
  const bySessions = row.sessions >= limit.sessions && row.last_session ? dayInBerlin(row.last_session) : undefined;
  const since = bySessions && Temporal.PlainDate.compare(bySessions, byDays) < 0 ? bySessions : byDays;
  const late = daysBetween(since, today);
  if (late < 0) return;
  await appendTask(call, {
    kind: 'fit-decision',
    object: ['allocation', row.id],
    personId: row.person_id,
    assigneeRole: 'therapist',
    practitionerId: row.practitioner_id,
    priority: late >= 7 ? 1 : 2,
    dueAt: call.now,
    facts: { sessions: row.sessions },
  });
  if (late >= 14)
    await appendTask(call, {
      kind: 'fit-decision-overdue',
      object: ['allocation', row.id],
      assigneeRole: 'coordinator',
      priority: 2,
      dueAt: call.now,
      facts: { days: late },
    });
}

/** D 16: somebody with this number, or this name and birth date, is known outside the desk's reach: the coordinator is asked to compare. */
export async function askToCompare(world: World, requestId: string): Promise<void> {
  await asSystem(world, 'placement.ask-to-compare', async (call) => {
    const object: [string, string] = ['request', requestId];
    await appendTask(call, {
      kind: 'possible-duplicate',
      object,
      assigneeRole: 'coordinator',
      dueAt: call.now.add({ hours: 48 }),
      facts: {},
    });
  });
}

export const placementJobs: RoomJobs = {
  every: [{ name: 'expire holds', seconds: 1, work: async (world) => void (await expireHolds(world)) }],
  jobs: {
    'remind-of-decisions': (world) => remindOfDecisions(world),
    'ask-to-compare': (world, { request }) => askToCompare(world, String(request)),
  },
  cron: ['15 5 * * * remind-of-decisions'],
  follow: {
    'people.recognition.asked': ({ data }) =>
      data.elsewhere === true && typeof data.about === 'string'
        ? { job: 'ask-to-compare', payload: { request: data.about }, key: `ask-to-compare:${data.about}` }
        : undefined,
  },
};

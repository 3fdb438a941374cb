import { asSystem, type Call, type World } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { materialise } from './actions/materialise.ts';
import { stateOf } from './actions/views.ts';
import { SCHEDULING_EVENTS } from './events.ts';
import { APPOINTMENT_LIMITS, markFlag } from './rules/appointment.ts';
import { lockWeeklyTime, selectExceptions, selectWeeklyTimes } from './store.ts';

const AT_ONCE = 500;

/** SL10: what nobody took is over when its start has passed; a hold ends with it. */
async function expireSlots(call: Call): Promise<void> {
  const due = await call.tx
    .selectFrom('scheduling.slot')
    .select(['id', 'practitioner_id', 'held_for', 'held_by'])
    .where('live', '=', true)
    .where('starts_at', '<=', call.now)
    .where('state', 'in', ['free', 'blocked', 'held'])
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute();
  if (due.length === 0) return;
  await call.tx
    .updateTable('scheduling.slot')
    .set((eb) => ({
      state: 'expired',
      live: false,
      held_by: null,
      held_for: null,
      held_until: null,
      held_extended: false,
      version: eb('version', '+', 1),
    }))
    .where(
      'id',
      'in',
      due.map(({ id }) => id),
    )
    .execute();
  for (const slot of due) {
    const held = slot.held_for ? { requestId: slot.held_for, holderId: slot.held_by } : {};
    const data = { practitionerId: slot.practitioner_id, ...held };
    await record(call, { action: SCHEDULING_EVENTS.slotsExpired, kind: 'U', object: ['slot', slot.id], data });
  }
}

/** Past slots and appointments leave the overlap rule; their states are untouched. */
async function leaveOverlap(call: Call): Promise<void> {
  const past = { slot: 'scheduling.slot', appointment: 'scheduling.appointment' } as const;
  for (const table of [past.slot, past.appointment]) {
    await call.tx.updateTable(table).set({ live: false }).where('live', '=', true).where('ends_at', '<=', call.now).execute();
  }
}

/** AP2: unmarked 72 h after the end is the therapist's task, from day 7 the coordinator's. */
async function askForMarks(call: Call): Promise<void> {
  const rows = await call.tx
    .selectFrom('scheduling.appointment')
    .selectAll()
    .where('state', '=', 'booked')
    .where('ends_at', '<', call.now.subtract({ hours: APPOINTMENT_LIMITS.markWithinHours }))
    .orderBy('ends_at')
    .limit(AT_ONCE)
    .execute();
  for (const row of rows) {
    const flag = markFlag(stateOf(row), row.starts_at, row.ends_at, call.now);
    const about = {
      object: ['appointment', row.id] as const,
      personId: row.person_id,
      facts: { practitionerId: row.practitioner_id, startsAt: row.starts_at.toString() },
    };
    if (flag === 'overdue' || flag === 'with-coordinator') {
      const dueAt = row.ends_at.add({ hours: APPOINTMENT_LIMITS.tellCoordinatorDays * 24 });
      const mine = { assigneeRole: 'therapist', practitionerId: row.practitioner_id, priority: 2 } as const;
      await appendTask(call, { kind: 'mark-appointment', ...about, ...mine, dueAt });
    }
    if (flag === 'with-coordinator')
      await appendTask(call, {
        kind: 'mark-appointment-coordinator',
        ...about,
        assigneeRole: 'coordinator',
        priority: 2,
        dueAt: call.now.add({ hours: 24 }),
      });
  }
}

/** Weekly times reach eight weeks ahead again; each in a transaction of its own, so that one fault stops no other. */
async function materialiseAll(world: World): Promise<void> {
  const rules = await asSystem(world, 'scheduling-materialise', (call) => selectWeeklyTimes(call.tx));
  let fault: unknown;
  for (const { id } of rules) {
    await asSystem(world, 'scheduling-materialise', async (call) => {
      const rule = await lockWeeklyTime(call.tx, id);
      if (rule && !rule.withdrawn_at) await materialise(call, rule, await selectExceptions(call.tx, [id]));
    }).catch((caught: unknown) => {
      fault = caught;
    });
  }
  if (fault !== undefined) throw fault; // tried all; the worker tries again
}

/** What this room does by the clock. */
export const schedulingJobs: RoomJobs = {
  every: [
    { name: 'scheduling-expire-slots', seconds: 60, work: (world) => asSystem(world, 'scheduling-expire-slots', expireSlots) },
    { name: 'scheduling-leave-overlap', seconds: 300, work: (world) => asSystem(world, 'scheduling-leave-overlap', leaveOverlap) },
  ],
  jobs: {
    'scheduling-ask-for-marks': (world) => asSystem(world, 'scheduling-ask-for-marks', askForMarks),
    'scheduling-materialise': materialiseAll,
  },
  cron: ['11 * * * * scheduling-ask-for-marks', '23 1,13 * * * scheduling-materialise'],
};

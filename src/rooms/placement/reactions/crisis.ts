import { sql } from 'kysely';

import { asSystem, type Call, type World } from '#platform/call.ts';
import { type Happening, type Reaction, record } from '#platform/events.ts';
import type { RoomJobs } from '#platform/jobs.ts';
import { highestSince } from '#rooms/crisis/actions/highest.ts';
import { openEmergency } from '#rooms/crisis/actions/raise.ts';
import { CRISIS_EVENTS } from '#rooms/crisis/events.ts';
import { levelOfMissed } from '#rooms/crisis/rules/emergency.ts';
import { higher, type Level } from '#rooms/crisis/rules/safety.ts';
import { deskOf } from '#rooms/tasks/actions/desk.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { findRequestRow, lockRequestRow, updateRequest } from '../store/requests.ts';

const requestOf = (event: Happening): string | undefined => (typeof event.data?.requestId === 'string' ? event.data.requestId : undefined);
const levelOf = (value: unknown): Level => (value === 'YELLOW' || value === 'ORANGE' || value === 'RED' ? value : 'GREEN');

/** Hours within which somebody who missed an appointment is called: the flagged person at once (rule book D 13). */
const REACH_HOURS = { flagged: 1, others: 24 } as const;
const FLAGGED_FOR_HOURS = 30 * 24;

/** The highest level of a person in the last 30 days. */
function flagOf(call: Call, personId: string): Promise<Level> {
  return highestSince(call, personId, call.now.subtract({ hours: FLAGGED_FOR_HOURS }));
}

/** Until when somebody calls who missed an appointment, and how urgent that is. */
export async function hoursToReach(call: Call, personId: string | null | undefined): Promise<{ hours: number; level: Level }> {
  const level = personId ? await flagOf(call, personId) : 'GREEN';
  return { hours: level === 'GREEN' ? REACH_HOURS.others : REACH_HOURS.flagged, level };
}

/** What an emergency does to the request that waits meanwhile, and what a missed call leads to. */
export const crisisPlacementReactions: Record<string, Reaction> = {
  [CRISIS_EVENTS.raised]: (call, event) => follow(call, event, event.data?.level),
  [CRISIS_EVENTS.levelChanged]: (call, event) => follow(call, event, event.data?.highest),
  [CRISIS_EVENTS.handedOver]: (call, event) => goOn(call, event),
  [CRISIS_EVENTS.closed]: (call, event) => goOn(call, event),

  /** The script found nothing: said with the request. */
  [CRISIS_EVENTS.asked]: async (call, event) => {
    const [, id] = event.object;
    const request = await lockRequestRow(call.tx, id);
    if (request && request.safety_level === null) await updateRequest(call.tx, id, { safety_level: 'GREEN' });
  },

  /** D 13: a flagged person was called and not reached: once more within the hour, then the duty psychologist. */
  'tasks.task.completed': async (call, event) => {
    const { kind, outcome, about } = event.data ?? {};
    if (outcome !== 'not-reached' || typeof about !== 'string' || !event.personId) return;
    if (kind !== 'no-show-outreach' && kind !== 'no-show-outreach-again') return;
    const level = await flagOf(call, event.personId);
    if (level === 'GREEN') return;
    if (kind === 'no-show-outreach') {
      await appendTask(call, {
        kind: 'no-show-outreach-again',
        object: ['request', about],
        personId: event.personId,
        ...(await deskOf(call, about)),
        priority: 1,
        dueAt: call.now.add({ hours: REACH_HOURS.flagged }),
        facts: { level },
      });
      return;
    }
    const missed = await findMissed(call, about);
    await openEmergency(call, {
      personId: event.personId,
      level: levelOfMissed(level),
      from: 'no-show',
      requestId: (await isRunning(call, about)) ? null : about,
      appointmentId: missed,
    });
  },
};

async function isRunning(call: Call, requestId: string): Promise<boolean> {
  const { rows } =
    await sql`select 1 from crisis.emergency e where e.request_id = ${requestId} and e.state in ('raised', 'acknowledged', 'in_contact')`.execute(
      call.tx,
    );
  return rows.length > 0;
}

async function findMissed(call: Call, requestId: string): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`select a.id from scheduling.appointment a
    where a.request_id = ${requestId} and a.state = 'no_show' order by a.starts_at desc limit 1`.execute(call.tx);
  return rows[0]?.id ?? null;
}

/** The request carries the highest level there was; at ORANGE and RED nothing is booked, and what is held stays held. */
async function follow(call: Call, event: Happening, value: unknown): Promise<void> {
  const id = requestOf(event);
  if (!id || event.data?.drill === true) return;
  const request = await lockRequestRow(call.tx, id);
  if (!request || request.state === 'closed') return;
  const highest = higher(levelOf(request.safety_level), levelOf(value));
  const now = levelOf(event.data?.level);
  const blocks = now === 'ORANGE' || now === 'RED';
  await updateRequest(call.tx, id, {
    safety_level: highest,
    priority: 1, // rule book A.3.4, waiting order: a flag goes first
    ...(blocks ? { safety_blocked_at: call.now, safety_released_at: null, safety_released_by: null } : {}),
  });
  await sql`select placement.keep_hold(${id}, ${call.now.add({ minutes: HOLD_MINUTES.waits }).toString()})`.execute(call.tx);
}

/** Hand-over or end: with the duty psychologist's word booking goes on; what is held has its usual minutes again. */
async function goOn(call: Call, event: Happening): Promise<void> {
  const id = requestOf(event);
  if (!id || event.data?.drill === true) return;
  await sql`select placement.resume_hold(${id}, ${call.now.add({ minutes: HOLD_MINUTES.goesOn }).toString()})`.execute(call.tx);
  if (event.data?.bookingMayContinue !== true || call.actor.kind !== 'account') return;
  const request = await findRequestRow(call.tx, id);
  if (!request || request.safety_blocked_at === null || request.safety_released_at !== null) return;
  await updateRequest(call.tx, id, { safety_released_at: call.now, safety_released_by: call.actor.accountId });
  await record(call, {
    action: 'placement.safety.released',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { wantsAcute: request.oncall_wants_acute },
  });
  await settleTasks(call, 'safety-release', id, 'released');
}

/** Minutes for which a hold lasts at least while its emergency runs, and afterwards. */
const HOLD_MINUTES = { waits: 60, goesOn: 10 } as const;

/** While an emergency runs the hold of its request is renewed, so that nothing is lost while somebody is helped. */
export async function renewHolds(world: World): Promise<void> {
  await asSystem(world, 'placement.renew-holds', async (call) => {
    await sql`select placement.keep_hold(e.request_id, ${call.now.add({ minutes: HOLD_MINUTES.waits }).toString()}) from crisis.emergency e
      where e.request_id is not null and not e.drill and e.state in ('raised', 'acknowledged', 'in_contact')`.execute(call.tx);
  });
}

export const crisisPlacementJobs: RoomJobs = { every: [{ name: 'renew holds in emergencies', seconds: 60, work: renewHolds }] };

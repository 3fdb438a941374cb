import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { settleByRelease } from '#rooms/crisis/actions/course.ts';
import { openEmergency } from '#rooms/crisis/actions/raise.ts';
import { hearOpener, lockRunning } from '#rooms/crisis/actions/running.ts';
import { recognise } from '#rooms/people/actions.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import type { Criteria, RequestView } from '../contract.ts';
import { stepRequest } from '../rules/request.ts';
import { type RequestRecord, updateRequest } from '../store/requests.ts';
import { type AtRequest as Desk, lockRequest } from './desk.ts';

type State = RequestView['state'];

/** The safety opener, asked of every caller. Yes or unclear blocks booking until a duty psychologist releases it. */
export async function answerOpener(call: Call, _permit: Desk, id: string, answer: 'no' | 'yes' | 'unclear') {
  const request = await lockRequest(call, id);
  if (request.state === 'closed') throw new Refusal('request-closed');
  // Once blocked, only the duty psychologist lowers it again; a later "no" is noted and changes nothing.
  const blocked = answer !== 'no' || (request.safety_blocked_at !== null && request.safety_released_at === null);
  const change: Parameters<typeof updateRequest>[2] = { safety_opener: answer, safety_asked_at: call.now };
  if (answer !== 'no') {
    change.safety_blocked_at = call.now;
    change.safety_released_at = null;
    change.safety_released_by = null;
    change.priority = 1;
  }
  const version = await updateRequest(call.tx, id, change);
  await record(call, {
    action: 'placement.safety.asked',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { answer, blocked },
  });
  if (answer !== 'no') {
    await sql`select app.relate(${call.newId()}, ${request.person_id}, 'oncall', null, null, 'request', ${id}, ${call.now.toString()})`.execute(
      call.tx,
    );
    await appendTask(call, {
      kind: 'safety-release',
      object: ['request', id],
      personId: request.person_id,
      assigneeRole: 'oncall',
      priority: 1,
      dueAt: call.now.add({ minutes: 5 }),
      facts: { answer },
    });
    await callForHelp(call, request, answer);
    const after = await lockRequest(call, id);
    return { id, version: after.version, state: request.state as State, blocked };
  }
  return { id, version, state: request.state as State, blocked };
}

/** Yes or unclear opens an emergency, YELLOW at least (rule book A.1.5); the script raises it from there. */
async function callForHelp(call: Call, request: RequestRecord, answer: 'yes' | 'unclear'): Promise<void> {
  const running = await lockRunning(call, request.id);
  if (running) return hearOpener(call, running, answer);
  await openEmergency(call, { personId: request.person_id, level: 'YELLOW', from: 'opener', requestId: request.id, opener: answer });
}

const reasonPlace = (id: string) => ({ table: 'placement.request', column: 'safety_reason_sealed', row: id });

/** The duty psychologist has spoken with the person and lets booking go on. */
export async function releaseSafety(call: Call, _permit: Permit<'placement.safety'>, id: string, reason: string, wantsAcute: boolean) {
  // Off duty no request is visible at all, so this comes first: "not found" would send somebody looking for a fault.
  const { rows } = await sql<{ queues: string[] }>`select app.queues() as queues`.execute(call.tx);
  if (!rows[0]?.queues.includes('oncall')) throw new Refusal('not-on-duty');
  const request = await lockRequest(call, id);
  if (request.safety_blocked_at === null || request.safety_released_at !== null) throw new Refusal('safety-not-blocked');
  const running = await lockRunning(call, id);
  // RED: nothing is booked before the hand-over; ORANGE: she decides (rule book A.1.5)
  if (running?.level === 'RED') throw new Refusal('emergency-before-hand-over', { facts: { emergencyId: running.id } });
  const version = await updateRequest(call.tx, id, {
    safety_released_at: call.now,
    safety_released_by: accountOf(call).accountId,
    safety_reason_sealed: await call.sealer.seal(call.tx, request.person_id, reasonPlace(id), reason),
    oncall_wants_acute: wantsAcute,
  });
  await record(call, {
    action: 'placement.safety.released',
    kind: 'U',
    object: ['request', id],
    personId: request.person_id,
    data: { wantsAcute },
  });
  await settleTasks(call, 'safety-release', id, 'released');
  // What the opener alone had raised has its answer with the call that she speaks of.
  if (running?.level === 'YELLOW') await settleByRelease(call, running, reason);
  const after = await lockRequest(call, id);
  return { id, version: Math.max(version, after.version), state: request.state as State };
}

/** Fields that a triage needs (RQ2), as pointers into the form; "weiß nicht" counts as answered where a code says so. */
export function missingForTriage(criteria: Criteria): string[] {
  const missing: string[] = [];
  if (!criteria.birthDate) missing.push('/person/birthDate');
  if (!criteria.insurance) missing.push('/criteria/insurance');
  if (!criteria.setting) missing.push('/criteria/setting');
  if (!criteria.languages?.length) missing.push('/criteria/languages');
  if (!criteria.problems?.length) missing.push('/criteria/problems');
  return missing;
}

/** New → triaged (RQ2). */
export async function triageRequest(call: Call, _permit: Desk, id: string) {
  const request = await lockRequest(call, id);
  const version = await triage(call, request);
  return { id, version, state: 'triaged' as State };
}

/** The step itself; hold takes it by itself when everything needed is there. */
export async function triage(call: Call, request: RequestRecord): Promise<number> {
  const missing = missingForTriage(request.criteria as Criteria);
  const decision = stepRequest(request.state as State, 'triage', 'desk', {
    now: call.now,
    openerAnswered: request.safety_opener !== null,
    minimumKnown: missing.length === 0,
  });
  if (!decision.ok) {
    throw new Refusal(decision.because, { errors: missing.map((pointer) => ({ pointer, code: 'required' })), next: [] });
  }
  const version = await updateRequest(call.tx, request.id, { state: 'triaged', triaged_at: request.triaged_at ?? call.now });
  await record(call, {
    action: 'placement.request.triaged',
    kind: 'U',
    object: ['request', request.id],
    personId: request.person_id,
    data: { rule: decision.id },
  });
  return version;
}

/**
 * A caller that the desk knows. A hit outside the desk's reach says nothing here, neither by the answer nor by how long it takes: the
 * coordinator's task is made afterwards, from the log (`askToCompare`).
 */
export async function recogniseCaller(
  call: Call,
  _permit: Desk,
  requestId: string,
  sought: { phone: string } | { givenName: string; familyName: string; birthDate: string },
) {
  const own = await lockRequest(call, requestId);
  const hits = (await recognise(call, sought, requestId)).filter(({ personId }) => personId !== own.person_id);
  const { rows } = await sql<{
    request_id: string;
    state: State;
    created_at: Temporal.Instant;
    closed_at: Temporal.Instant | null;
    may_reopen: boolean;
  }>`
    select * from app.desk_requests_of(${hits.filter(({ reach }) => reach === 'desk').map(({ personId }) => personId)}::uuid[], ${call.now.toString()})`.execute(
    call.tx,
  );
  return {
    known: rows.map((row) => ({
      requestId: row.request_id,
      state: row.state,
      createdAt: row.created_at.toString(),
      closedAt: row.closed_at?.toString() ?? null,
      mayReopen: row.may_reopen,
    })),
  };
}

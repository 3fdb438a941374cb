import { Refusal } from '#kernel/decision.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import { appendTask, settleTasks } from '#rooms/tasks/actions.ts';
import { type HandOverReason, mayHandOver } from '../rules/hand-over.ts';
import * as store from '../store/caseload.ts';

/** Until when both should have talked about the case. */
const TALK_DAYS = 3;

/** Gives a case to another manager of the service: relation, substitutes and open tasks at once; both are told by a task. */
export async function handOver(
  call: Call,
  _permit: Permit<'cases.lead'>,
  id: string,
  version: number | undefined,
  { toId, because }: { toId: string; because: HandOverReason },
) {
  const found = await store.lockCase(call.tx, id);
  const { accountId, organisationId } = accountOf(call);
  if (!found || found.organisation_id !== organisationId) throw new Refusal('not-found');
  if (found.version !== version) throw new Refusal('version-old', { current: found.version });
  const team = (await store.selectTeam(call.tx)).filter(({ manages }) => manages).map(({ account_id }) => account_id);
  const decision = mayHandOver({ phase: found.phase as never, managerId: found.manager_id }, toId, team);
  if (!decision.ok) throw new Refusal(decision.because);
  const moved = {
    id,
    version: found.version + 1,
    personId: found.person_id,
    organisationId,
    fromId: found.manager_id,
    toId,
    because,
  };
  const movedTasks = await store.moveCase(call.tx, moved, { now: call.now, by: accountId, ids: [call.newId(), call.newId()] });
  const dueAt = call.now.add({ hours: 24 * TALK_DAYS });
  // asked again on the way back: what stood open from the last hand-over is over
  for (const kind of ['case-taken-over', 'case-given-away']) await settleTasks(call, kind, id, 'handed-on');
  const about = { object: ['case', id] as const, personId: found.person_id, organisationId, dueAt, facts: { because } };
  await appendTask(call, { ...about, kind: 'case-taken-over', assigneeId: toId });
  await appendTask(call, { ...about, kind: 'case-given-away', assigneeId: found.manager_id });
  await record(call, {
    action: 'cases.case.handed-over',
    kind: 'U',
    object: ['case', id],
    personId: found.person_id,
    data: { organisationId, caseId: id, fromId: found.manager_id, toId, because },
  });
  return { id, version: moved.version, movedTasks };
}

/** Who had the case before. */
export async function listHandOvers(call: Call, _permit: Permit<'cases.care'>, id: string) {
  if (!(await store.findManager(call.tx, id))) throw new Refusal('not-found');
  const rows = await store.selectHandOvers(call.tx, id);
  await recordReads(
    call,
    'cases.hand-overs.read',
    'case',
    rows.slice(0, 1).map(({ person_id }) => ({ id, personId: person_id })),
  );
  return {
    handOvers: rows.map((row) => ({
      at: row.at.toString(),
      fromName: row.from_name,
      toName: row.to_name,
      because: row.because as HandOverReason,
      byName: row.by_name,
    })),
  };
}

/** How much somebody may carry. */
export async function setLoadLimit(
  call: Call,
  _permit: Permit<'cases.lead'>,
  memberId: string,
  version: number | undefined,
  points: number,
) {
  const { accountId, organisationId } = accountOf(call);
  const member = (await store.selectTeam(call.tx)).find(({ account_id }) => account_id === memberId);
  if (!member || !organisationId) throw new Refusal('not-found');
  const current = (await store.lockLimit(call.tx, memberId))?.version ?? 0;
  if (current !== version) throw new Refusal('version-old', { current });
  const row = { accountId: memberId, organisationId, points, version: current + 1 };
  if (!(await store.writeLimit(call.tx, row, { now: call.now, by: accountId }))) throw new Refusal('version-old', { current: current + 1 });
  await record(call, {
    action: 'cases.limit.set',
    kind: current ? 'U' : 'C',
    object: ['account', memberId],
    data: { organisationId, accountId: memberId, points },
  });
  return { id: memberId, version: current + 1 };
}

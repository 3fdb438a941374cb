import { sql } from 'kysely';
import { Refusal } from '#kernel/decision.ts';
import { dayInBerlin } from '#kernel/time.ts';
import { accountOf, type Call } from '#platform/call.ts';
import { record, recordReads } from '#platform/events.ts';
import type { Permit } from '#platform/permit.ts';
import type { Task } from './contract.ts';
import { appendTaskRow, lockTask, type NewTask, selectTasks } from './store.ts';

export type { NewTask } from './store.ts';

/** Whom a task is for: live updates tell nobody else that it exists. */
function forWhom(role?: string | null, assigneeId?: string | null, practitionerId?: string | null, organisationId?: string | null) {
  return {
    ...(role ? { role } : {}),
    ...(assigneeId ? { assigneeId } : {}),
    ...(practitionerId ? { practitionerId } : {}),
    ...(organisationId ? { organisationId } : {}),
  };
}

/**
 * Makes a task for a person or a role, once while it is open; called by rooms to the right in their own transaction.
 * @param task with a note only where it is about a person, whose key seals it
 * @returns false where the same question is open already: nothing was added then, also no note
 */
export async function appendTask(
  call: Call,
  { note, ...task }: Omit<NewTask, 'id' | 'createdAt' | 'createdBy' | 'noteSealed'> & { note?: string | undefined },
): Promise<boolean> {
  const createdBy = call.actor.kind === 'account' ? call.actor.accountId : null;
  const id = call.newId();
  if (note && !task.personId) throw new Refusal('note-without-person');
  const noteSealed = note && task.personId ? await call.sealer.seal(call.tx, task.personId, notePlace(id), note) : null;
  if (!(await appendTaskRow(call.tx, { ...task, id, noteSealed, createdAt: call.now, createdBy }))) return false;
  await record(call, {
    action: 'tasks.task.made',
    kind: 'C',
    object: ['task', id],
    personId: task.personId ?? null,
    data: {
      kind: task.kind,
      about: task.object[1],
      ...forWhom(task.assigneeRole, task.assigneeId, task.practitionerId, task.organisationId),
    },
  });
  return true;
}

/** What already runs for a person with a service; for a task to who helps her, never for who asks. */
export async function findRunning(call: Call, personId: string, organisationId: string) {
  const { rows } = await sql<{
    kind: 'case' | 'episode';
    id: string;
    account_id: string | null;
    practitioner_id: string | null;
  }>`select * from app.service_runs(${personId}, ${organisationId})`.execute(call.tx);
  return rows;
}

/** Ends the open tasks of a kind about an object because their cause is gone, also those that the actor may not read. */
export async function settleTasks(call: Call, kind: string, objectId: string, outcome: string): Promise<void> {
  await sql`select app.settle_tasks(${kind}, ${objectId}, ${outcome}, ${call.now.toString()})`.execute(call.tx);
}

/** My tasks and those of my roles, by due date. */
export async function listMine(call: Call, _permit: Permit<'tasks.own'>, show: 'open' | 'done'): Promise<Task[]> {
  const rows = await selectTasks(call.tx, show);
  const read = rows.filter((row) => row.known_person).map((row) => ({ id: row.id, personId: row.person_id }));
  await recordReads(call, 'tasks.list.read', 'task', read);
  return Promise.all(
    rows.map(async (row) => ({
      id: row.id,
      version: row.version,
      kind: row.kind,
      objectKind: row.object_kind,
      objectId: row.object_id,
      person: row.known_person ? [row.given_name, row.family_name].filter(Boolean).join(' ') || null : null,
      assigneeName: row.assignee_name,
      assigneeRole: row.assignee_role,
      priority: row.priority,
      dueAt: row.due_at.toString(),
      createdAt: row.created_at.toString(),
      facts: row.facts as Task['facts'],
      note:
        row.note_sealed && row.person_id && row.known_person
          ? await call.sealer.open(call.tx, row.person_id, notePlace(row.id), row.note_sealed)
          : null,
      doneAt: row.done_at?.toString() ?? null,
      outcome: row.outcome,
    })),
  );
}

const notePlace = (row: string) => ({ table: 'tasks.task', column: 'note_sealed', row });

async function lockOpen(call: Call, id: string, version: number | undefined) {
  const task = await lockTask(call.tx, id);
  if (!task) throw new Refusal('not-found');
  if (task.version !== version) throw new Refusal('version-old', { current: task.version });
  return task;
}

/** Takes a role's task for oneself. */
export async function takeTask(call: Call, _permit: Permit<'tasks.own'>, id: string, version: number | undefined) {
  const task = await lockOpen(call, id, version);
  if (task.done_at) throw new Refusal('task-done');
  await call.tx
    .updateTable('tasks.task')
    .set({ assignee_id: accountOf(call).accountId, version: task.version + 1 })
    .where('id', '=', id)
    .execute();
  await record(call, {
    action: 'tasks.task.taken',
    kind: 'U',
    object: ['task', id],
    personId: task.person_id,
    data: forWhom(task.assignee_role, task.assignee_id, task.practitioner_id, task.organisation_id),
  });
  return { id, version: task.version + 1 };
}

/** Completes a task; the note is sealed with the person's key and refused where the task is about nobody. */
export async function completeTask(
  call: Call,
  _permit: Permit<'tasks.own'>,
  id: string,
  version: number | undefined,
  outcome: string,
  note?: string,
) {
  const task = await lockOpen(call, id, version);
  if (task.done_at) throw new Refusal('task-done');
  if (note && !task.person_id) throw new Refusal('note-without-person');
  const sealed = note && task.person_id ? await call.sealer.seal(call.tx, task.person_id, notePlace(id), note) : null;
  await call.tx
    .updateTable('tasks.task')
    .set({
      done_at: call.now,
      done_by: accountOf(call).accountId,
      outcome,
      ...(sealed ? { note_sealed: sealed } : {}),
      version: task.version + 1,
    })
    .where('id', '=', id)
    .execute();
  await record(call, {
    action: 'tasks.task.completed',
    kind: 'U',
    object: ['task', id],
    personId: task.person_id,
    data: {
      kind: task.kind,
      outcome,
      about: task.object_id,
      ...forWhom(task.assignee_role, task.assignee_id, task.practitioner_id, task.organisation_id),
    },
  });
  return { id, version: task.version + 1 };
}

/** Takes the completing back on the same day. */
export async function reopenTask(call: Call, _permit: Permit<'tasks.own'>, id: string, version: number | undefined) {
  const task = await lockOpen(call, id, version);
  if (!task.done_at) throw new Refusal('task-open');
  if (!dayInBerlin(task.done_at).equals(dayInBerlin(call.now))) throw new Refusal('task-done-earlier');
  await call.tx
    .updateTable('tasks.task')
    .set({ done_at: null, done_by: null, outcome: null, version: task.version + 1 })
    .where('id', '=', id)
    .execute();
  await record(call, {
    action: 'tasks.task.reopened',
    kind: 'U',
    object: ['task', id],
    personId: task.person_id,
    data: forWhom(task.assignee_role, task.assignee_id, task.practitioner_id, task.organisation_id),
  });
  return { id, version: task.version + 1 };
}

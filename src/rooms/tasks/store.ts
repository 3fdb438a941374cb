import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

export interface NewTask {
  id: string;
  kind: string;
  object: readonly [kind: string, id: string];
  personId?: string | null | undefined;
  assigneeId?: string | null | undefined;
  assigneeRole?: string | null | undefined;
  practitionerId?: string | null | undefined;
  /** With a role: of this organisation only. */
  organisationId?: string | null | undefined;
  priority?: 1 | 2 | 3 | undefined;
  dueAt: Temporal.Instant;
  createdAt: Temporal.Instant;
  createdBy: string | null;
  noteSealed?: Buffer | null;
  facts?: Record<string, string | number | boolean | null | readonly string[]> | undefined;
}

/** One open task of a kind about an object: asking twice makes one. Whether it was made. */
export async function appendTaskRow(tx: Tx, task: NewTask): Promise<boolean> {
  // no `returning`: who makes a task for another role may not read it
  const { numAffectedRows } =
    await sql`insert into tasks.task (id, kind, object_kind, object_id, person_id, assignee_id, assignee_role, practitioner_id, organisation_id, priority, due_at, created_at, created_by, facts, note_sealed)
    values (${task.id}, ${task.kind}, ${task.object[0]}, ${task.object[1]}, ${task.personId ?? null}, ${task.assigneeId ?? null}, ${task.assigneeRole ?? null},
      ${task.practitionerId ?? null}, ${task.organisationId ?? null}, ${task.priority ?? 2}, ${task.dueAt.toString()}, ${task.createdAt.toString()}, ${task.createdBy}, ${JSON.stringify(task.facts ?? {})}, ${task.noteSealed ?? null})
    on conflict do nothing`.execute(tx);
  return (numAffectedRows ?? 0n) > 0n;
}

export function selectTasks(tx: Tx, show: 'open' | 'done') {
  return tx
    .selectFrom('tasks.task as t')
    .leftJoin('people.person as p', 'p.id', 't.person_id')
    .leftJoin('access.account as a', 'a.id', 't.assignee_id')
    .select([
      't.id',
      't.version',
      't.kind',
      't.object_kind',
      't.object_id',
      't.person_id',
      't.assignee_id',
      't.assignee_role',
      't.priority',
      't.due_at',
      't.created_at',
      't.facts',
      't.note_sealed',
      't.done_at',
      't.outcome',
    ])
    .select(['p.given_name', 'p.family_name', 'p.id as known_person', 'a.name as assignee_name'])
    .where('t.done_at', show === 'open' ? 'is' : 'is not', null)
    .orderBy(show === 'open' ? 't.due_at' : 't.done_at', show === 'open' ? 'asc' : 'desc')
    .limit(500)
    .execute();
}

export function lockTask(tx: Tx, id: string) {
  return tx.selectFrom('tasks.task').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

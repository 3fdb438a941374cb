import { z } from 'zod';
import { endpoint } from '#kernel/endpoint.ts';

/** A task as its owner sees it. `kind` and `facts` are codes and times; the words stand with the web app. */
export const Task = z.strictObject({
  id: z.uuid(),
  version: z.int(),
  kind: z.string(),
  objectKind: z.string(),
  objectId: z.uuid(),
  /** Who it is about, where the reader has a relation; otherwise null. */
  person: z.string().nullable(),
  assigneeName: z.string().nullable(),
  assigneeRole: z.string().nullable(),
  priority: z.int(),
  dueAt: z.string(),
  createdAt: z.string(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())])),
  note: z.string().nullable(),
  doneAt: z.string().nullable(),
  outcome: z.string().nullable(),
});
export type Task = z.infer<typeof Task>;

const Id = z.strictObject({ id: z.uuid() });

export const listTasks = endpoint({
  name: 'tasks.list',
  method: 'GET',
  path: '/api/tasks',
  query: z.strictObject({ show: z.enum(['open', 'done']).default('open') }),
  answer: z.strictObject({ tasks: z.array(Task) }),
});

/** Takes a task of a role for oneself. */
export const takeTask = endpoint({
  name: 'tasks.take',
  method: 'POST',
  path: '/api/tasks/:id/take',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

export const completeTask = endpoint({
  name: 'tasks.complete',
  method: 'POST',
  path: '/api/tasks/:id/complete',
  params: Id,
  body: z.strictObject({ outcome: z.enum(['done', 'not-needed', 'not-reached']), note: z.string().trim().max(500).optional() }),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

/** Undo of completing, within the same day. */
export const reopenTask = endpoint({
  name: 'tasks.reopen',
  method: 'POST',
  path: '/api/tasks/:id/reopen',
  params: Id,
  body: z.strictObject({}),
  answer: z.strictObject({ id: z.uuid(), version: z.int() }),
  versioned: true,
});

import { type Route, serve } from '#platform/http.ts';
import { completeTask as complete, listMine, reopenTask as reopen, takeTask as take } from './actions.ts';
import { completeTask, listTasks, reopenTask, takeTask } from './contract.ts';

export const tasksRoutes: Route[] = [
  serve(listTasks, 'tasks.own', async (call, { permit, query }) => ({ tasks: await listMine(call, permit, query.show) })),
  serve(takeTask, 'tasks.own', (call, { permit, params, version }) => take(call, permit, params.id, version)),
  serve(completeTask, 'tasks.own', (call, { permit, params, body, version }) =>
    complete(call, permit, params.id, version, body.outcome, body.note),
  ),
  serve(reopenTask, 'tasks.own', (call, { permit, params, version }) => reopen(call, permit, params.id, version)),
];

import { sql } from 'kysely';
import { dayInBerlin, daysBetween } from '#kernel/time.ts';
import type { Call } from '#platform/call.ts';
import { appendTask } from '#rooms/tasks/actions.ts';
import { escalatesAt } from '../rules/waiting.ts';
import { networkHolidays } from './waiting-promise.ts';

interface Overdue {
  id: string;
  person_id: string;
  next_step_at: Temporal.Instant;
}

/**
 * A promised contact that nobody made within one working day more becomes the coordinator's (RQ6: the promise is the network's, not one
 * desk's). Asked again only when another promise was broken: who ticks it off is not told twice of the same one.
 */
export async function escalateOverdue(call: Call): Promise<number> {
  const { rows } = await sql<Overdue>`select q.id, q.person_id, q.next_step_at from placement.request q
    where q.state = 'waiting' and q.next_step_at < ${call.now.toString()}
      and not exists (select 1 from tasks.task t where t.kind = 'waiting-contact-overdue' and t.object_id = q.id and t.created_at >= q.next_step_at)
    order by q.next_step_at limit 200 for update skip locked`.execute(call.tx);
  const isHoliday = await networkHolidays(call);
  let escalated = 0;
  for (const row of rows) {
    if (Temporal.Instant.compare(call.now, escalatesAt(row.next_step_at, isHoliday)) < 0) continue;
    escalated += 1;
    await appendTask(call, {
      kind: 'waiting-contact-overdue',
      object: ['request', row.id],
      personId: row.person_id,
      assigneeRole: 'coordinator',
      priority: 1,
      dueAt: call.now,
      facts: { days: daysBetween(dayInBerlin(row.next_step_at), dayInBerlin(call.now)) },
    });
  }
  return escalated;
}

import type { MessageRow } from '../contract.ts';
import type { MessageRecord } from '../store.ts';

/** A message as lists show it: states and times, no text. */
export function rowOf(row: MessageRecord): MessageRow {
  return {
    id: row.id,
    channel: row.channel as MessageRow['channel'],
    template: row.template,
    state: row.state as MessageRow['state'],
    dueAt: row.due_at.toString(),
    sentAt: row.sent_at?.toString() ?? null,
    failure: row.failure,
    attempts: row.attempts,
  };
}

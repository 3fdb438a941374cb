import type { Call } from '#platform/call.ts';
import { selectForCopy } from '../store.ts';
import { contentOf } from './content.ts';

/** Texts that open something: a one-time code, a personal link. That they went out stands in the copy, the secret does not. */
const SECRET: ReadonlySet<string> = new Set(['portal-code', 'invitation']);

/**
 * What was written to the person herself, as far as the asker sees it. What told others that a release ended is theirs: it stands with what
 * went to others.
 */
export async function messagesForCopy(call: Call, { personId }: { personId: string }) {
  const rows = [];
  for (const row of await selectForCopy(call.tx, personId))
    rows.push({
      id: row.id,
      sent_at: (row.sent_at ?? row.due_at).toString(),
      channel: row.channel,
      template: row.template,
      state: row.state,
      ...(SECRET.has(row.template) ? {} : { text: (await contentOf(call, row)).text }),
    });
  return { key: 'messages', rows };
}

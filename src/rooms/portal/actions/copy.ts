import type { Call } from '#platform/call.ts';
import { selectAccesses } from '#rooms/access/actions/portal-accounts.ts';
import { selectWithService } from '../store/messages.ts';
import { messagePlace } from './own.ts';

/**
 * The person's own conversation with one service, for the copy of her file there. What a guardian or a relative wrote about her, and what
 * they were answered, concerns them as well: it is counted and stays where it is (rule book D5, § 630g (1) BGB).
 */
export async function conversationsForCopy(call: Call, { personId, organisationId }: { personId: string; organisationId: string }) {
  const own = new Set(
    (await selectAccesses(call.tx, personId, null)).filter(({ kind }) => kind === 'self').map(({ account_id }) => account_id),
  );
  const all = await selectWithService(call.tx, personId, organisationId);
  const hers = all.filter(({ account_id }) => own.has(account_id));
  const rows = [];
  for (const row of hers)
    rows.push({
      id: row.id,
      at: row.written_at.toString(),
      from_client: row.from_client,
      writer: row.writer,
      text: await call.sealer.open(call.tx, personId, messagePlace(row.id), row.sealed),
    });
  return { key: 'conversations', rows, withheld: all.length - hers.length };
}

import type { Call } from '#platform/call.ts';
import { record } from '#platform/events.ts';

/**
 * Closes at once every open link of a service by which this recipient reads something about a person.
 * @param recipientIds her own id here, or the release that opened it to her
 * @returns how many
 */
export async function closeLinksTo(
  call: Call,
  { personId, organisationId, recipientIds }: { personId: string; organisationId: string; recipientIds: readonly string[] },
  reason: string,
): Promise<number> {
  const closed = await call.tx
    .updateTable('access.link')
    .set((eb) => ({ revoked_at: call.now, version: eb('version', '+', 1) }))
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('recipient_id', 'in', recipientIds)
    .where('revoked_at', 'is', null)
    .returning('id')
    .execute();
  for (const { id } of closed) await record(call, { action: 'access.link.revoked', kind: 'U', object: ['link', id], personId, reason });
  return closed.length;
}

import type { Insertable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { DB } from '#platform/schema.gen.ts';

// Invitations and accesses of clients and relatives: rows of this room, for the portal's actions.

const invitations = (tx: Tx) =>
  tx
    .selectFrom('access.portal_invitation')
    .select([
      'id',
      'person_id',
      'code_hash',
      'kind',
      'name',
      'classes',
      'language',
      'created_at',
      'expires_at',
      'accepted_at',
      'withdrawn_at',
      'tries',
    ]);

export const selectInvitations = (tx: Tx, personId: string) =>
  invitations(tx).where('person_id', '=', personId).orderBy('created_at', 'desc').limit(50).execute();
export const findInvitation = (tx: Tx, id: string) => invitations(tx).where('id', '=', id).executeTakeFirst();

export async function appendInvitation(tx: Tx, row: Insertable<DB['access.portal_invitation']>): Promise<void> {
  await tx.insertInto('access.portal_invitation').values(row).execute();
}

export async function withdrawEqual(tx: Tx, wish: { personId: string; kind: string; name: string; at: Temporal.Instant }): Promise<void> {
  await tx
    .updateTable('access.portal_invitation')
    .set({ withdrawn_at: wish.at })
    .where('person_id', '=', wish.personId)
    .where('kind', '=', wish.kind)
    .where('name', '=', wish.name)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .execute();
}

export async function withdrawInvitation(tx: Tx, id: string, at: Temporal.Instant): Promise<boolean> {
  const row = await tx
    .updateTable('access.portal_invitation')
    .set({ withdrawn_at: at })
    .where('id', '=', id)
    .where('accepted_at', 'is', null)
    .where('withdrawn_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Accesses that live at a moment, or with null all that ever were, the newest first. */
export function selectAccesses(tx: Tx, personId: string, at: Temporal.Instant | null) {
  const all = tx
    .selectFrom('access.portal_relation')
    .select(['id', 'account_id', 'kind', 'name', 'classes', 'from_at', 'until_at'])
    .where('person_id', '=', personId)
    .orderBy('from_at', 'desc');
  return (at ? all.where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)])) : all).execute();
}

/** Causes of the asker's relations to a person for a service, or for the desk without one: what tasks are about. */
export async function selectCauses(tx: Tx, personId: string, organisationId: string | null): Promise<string[]> {
  let query = tx.selectFrom('access.care_relation').select('cause_id').where('person_id', '=', personId);
  query = organisationId ? query.where('organisation_id', '=', organisationId) : query.where('kind', '=', 'desk');
  return [...new Set((await query.execute()).map(({ cause_id }) => cause_id))];
}

/** The language of the portal's account, which is also that of its mails. */
export async function keepPortalLanguage(tx: Tx, accountId: string, language: string): Promise<void> {
  await tx.updateTable('access.account').set({ portal_language: language }).where('id', '=', accountId).execute();
}

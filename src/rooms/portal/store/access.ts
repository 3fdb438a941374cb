import type { Tx } from '#platform/database.ts';

export function findInvitee(tx: Tx, id: string) {
  return tx
    .selectFrom('people.person')
    .select(['id', 'given_name', 'family_name', 'birth_date', 'language'])
    .where('id', '=', id)
    .executeTakeFirst();
}

export function selectGuardians(tx: Tx, personId: string) {
  return tx
    .selectFrom('people.guardian')
    .select(['id', 'name', 'relation', 'has_custody', 'scope'])
    .where('person_id', '=', personId)
    .orderBy('name')
    .execute();
}

/** Releases to relatives that live at a moment. */
export function selectRelativeReleases(tx: Tx, personId: string, at: Temporal.Instant) {
  return tx
    .selectFrom('consent.consent')
    .select(['id', 'classes', 'recipient_sealed'])
    .where('person_id', '=', personId)
    .where('kind', '=', 'release')
    .where('recipient_kind', '=', 'relative')
    .where('withdrawn_at', 'is', null)
    .where('until_at', '>', at)
    .orderBy('given_at')
    .execute();
}

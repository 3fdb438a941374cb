import type { Tx } from '#platform/database.ts';

export function selectLiveReleases(tx: Tx, personId: string, now: Temporal.Instant) {
  return tx
    .selectFrom('consent.consent')
    .select(['id', 'recipient_kind'])
    .where('person_id', '=', personId)
    .where('kind', '=', 'release')
    .where('withdrawn_at', 'is', null)
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', now)]))
    .orderBy('given_at', 'desc')
    .limit(50)
    .execute();
}

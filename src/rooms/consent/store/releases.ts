import type { Selectable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { ConsentConsent } from '#platform/schema.gen.ts';

export type ReleaseRecord = Selectable<ConsentConsent>;

/** A consent of the kind that releases from secrecy. */
const releases = (tx: Tx) => tx.selectFrom('consent.consent').selectAll().where('kind', '=', 'release');

export function findReleaseRow(tx: Tx, id: string): Promise<ReleaseRecord | undefined> {
  return releases(tx).where('id', '=', id).executeTakeFirst();
}

export function lockReleaseRow(tx: Tx, id: string): Promise<ReleaseRecord | undefined> {
  return releases(tx).where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Keeps the living releases of a person to one service as they are until this transaction ends. */
export async function holdReleaseRows(tx: Tx, personId: string, organisationId: string): Promise<void> {
  await releases(tx)
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .forShare()
    .execute();
}

/** All releases of a person to one service, newest first. */
export function releaseRows(tx: Tx, personId: string, organisationId: string): Promise<ReleaseRecord[]> {
  return releases(tx)
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .orderBy('given_at', 'desc')
    .limit(200)
    .execute();
}

/** Those that live now. */
export function liveReleaseRows(tx: Tx, personId: string, organisationId: string, at: Temporal.Instant): Promise<ReleaseRecord[]> {
  return releases(tx)
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .where('given_at', '<=', at)
    .where('until_at', '>', at)
    .execute();
}

/** Releases that end within this time and have not been withdrawn. */
export function endingReleases(tx: Tx, from: Temporal.Instant, until: Temporal.Instant): Promise<ReleaseRecord[]> {
  return releases(tx)
    .where('withdrawn_at', 'is', null)
    .where('until_at', '>', from)
    .where('until_at', '<=', until)
    .orderBy('until_at')
    .limit(500)
    .execute();
}

export async function endReleaseRow(
  tx: Tx,
  id: string,
  end: { at: Temporal.Instant; via: string | null; by: string | null; version: number },
): Promise<void> {
  await tx
    .updateTable('consent.consent')
    .set({ withdrawn_at: end.at, withdrawn_via: end.via, ended_by: end.by, version: end.version + 1 })
    .where('id', '=', id)
    .execute();
}

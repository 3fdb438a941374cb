import { type Selectable, sql, type Updateable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { DB } from '#platform/schema.gen.ts';

export type PlaceRow = Selectable<DB['directory.place']>;
export type PlaceChange = Updateable<DB['directory.place']>;
export type LocationRow = Selectable<DB['directory.location']>;
export type PractitionerRow = Selectable<DB['directory.practitioner']> & { organisation: string };

function practitionersWithOrganisation(tx: Tx) {
  return tx
    .selectFrom('directory.practitioner as p')
    .innerJoin('directory.organisation as o', 'o.id', 'p.organisation_id')
    .selectAll('p')
    .select('o.name as organisation');
}

export function findPractitioner(tx: Tx, id: string): Promise<PractitionerRow | undefined> {
  return practitionersWithOrganisation(tx).where('p.id', '=', id).where('p.closed_at', 'is', null).executeTakeFirst();
}

export function lockPractitioner(tx: Tx, id: string) {
  return tx.selectFrom('directory.practitioner').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export async function updatePractitioner(tx: Tx, id: string, change: Updateable<DB['directory.practitioner']>): Promise<void> {
  await tx.updateTable('directory.practitioner').set(change).where('id', '=', id).execute();
}

export function selectLocations(tx: Tx, organisationId: string): Promise<LocationRow[]> {
  return tx
    .selectFrom('directory.location')
    .selectAll()
    .where('organisation_id', '=', organisationId)
    .where('closed_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
}

export function findLocation(tx: Tx, id: string): Promise<LocationRow | undefined> {
  return tx.selectFrom('directory.location').selectAll().where('id', '=', id).where('closed_at', 'is', null).executeTakeFirst();
}

export function lockLocation(tx: Tx, id: string): Promise<LocationRow | undefined> {
  return tx.selectFrom('directory.location').selectAll().where('id', '=', id).where('closed_at', 'is', null).forUpdate().executeTakeFirst();
}

export function selectPlaces(tx: Tx, practitionerId: string): Promise<PlaceRow[]> {
  return tx
    .selectFrom('directory.place')
    .selectAll()
    .where('practitioner_id', '=', practitionerId)
    .where('state', '<>', 'closed')
    .orderBy('created_at')
    .orderBy('id')
    .execute();
}

export function lockPlace(tx: Tx, id: string): Promise<PlaceRow | undefined> {
  return tx.selectFrom('directory.place').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findHeldPlace(tx: Tx, requestId: string): Promise<PlaceRow | undefined> {
  return tx
    .selectFrom('directory.place')
    .selectAll()
    .where('held_for', '=', requestId)
    .where('state', '=', 'held')
    .forUpdate()
    .executeTakeFirst();
}

/** Writes a change and the next version; the trigger keeps the history of states. */
export async function updatePlace(tx: Tx, place: Pick<PlaceRow, 'id' | 'version'>, change: PlaceChange): Promise<number> {
  const version = place.version + 1;
  await tx
    .updateTable('directory.place')
    .set({ ...change, version })
    .where('id', '=', place.id)
    .execute();
  return version;
}

/** Confirms every place that is not closed; a confirmation changes no content, so versions stay. */
export async function confirmPlaces(tx: Tx, practitionerId: string, at: Temporal.Instant): Promise<number> {
  const { numUpdatedRows } = await tx
    .updateTable('directory.place')
    .set({ confirmed_at: at })
    .where('practitioner_id', '=', practitionerId)
    .where('state', '<>', 'closed')
    .executeTakeFirst();
  return Number(numUpdatedRows);
}

/** Initials behind requests, as far as the asker's relations reach. */
export async function clientsOf(tx: Tx, requestIds: readonly string[]): Promise<Map<string, { personId: string; initials: string }>> {
  if (requestIds.length === 0) return new Map();
  const { rows } = await sql<{ request_id: string; person_id: string; initials: string }>`
    select * from app.clients_of(${requestIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.request_id, { personId: row.person_id, initials: row.initials }]));
}

/** Names of those who hold something. */
export async function holdersOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, string>> {
  if (accountIds.length === 0) return new Map();
  const { rows } = await sql<{ account_id: string; name: string }>`select * from app.holders(${accountIds}::uuid[])`.execute(tx);
  return new Map(rows.map((row) => [row.account_id, row.name]));
}

export function findPostalCode(tx: Tx, postalCode: string) {
  return tx.selectFrom('directory.postal_code').selectAll().where('postal_code', '=', postalCode).executeTakeFirst();
}

export function selectPostalCodes(tx: Tx, begins: string) {
  return tx
    .selectFrom('directory.postal_code')
    .select(['postal_code', 'places', 'state'])
    .where('postal_code', 'like', `${begins}%`)
    .orderBy('postal_code')
    .limit(20)
    .execute();
}

/** Terms of LIKE are text of the asker's: its signs stand for themselves. */
export function likePattern(text: string): string {
  return `%${literal(text)}%`;
}

const literal = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

export async function selectDiagnoses(tx: Tx, text: string): Promise<{ code: string; title: string; edition: string }[]> {
  const { rows } = await sql<{ code: string; title: string; edition: string }>`
    select distinct on (code) code, title, edition from directory.diagnosis
    where code ilike ${`${literal(text)}%`} or title ilike ${likePattern(text)}
    order by code, edition desc limit 20`.execute(tx);
  return rows;
}

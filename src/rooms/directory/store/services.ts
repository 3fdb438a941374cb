import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { ServiceFields } from '../contract/services.ts';
import type { ServiceWish } from '../rules/services.ts';

const services = (tx: Tx) =>
  tx
    .selectFrom('directory.service as s')
    .innerJoin('directory.organisation as o', 'o.id', 's.organisation_id')
    .selectAll('s')
    .select(['o.name as organisation', 'o.phone as organisation_phone']);
export type ServiceRecord = Awaited<ReturnType<ReturnType<typeof services>['executeTakeFirstOrThrow']>>;

export interface ServiceFilter {
  text?: string | undefined;
  serviceType?: string | undefined;
  system?: string | undefined;
  postalCode?: string | undefined;
  capacity?: string | undefined;
  closed: 'yes' | 'no';
}

export function selectServices(tx: Tx, filter: ServiceFilter, most = 500): Promise<ServiceRecord[]> {
  let query = services(tx).where('s.closed_at', filter.closed === 'yes' ? 'is not' : 'is', null);
  if (filter.serviceType) query = query.where('s.service_type', '=', filter.serviceType);
  if (filter.system) query = query.where('s.system', '=', filter.system);
  if (filter.capacity) query = query.where('s.capacity', '=', filter.capacity);
  if (filter.postalCode) query = query.where(covers(filter.postalCode));
  if (filter.text) {
    const like = `%${filter.text.replaceAll(/[\\%_]/g, '\\$&')}%`;
    query = query.where((eb) => eb.or([eb('s.name', 'ilike', like), eb('o.name', 'ilike', like)]));
  }
  return query.orderBy('s.name').orderBy('s.id').limit(most).execute();
}

const covers = (postalCode: string) =>
  sql<boolean>`(s.postal_areas = '{}' or exists (select 1 from unnest(s.postal_areas) a where starts_with(${postalCode}, a)))`;

/**
 * Everything that may fit, and what one given-up criterion would bring: of the kind, failing at most one of area, age, payer and
 * language. The rule decides; this only keeps the others of a large directory away from it.
 */
export function preselectServices(tx: Tx, wish: ServiceWish): Promise<ServiceRecord[]> {
  const { postalCode, age, payer, languages = [] } = wish;
  const outside = [
    postalCode === undefined ? null : sql`(not ${covers(postalCode)})::int`,
    age === undefined ? null : sql`(${age}::int < coalesce(s.min_age, 0) or ${age}::int > coalesce(s.max_age, 150))::int`,
    payer === undefined ? null : sql`(s.payers <> '{}' and not s.payers && ${[payer, 'FREE']}::text[])::int`,
    languages.length === 0 ? null : sql`(not s.languages && ${[...languages]}::text[])::int`,
  ].filter((each) => each !== null);
  return services(tx)
    .where('s.closed_at', 'is', null)
    .where('s.service_type', '=', wish.serviceType)
    .where(sql<boolean>`${sql.join([sql`0`, ...outside], sql` + `)} <= 1`)
    .limit(2000)
    .execute();
}

export function findService(tx: Tx, id: string): Promise<ServiceRecord | undefined> {
  return services(tx).where('s.id', '=', id).executeTakeFirst();
}

export async function isOrganisation(tx: Tx, id: string): Promise<boolean> {
  return (await tx.selectFrom('directory.organisation').select('id').where('id', '=', id).executeTakeFirst()) !== undefined;
}

export function lockService(tx: Tx, id: string) {
  return tx.selectFrom('directory.service').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

const columnsOf = (fields: ServiceFields) => ({
  organisation_id: fields.organisationId,
  name: fields.name,
  service_type: fields.serviceType,
  system: fields.system,
  postal_areas: [...new Set(fields.postalAreas)].sort(),
  target_groups: fields.targetGroups,
  min_age: fields.minAge,
  max_age: fields.maxAge,
  payers: fields.payers,
  languages: fields.languages,
  access: JSON.stringify(fields.access),
  modalities: fields.modalities,
  outreach: fields.outreach,
  admission: fields.admission || null,
  capacity: fields.capacity,
  waiting_days: fields.waitingDays,
  contact_name: fields.contactName || null,
  contact_phone: fields.contactPhone || null,
  contact_email: fields.contactEmail || null,
});

type Written = { at: Temporal.Instant; by: string | null };

export async function appendService(tx: Tx, id: string, fields: ServiceFields, { at, by }: Written): Promise<void> {
  await tx
    .insertInto('directory.service')
    .values({ id, ...columnsOf(fields), confirmed_at: at, changed_by: by })
    .execute();
}

export async function updateService(tx: Tx, id: string, version: number, fields: ServiceFields, { at, by }: Written): Promise<void> {
  await tx
    .updateTable('directory.service')
    .set({ ...columnsOf(fields), confirmed_at: at, changed_by: by, version: version + 1 })
    .where('id', '=', id)
    .execute();
}

export async function updateConfirmed(
  tx: Tx,
  id: string,
  version: number,
  { capacity, waitingDays }: { capacity: string; waitingDays: number | null },
  { at, by }: Written,
): Promise<void> {
  await tx
    .updateTable('directory.service')
    .set({ capacity, waiting_days: waitingDays, confirmed_at: at, changed_by: by, version: version + 1 })
    .where('id', '=', id)
    .execute();
}

export async function closeServiceRow(tx: Tx, id: string, version: number, { at, by }: Written): Promise<void> {
  await tx
    .updateTable('directory.service')
    .set({ closed_at: at, changed_by: by, version: version + 1 })
    .where('id', '=', id)
    .execute();
}

/** One referral more that was answered, or stayed without an answer; one is under way no longer. */
export async function countReferral(tx: Tx, id: string, answered: boolean): Promise<void> {
  await tx
    .updateTable('directory.service')
    .set((eb) => ({ asked: eb('asked', '+', 1), answered: eb('answered', '+', answered ? 1 : 0) }))
    .where('id', '=', id)
    .execute();
}

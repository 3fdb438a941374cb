import type { FederalState } from '#kernel/codes.ts';
import type { Tx } from '#platform/database.ts';
import type { PracticeFields, PrescriberFields, PrescriberRow } from '../contract/practice.ts';
import type { PrescriberKind } from '../rules/prescriber.ts';

export async function findPractice(tx: Tx, organisationId: string, lock = false) {
  const query = tx.selectFrom('soziotherapie.practice').selectAll().where('organisation_id', '=', organisationId);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) return undefined;
  const fields: PracticeFields = {
    name: row.name,
    ik: row.ik,
    state: row.state as FederalState,
    street: row.street,
    postalCode: row.postal_code,
    place: row.place,
    phone: row.phone,
    email: row.email,
    bankName: row.bank_name,
    iban: row.iban,
    taxNumber: row.tax_number,
  };
  return { version: row.version, fields };
}

export async function writePractice(tx: Tx, organisationId: string, version: number, fields: PracticeFields): Promise<void> {
  const columns = {
    version,
    name: fields.name,
    ik: fields.ik,
    state: fields.state,
    street: fields.street,
    postal_code: fields.postalCode,
    place: fields.place,
    phone: fields.phone,
    email: fields.email,
    bank_name: fields.bankName,
    iban: fields.iban,
    tax_number: fields.taxNumber,
  };
  await tx
    .insertInto('soziotherapie.practice')
    .values({ organisation_id: organisationId, ...columns })
    .onConflict((conflict) => conflict.column('organisation_id').doUpdateSet(columns))
    .execute();
}

export function selectHelpers(tx: Tx, organisationId: string) {
  return tx
    .selectFrom('directory.practitioner')
    .select(['id as practitionerId', 'name'])
    .where('organisation_id', '=', organisationId)
    .where('profession', '=', 'SOZIO')
    .where('closed_at', 'is', null)
    .orderBy('name')
    .execute();
}

export async function hasInvoiced(tx: Tx, organisationId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('soziotherapie.session')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('state', 'in', ['INVOICED', 'PAID'])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

const columnsOf = (fields: PrescriberFields) => ({
  name: fields.name,
  title: fields.title,
  kind: fields.kind,
  practice_name: fields.practiceName,
  lanr: fields.lanr,
  bsnr: fields.bsnr,
  ik: fields.ik,
  street: fields.street,
  postal_code: fields.postalCode,
  place: fields.place,
  phone: fields.phone,
  fax: fields.fax,
  email: fields.email,
  permission_from: fields.permissionFrom,
  permission_to: fields.permissionTo,
});

/** Those whose name or practice holds the words; the first hundred by name. */
export async function selectPrescribers(tx: Tx, q?: string): Promise<PrescriberRow[]> {
  let query = tx.selectFrom('soziotherapie.prescriber').selectAll().where('closed_at', 'is', null).orderBy('name').limit(100);
  for (const word of (q ?? '').split(/\s+/).filter(Boolean)) {
    const like = `%${word.replaceAll(/[%_\\]/g, '\\$&')}%`;
    query = query.where((row) => row.or([row('name', 'ilike', like), row('practice_name', 'ilike', like), row('lanr', 'like', like)]));
  }
  return (await query.execute()).map((row) => ({
    id: row.id,
    version: row.version,
    name: row.name,
    title: row.title,
    kind: row.kind as PrescriberKind,
    practiceName: row.practice_name,
    lanr: row.lanr,
    bsnr: row.bsnr,
    ik: row.ik,
    street: row.street,
    postalCode: row.postal_code,
    place: row.place,
    phone: row.phone,
    fax: row.fax,
    email: row.email,
    permissionFrom: row.permission_from,
    permissionTo: row.permission_to,
  }));
}

export async function appendPrescriber(tx: Tx, id: string, at: Temporal.Instant, fields: PrescriberFields): Promise<void> {
  await tx
    .insertInto('soziotherapie.prescriber')
    .values({ id, recorded_at: at, ...columnsOf(fields) })
    .execute();
}

/** Its version, locked; undefined where there is none. */
export async function lockPrescriber(tx: Tx, id: string): Promise<number | undefined> {
  return (await tx.selectFrom('soziotherapie.prescriber').select('version').where('id', '=', id).forUpdate().executeTakeFirst())?.version;
}

export async function updatePrescriber(tx: Tx, id: string, version: number, fields: PrescriberFields): Promise<void> {
  await tx
    .updateTable('soziotherapie.prescriber')
    .set({ version, ...columnsOf(fields) })
    .where('id', '=', id)
    .execute();
}

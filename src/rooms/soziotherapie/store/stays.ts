import type { Tx } from '#platform/database.ts';
import type { StayFields } from '../contract/stays.ts';

export function selectStays(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.hospital_stay')
    .selectAll()
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .orderBy('admitted_on')
    .orderBy('id')
    .execute();
}
export type StayRow = Awaited<ReturnType<typeof selectStays>>[number];

export function lockStay(tx: Tx, id: string) {
  return tx
    .selectFrom('soziotherapie.hospital_stay')
    .selectAll()
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

const stayColumns = (stay: StayFields) => ({
  admitted_on: stay.admittedOn,
  admitted_at: stay.admittedAt,
  discharged_on: stay.dischargedOn,
  discharged_at: stay.dischargedOn === null ? null : stay.dischargedAt,
});

interface Origin {
  id: string;
  personId: string;
  organisationId: string;
  at: Temporal.Instant;
  by: string | null;
}

export async function appendStay(tx: Tx, stay: StayFields, { id, personId, organisationId, at, by }: Origin): Promise<void> {
  await tx
    .insertInto('soziotherapie.hospital_stay')
    .values({ id, person_id: personId, organisation_id: organisationId, recorded_at: at, recorded_by: by, ...stayColumns(stay) })
    .execute();
}

export async function updateStay(tx: Tx, id: string, stay: StayFields): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.hospital_stay')
    .set((eb) => ({ ...stayColumns(stay), version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export async function withdrawStayRow(tx: Tx, id: string, at: Temporal.Instant): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.hospital_stay')
    .set((eb) => ({ withdrawn_at: at, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

export function selectCare(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('soziotherapie.parallel_care')
    .selectAll()
    .where('person_id', '=', personId)
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .orderBy('from_on')
    .orderBy('id')
    .execute();
}
export type CareRow = Awaited<ReturnType<typeof selectCare>>[number];

export function lockCare(tx: Tx, id: string) {
  return tx
    .selectFrom('soziotherapie.parallel_care')
    .selectAll()
    .where('id', '=', id)
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
}

interface CareColumns {
  kind: string;
  from_on: string;
  to_on: string | null;
  details_sealed: Buffer;
}

export async function appendCare(tx: Tx, care: CareColumns, { id, personId, organisationId, at, by }: Origin): Promise<void> {
  await tx
    .insertInto('soziotherapie.parallel_care')
    .values({ id, person_id: personId, organisation_id: organisationId, recorded_at: at, recorded_by: by, ...care })
    .execute();
}

export async function updateCare(tx: Tx, id: string, change: Partial<CareColumns> & { withdrawn_at?: Temporal.Instant }): Promise<number> {
  const { version } = await tx
    .updateTable('soziotherapie.parallel_care')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .returning('version')
    .executeTakeFirstOrThrow();
  return version;
}

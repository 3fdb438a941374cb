import type { Insertable, Selectable } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesPlanAgreement } from '#platform/schema.gen.ts';

export type AgreementRow = Selectable<CasesPlanAgreement>;

/** Every yes to these versions, in the order in which they were said. */
export async function selectAgreements(tx: Tx, versionIds: readonly string[]): Promise<AgreementRow[]> {
  if (versionIds.length === 0) return [];
  return await tx
    .selectFrom('cases.plan_agreement')
    .selectAll()
    .where('plan_version_id', 'in', versionIds)
    .orderBy('agreed_on')
    .orderBy('recorded_at')
    .execute();
}
export async function appendAgreement(tx: Tx, row: Insertable<CasesPlanAgreement>): Promise<void> {
  await tx.insertInto('cases.plan_agreement').values(row).execute();
}

import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { ContractLineView, ContractLineWish } from '../contract/contract-lines.ts';

/** A contract's price as the rules and the invoice need it. */
export type StoredLine = Omit<ContractLineView, 'overlaps'>;

function lines(tx: Tx) {
  return tx.selectFrom('payers.contract_line').selectAll().where('withdrawn_at', 'is', null);
}
type Row = Awaited<ReturnType<ReturnType<typeof lines>['executeTakeFirstOrThrow']>>;

const asLine = (row: Row): StoredLine => ({
  id: row.id,
  version: row.version,
  providerIk: row.provider_ik,
  insurerGroup: row.insurer_group as StoredLine['insurerGroup'],
  state: row.state,
  setting: row.setting as StoredLine['setting'],
  priceCents: row.price_cents,
  per: row.per as StoredLine['per'],
  stepMinutes: row.step_minutes as StoredLine['stepMinutes'],
  copayCollection: row.copay_collection as StoredLine['copayCollection'],
  billableKinds: row.billable_kinds as StoredLine['billableKinds'],
  invoiceWithinMonths: row.invoice_within_months,
  positionNumber: row.position_number,
  tariff: row.tariff,
  contractName: row.contract_name,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

/** All prices of an organisation that were not withdrawn, newest first. */
export async function selectContractLines(tx: Tx, organisationId: string): Promise<StoredLine[]> {
  const rows = await lines(tx)
    .where('organisation_id', '=', organisationId)
    .orderBy('valid_from', 'desc')
    .orderBy('insurer_group')
    .orderBy('setting')
    .orderBy('id')
    .execute();
  return rows.map(asLine);
}

export async function lockContractLine(tx: Tx, id: string): Promise<StoredLine | undefined> {
  const row = await lines(tx).where('id', '=', id).forUpdate().executeTakeFirst();
  return row && asLine(row);
}

export async function appendContractLine(
  tx: Tx,
  line: ContractLineWish & { id: string; organisationId: string; at: Temporal.Instant; by: string | null },
): Promise<void> {
  await sql`insert into payers.contract_line (id, organisation_id, provider_ik, insurer_group, state, setting, price_cents, per, step_minutes, copay_collection,
      billable_kinds, invoice_within_months, position_number, tariff, contract_name, valid_from, valid_to, recorded_at, recorded_by)
    values (${line.id}, ${line.organisationId}, ${line.providerIk}, ${line.insurerGroup}, ${line.state}, ${line.setting}, ${line.priceCents}, ${line.per},
      ${line.stepMinutes}, ${line.copayCollection}, ${line.billableKinds}::text[], ${line.invoiceWithinMonths}, ${line.positionNumber}, ${line.tariff},
      ${line.contractName}, ${line.validFrom}, ${line.validTo}, ${line.at.toString()}, ${line.by})`.execute(tx);
}

export async function endContractLineRow(tx: Tx, id: string, to: string): Promise<void> {
  await sql`update payers.contract_line set valid_to = ${to}::date, version = version + 1 where id = ${id}`.execute(tx);
}

export async function withdrawContractLineRow(tx: Tx, id: string, at: Temporal.Instant): Promise<void> {
  await sql`update payers.contract_line set withdrawn_at = ${at.toString()}, version = version + 1 where id = ${id}`.execute(tx);
}

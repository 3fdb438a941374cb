import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { Payer, PayerFile, PayerRoute } from '../contract/payers.ts';
import type { FilePayer, PayerFileReading } from '../rules/payer-file.ts';

const BATCH = 500; // rows of one statement

/** Files read in of one group, newest quarter first; locked against a second import of the same moment. */
export async function lockFiles(tx: Tx, insurerGroup: string): Promise<{ id: string; quarter: string; madeAt: string; name: string }[]> {
  await sql`select pg_advisory_xact_lock(hashtext('payers.import'))`.execute(tx);
  const rows = await tx
    .selectFrom('payers.payer_file')
    .select(['id', 'quarter', 'made_at', 'name'])
    .where('insurer_group', '=', insurerGroup)
    .orderBy('quarter', 'desc')
    .execute();
  return rows.map(({ id, quarter, made_at, name }) => ({ id, quarter, madeAt: made_at, name }));
}

export async function appendFile(
  tx: Tx,
  file: { id: string; reading: PayerFileReading; hash: Buffer; at: Temporal.Instant; by: string | null },
): Promise<void> {
  const { reading } = file;
  await sql`insert into payers.payer_file (id, name, quarter, insurer_group, valid_from, made_at, hash, payers, skipped_contacts, imported_at, imported_by)
    values (${file.id}, ${reading.name}, ${reading.quarter}, ${reading.insurerGroup}, ${reading.validFrom}, ${reading.madeAt}, ${file.hash},
      ${reading.payers.length}, ${reading.skippedContacts}, ${file.at.toString()}, ${file.by})`.execute(tx);
}

/** A payer's own days, cut to those of the file's quarter. */
const firstDay = (payer: FilePayer, quarterStart: string) => (payer.validFrom > quarterStart ? payer.validFrom : quarterStart);

export async function appendPayers(tx: Tx, fileId: string, reading: PayerFileReading, newId: () => string): Promise<number> {
  let routes = 0;
  for (let from = 0; from < reading.payers.length; from += BATCH) {
    const batch = reading.payers.slice(from, from + BATCH);
    await tx
      .insertInto('payers.payer')
      .values(
        batch.map((payer) => ({
          id: newId(),
          file_id: fileId,
          ik: payer.ik,
          name: payer.name,
          short_name: payer.shortName,
          insurer_group: reading.insurerGroup,
          street: payer.street,
          postal_code: payer.postalCode,
          place: payer.place,
          valid_from: firstDay(payer, reading.validFrom),
          valid_to: payer.validTo,
        })),
      )
      .execute();
  }
  const all = reading.payers.flatMap(({ ik, routes: own }) => own.map((route) => ({ ik, ...route })));
  for (let from = 0; from < all.length; from += BATCH) {
    const batch = all.slice(from, from + BATCH);
    await tx
      .insertInto('payers.payer_route')
      .values(
        batch.map((route) => ({
          id: newId(),
          file_id: fileId,
          ik: route.ik,
          kind: route.kind,
          partner_ik: route.partnerIk,
          provider_group: route.providerGroup,
          billing_code: route.billingCode,
          region: route.region,
          data_kind: route.dataKind,
        })),
      )
      .execute();
    routes += batch.length;
  }
  return routes;
}

/** Rows of earlier files of a group end the day before; those that would begin after it were never valid. */
export async function endEarlierPayers(tx: Tx, fileId: string, insurerGroup: string, validFrom: string): Promise<number> {
  const { numAffectedRows } = await sql`update payers.payer set valid_to = ${validFrom}::date - 1
    where insurer_group = ${insurerGroup} and file_id <> ${fileId} and (valid_to is null or valid_to >= ${validFrom}::date)`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}

export async function selectFiles(tx: Tx): Promise<PayerFile[]> {
  const { rows } = await sql<{
    id: string;
    name: string;
    quarter: string;
    insurer_group: string;
    valid_from: string;
    payers: number;
    skipped_contacts: number;
    imported_at: Temporal.Instant;
    current: boolean;
  }>`select f.id, f.name, f.quarter, f.insurer_group, f.valid_from, f.payers, f.skipped_contacts, f.imported_at,
      not exists (select 1 from payers.payer_file n where n.insurer_group = f.insurer_group and (n.quarter, n.made_at) > (f.quarter, f.made_at)) as current
    from payers.payer_file f order by f.quarter desc, f.insurer_group, f.imported_at desc limit 100`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    quarter: row.quarter,
    insurerGroup: row.insurer_group,
    validFrom: row.valid_from,
    payers: row.payers,
    skippedContacts: row.skipped_contacts,
    importedAt: row.imported_at.toString(),
    current: row.current,
  }));
}

interface PayerRow {
  ik: string;
  name: string;
  short_name: string | null;
  insurer_group: string;
  street: string | null;
  postal_code: string | null;
  place: string | null;
  valid_from: string;
  valid_to: string | null;
  quarter: string;
}

const asPayer = (row: PayerRow): Payer => ({
  ik: row.ik,
  name: row.name,
  shortName: row.short_name,
  insurerGroup: row.insurer_group,
  street: row.street,
  postalCode: row.postal_code,
  place: row.place,
  quarter: row.quarter,
  validFrom: row.valid_from,
  validTo: row.valid_to,
});

const escaped = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** Payers by a part of the name or the beginning of the IK, on a day; institutions that pay nothing themselves are in it. */
export async function selectPayers(
  tx: Tx,
  sought: { q: string; insurerGroup: string | null; day: string | null; most: number },
): Promise<Payer[]> {
  const text = `%${escaped(sought.q)}%`;
  const { rows } =
    await sql<PayerRow>`select p.ik, p.name, p.short_name, p.insurer_group, p.street, p.postal_code, p.place, p.valid_from, p.valid_to, f.quarter
    from payers.payer p join payers.payer_file f on f.id = p.file_id
    where (${sought.day}::date is null and p.valid_to is null or ${sought.day}::date between p.valid_from and coalesce(p.valid_to, 'infinity'))
      and (${sought.insurerGroup}::text is null or p.insurer_group = ${sought.insurerGroup})
      and (${sought.q} = '' or p.ik like ${`${escaped(sought.q)}%`} or p.name ilike ${text} or p.short_name ilike ${text})
    order by exists (select 1 from payers.payer_route r where r.ik = p.ik and r.kind = '01' and r.file_id = p.file_id) desc, p.name, p.ik
    limit ${sought.most}`.execute(tx);
  return rows.map(asPayer);
}

/** All states of a payer, newest first. */
export async function selectPayerStates(tx: Tx, ik: string): Promise<(Payer & { fileId: string })[]> {
  const { rows } = await sql<
    PayerRow & { file_id: string }
  >`select p.file_id, p.ik, p.name, p.short_name, p.insurer_group, p.street, p.postal_code, p.place,
      p.valid_from, p.valid_to, f.quarter
    from payers.payer p join payers.payer_file f on f.id = p.file_id where p.ik = ${ik} order by f.quarter desc, f.made_at desc`.execute(
    tx,
  );
  return rows.map((row) => ({ ...asPayer(row), fileId: row.file_id }));
}

export async function selectRoutes(tx: Tx, ik: string, fileId: string): Promise<PayerRoute[]> {
  const { rows } = await sql<{
    kind: PayerRoute['kind'];
    partner_ik: string;
    partner_name: string | null;
    billing_code: string | null;
    region: string | null;
    data_kind: string | null;
  }>`select r.kind, r.partner_ik, r.billing_code, r.region, r.data_kind,
      (select p.name from payers.payer p where p.ik = r.partner_ik order by p.valid_from desc limit 1) as partner_name
    from payers.payer_route r where r.ik = ${ik} and r.file_id = ${fileId} order by r.kind, r.billing_code, r.region, r.partner_ik`.execute(
    tx,
  );
  return rows.map((row) => ({
    kind: row.kind,
    partnerIk: row.partner_ik,
    partnerName: row.partner_name,
    billingCode: row.billing_code,
    region: row.region,
    dataKind: row.data_kind,
  }));
}

export async function hasFiles(tx: Tx): Promise<boolean> {
  return (await tx.selectFrom('payers.payer_file').select('id').limit(1).executeTakeFirst()) !== undefined;
}

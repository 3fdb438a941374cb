import { sql } from 'kysely';
import type { Tx } from '#platform/database.ts';

/** Runs of one practice stand one after the other. */
export async function lockRuns(tx: Tx, organisationId: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('billing.run'), hashtext(${organisationId}))`.execute(tx);
}

export async function appendRun(
  tx: Tx,
  run: { id: string; organisationId: string; month: string; at: Temporal.Instant; by: string; sessions: number; blocked: number },
): Promise<void> {
  await sql`insert into billing.run (id, organisation_id, month, started_at, started_by, sessions, blocked)
    values (${run.id}, ${run.organisationId}, ${run.month}, ${run.at.toString()}, ${run.by}, ${run.sessions}, ${run.blocked})`.execute(tx);
}

export interface NewInvoice {
  id: string;
  runId: string | null;
  organisationId: string;
  kind: 'invoice' | 'cancellation' | 'reissue';
  cancelsId: string | null;
  payerIk: string;
  payerName: string;
  month: string;
  recipient: Record<string, string | null>;
  sender: Record<string, string | null>;
  copayCollection: 'insurer' | 'provider';
  grossCents: number;
  copayCents: number;
  netCents: number;
  at: Temporal.Instant;
  by: string;
}

export async function appendInvoice(tx: Tx, one: NewInvoice): Promise<void> {
  await sql`insert into billing.invoice (id, run_id, organisation_id, kind, cancels_id, payer_ik, payer_name, recipient, sender, month, state, gross_cents, copay_cents,
      net_cents, copay_collection, created_at, created_by)
    values (${one.id}, ${one.runId}, ${one.organisationId}, ${one.kind}, ${one.cancelsId}, ${one.payerIk}, ${one.payerName}, ${JSON.stringify(one.recipient)}::jsonb,
      ${JSON.stringify(one.sender)}::jsonb, ${one.month}, 'DRAFT', ${one.grossCents}, ${one.copayCents}, ${one.netCents}, ${one.copayCollection}, ${one.at.toString()},
      ${one.by})`.execute(tx);
}

export interface NewLine {
  id: string;
  personId: string;
  sessionId: string;
  prescriptionId: string;
  day: string;
  setting: 'single' | 'group';
  status: 'EXEMPT' | 'APPROVED' | 'PROVISIONAL';
  minutes: number;
  hundredths: number;
  priceCents: number;
  amountCents: number;
  copayCents: number;
  contractLineId: string;
  positionNumber: string | null;
  tariff: string | null;
  signedHow: string;
  frozenSealed: Buffer;
  reverses: string | null;
}

/** Lines in the order given, counted from 1. Reversed lines stop being in force. */
export async function appendLines(tx: Tx, invoiceId: string, organisationId: string, lines: readonly NewLine[]): Promise<void> {
  if (lines.length === 0) return;
  await tx
    .insertInto('billing.invoice_line')
    .values(
      lines.map((line, index) => ({
        id: line.id,
        invoice_id: invoiceId,
        organisation_id: organisationId,
        position: index + 1,
        person_id: line.personId,
        session_id: line.sessionId,
        prescription_id: line.prescriptionId,
        day: line.day,
        setting: line.setting,
        status: line.status,
        minutes: line.minutes,
        hundredths: line.hundredths,
        price_cents: line.priceCents,
        amount_cents: line.amountCents,
        copay_cents: line.copayCents,
        contract_line_id: line.contractLineId,
        position_number: line.positionNumber,
        tariff: line.tariff,
        signed_how: line.signedHow,
        frozen_sealed: line.frozenSealed,
        reverses: line.reverses,
      })),
    )
    .execute();
}

/** Throws drafts and their lines away; the database refuses anything with a number. */
export async function deleteInvoices(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx.deleteFrom('billing.invoice_line').where('invoice_id', 'in', ids).execute();
  await tx.deleteFrom('billing.invoice').where('id', 'in', ids).execute();
}

export async function deleteLines(tx: Tx, invoiceId: string): Promise<void> {
  await tx.deleteFrom('billing.invoice_line').where('invoice_id', '=', invoiceId).execute();
}

/** Drafts of a month that a new run replaces. */
export async function lockDrafts(tx: Tx, organisationId: string, month: string, payerIk: string | null): Promise<string[]> {
  let query = tx
    .selectFrom('billing.invoice')
    .select('id')
    .where('organisation_id', '=', organisationId)
    .where('month', '=', month)
    .where('kind', '=', 'invoice')
    .where('state', 'in', ['DRAFT', 'CHECKED'])
    .forUpdate();
  if (payerIk) query = query.where('payer_ik', '=', payerIk);
  return (await query.execute()).map(({ id }) => id);
}

const invoices = (tx: Tx) => tx.selectFrom('billing.invoice as i').selectAll('i');
export type InvoiceRow = Awaited<ReturnType<ReturnType<typeof invoices>['executeTakeFirstOrThrow']>>;

export function lockInvoice(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  return invoices(tx).where('id', '=', id).forUpdate().executeTakeFirst();
}

export function findInvoiceRow(tx: Tx, id: string): Promise<InvoiceRow | undefined> {
  return invoices(tx).where('id', '=', id).executeTakeFirst();
}

/** All invoices of a practice, newest first. */
export function selectInvoices(tx: Tx, organisationId: string): Promise<(InvoiceRow & { lines: number })[]> {
  return tx
    .selectFrom('billing.invoice as i')
    .selectAll('i')
    .select((eb) =>
      eb
        .selectFrom('billing.invoice_line as l')
        .whereRef('l.invoice_id', '=', 'i.id')
        .select((count) => count.fn.countAll<number>().as('lines'))
        .as('lines'),
    )
    .where('i.organisation_id', '=', organisationId)
    .orderBy('i.number', (order) => order.desc().nullsFirst())
    .orderBy('i.created_at', 'desc')
    .orderBy('i.id', 'desc')
    .limit(2000)
    .execute()
    .then((rows) => rows.map((row) => ({ ...row, lines: row.lines ?? 0 })));
}

const lines = (tx: Tx) => tx.selectFrom('billing.invoice_line').selectAll();
export type LineRow = Awaited<ReturnType<ReturnType<typeof lines>['executeTakeFirstOrThrow']>>;

export function selectLines(tx: Tx, invoiceId: string): Promise<LineRow[]> {
  return lines(tx).where('invoice_id', '=', invoiceId).orderBy('position').execute();
}

/** Whether no key of this person is left: after the retention time it was destroyed. */
export async function wasErased(tx: Tx, personId: string): Promise<boolean> {
  const { rows } = await sql<{ gone: boolean }>`select app.is_erased(${personId}) as gone`.execute(tx);
  return rows[0]?.gone === true;
}

/** Lines of one person on invoices that have a number, in the order of the numbers. */
export function selectForCopy(tx: Tx, personId: string, organisationId: string) {
  return tx
    .selectFrom('billing.invoice_line as l')
    .innerJoin('billing.invoice as i', 'i.id', 'l.invoice_id')
    .select(['i.number', 'i.kind', 'i.month', 'i.issued_on', 'i.payer_name', 'i.state'])
    .select(['l.invoice_id', 'l.day', 'l.hundredths', 'l.amount_cents', 'l.copay_cents'])
    .where('l.person_id', '=', personId)
    .where('i.organisation_id', '=', organisationId)
    .where('i.number', 'is not', null)
    .orderBy('i.number')
    .orderBy('l.position')
    .execute();
}

/** Pictures of signatures drawn on the screen, by session: those that nobody took back. */
export async function selectSignatureFiles(tx: Tx, sessionIds: readonly string[]): Promise<{ id: string; file_id: string }[]> {
  const { rows } = await sql<{ id: string; file_id: string }>`
    select s.id, f.id as file_id from soziotherapie.session s join records.file f on f.id = s.signature_file_id
    where s.id = any (${[...new Set(sessionIds)]}::uuid[]) and f.state = 'kept' order by s.id`.execute(tx);
  return rows;
}

export function selectPayments(tx: Tx, invoiceId: string) {
  return tx.selectFrom('billing.payment').selectAll().where('invoice_id', '=', invoiceId).orderBy('received_on').orderBy('id').execute();
}

export function selectRelated(tx: Tx, row: Pick<InvoiceRow, 'id' | 'cancels_id'>) {
  return tx
    .selectFrom('billing.invoice')
    .select(['id', 'kind', 'number', 'cancels_id'])
    .where((eb) =>
      eb.or([
        eb('cancels_id', '=', row.id),
        ...(row.cancels_id ? [eb('id', '=', row.cancels_id), eb('cancels_id', '=', row.cancels_id)] : []),
      ]),
    )
    .where('id', '<>', row.id)
    .execute();
}

/** Was every line of it taken back by a cancellation with a number of its own? */
export async function isCancelled(tx: Tx, id: string): Promise<boolean> {
  const row = await tx
    .selectFrom('billing.invoice')
    .select('id')
    .where('cancels_id', '=', id)
    .where('kind', '=', 'cancellation')
    .executeTakeFirst();
  return row !== undefined;
}

type Change = Partial<
  Pick<
    InvoiceRow,
    | 'state'
    | 'number'
    | 'issued_on'
    | 'sent_on'
    | 'sent_by_channel'
    | 'due_on'
    | 'keep_until'
    | 'cut_reason'
    | 'gross_cents'
    | 'copay_cents'
    | 'net_cents'
  >
> & { recipient?: string; sender?: string };

export async function updateInvoice(tx: Tx, id: string, change: Change): Promise<void> {
  await tx
    .updateTable('billing.invoice')
    .set((eb) => ({ ...change, version: eb('version', '+', 1) }))
    .where('id', '=', id)
    .execute();
}

/** The next running number of a year: the row is locked until the end of the transaction, so that none is skipped or given twice. */
export async function drawNumber(tx: Tx, organisationId: string, year: number): Promise<number> {
  const { rows } = await sql<{
    drawn: number;
  }>`insert into billing.number_range as r (organisation_id, year, next) values (${organisationId}, ${year}, 2)
    on conflict (organisation_id, year) do update set next = r.next + 1 returning r.next - 1 as drawn`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('no number was drawn');
  return row.drawn;
}

export async function appendPayment(
  tx: Tx,
  one: {
    id: string;
    invoiceId: string;
    organisationId: string;
    on: string;
    cents: number;
    code: string;
    note: string | null;
    at: Temporal.Instant;
    by: string;
  },
): Promise<void> {
  await sql`insert into billing.payment (id, invoice_id, organisation_id, received_on, cents, reply_code, note, recorded_at, recorded_by)
    values (${one.id}, ${one.invoiceId}, ${one.organisationId}, ${one.on}, ${one.cents}, ${one.code}, ${one.note}, ${one.at.toString()}, ${one.by})`.execute(
    tx,
  );
}

export function selectRanges(tx: Tx, organisationId: string) {
  return tx
    .selectFrom('billing.number_range')
    .select(['year', 'next'])
    .where('organisation_id', '=', organisationId)
    .orderBy('year', 'desc')
    .execute();
}

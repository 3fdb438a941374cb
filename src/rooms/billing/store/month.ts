import { sql } from 'kysely';
import { dayInBerlin } from '#kernel/time.ts';
import type { Tx } from '#platform/database.ts';

export interface SessionRow {
  id: string;
  version: number;
  episodeId: string;
  personId: string;
  practitioner: string;
  day: string;
  start: string;
  end: string;
  setting: 'single' | 'group';
  minutes: number;
  state: string;
  documented: boolean;
  lateReleased: boolean;
  signedHow: string | null;
  signedAt: string | null;
  present: number;
  /** The day of its release, and of the first invoice with a number that held it. */
  releasedOn: string | null;
  firstInvoicedOn: string | null;
  /** The invoice whose line is in force, or the draft. */
  invoiceId: string | null;
  invoiceNumber: string | null;
  familyName: string | null;
  givenName: string | null;
  birthDate: string | null;
  street: string | null;
  postalCode: string | null;
  place: string | null;
}

interface RawSession {
  id: string;
  version: number;
  episode_id: string;
  person_id: string;
  practitioner: string | null;
  day: string;
  start_local: string;
  end_local: string;
  setting: 'single' | 'group';
  minutes: number;
  state: string;
  documented: boolean;
  late_released: boolean;
  signed_how: string | null;
  signed_at: Temporal.Instant | null;
  present: number;
  released_at: Temporal.Instant | null;
  first_invoiced_on: string | null;
  invoice_id: string | null;
  invoice_number: string | null;
  family_name: string | null;
  given_name: string | null;
  birth_date: string | null;
  street: string | null;
  postal_code: string | null;
  place: string | null;
}

/**
 * Sessions that took place, or are still to be written down, of a practice: of a month (`from`, `to`), or those with these ids, or all
 * that are released up to a day and stand on no invoice.
 */
export async function selectBillable(
  tx: Tx,
  organisationId: string,
  sought: { from: string; to: string } | { ids: readonly string[] } | { unbilledUntil: string },
): Promise<SessionRow[]> {
  const line = sql`(select l.invoice_id from billing.invoice_line l where l.session_id = s.id and l.live limit 1)`;
  const which =
    'ids' in sought
      ? sql`s.id = any (${sought.ids}::uuid[])`
      : 'from' in sought
        ? sql`s.day between ${sought.from} and ${sought.to}`
        : sql`s.day <= ${sought.unbilledUntil} and s.state in ('RELEASED', 'INVOICED', 'PAID') and ${line} is null`;
  const { rows } =
    await sql<RawSession>`select s.id, s.version, s.episode_id, s.person_id, concat_ws(' und ', t.name, c.name) as practitioner, s.day, s.start_local, s.end_local, s.setting,
      s.minutes, s.state, s.documented_at is not null as documented, s.late_released_at is not null as late_released, s.signed_how, s.signed_at,
      case when s.setting = 'single' then 1 else (select count(*)::int from soziotherapie.session g
        where g.group_session_id = s.group_session_id and g.takes_place and not g.co_led) end as present,
      s.released_at, (select min(f.issued_on)::text from billing.invoice_line l join billing.invoice f on f.id = l.invoice_id
        where l.session_id = s.id and l.reverses is null and f.number is not null) as first_invoiced_on,
      i.id as invoice_id, i.number as invoice_number,
      p.family_name, p.given_name, p.birth_date, p.street, p.postal_code, p.place
    from soziotherapie.session s
    join people.person p on p.id = s.person_id
    left join directory.practitioner t on t.id = s.practitioner_id
    left join directory.practitioner c on c.id = s.co_practitioner_id
    left join billing.invoice i on i.id = ${line}
    where s.organisation_id = ${organisationId} and s.takes_place and not s.co_led and s.state not in ('PLANNED', 'CONFIRMED') and ${which}
    order by s.day, s.start_local, p.family_name, s.id limit 5000`.execute(tx);
  return rows.map((row) => ({
    id: row.id,
    version: row.version,
    episodeId: row.episode_id,
    personId: row.person_id,
    practitioner: row.practitioner ?? '',
    day: row.day,
    start: row.start_local,
    end: row.end_local,
    setting: row.setting,
    minutes: row.minutes,
    state: row.state,
    documented: row.documented,
    lateReleased: row.late_released,
    signedHow: row.signed_how,
    signedAt: row.signed_at?.toString() ?? null,
    present: row.present,
    releasedOn: row.released_at === null ? null : dayInBerlin(row.released_at).toString(),
    firstInvoicedOn: row.first_invoiced_on,
    invoiceId: row.invoice_id,
    invoiceNumber: row.invoice_number,
    familyName: row.family_name,
    givenName: row.given_name,
    birthDate: row.birth_date,
    street: row.street,
    postalCode: row.postal_code,
    place: row.place,
  }));
}

export interface PartRow {
  sessionId: string;
  personId: string;
  status: 'EXEMPT' | 'APPROVED' | 'PROVISIONAL' | 'UNCOVERED';
  minutes: number;
  prescriptionId: string | null;
  issuedOn: string | null;
  kind: string | null;
  formSealed: Buffer | null;
  lanr: string | null;
  bsnr: string | null;
  hospitalIk: string | null;
  prescriberKind: string | null;
  prescriber: string | null;
  approvalNumber: string | null;
  approvedOn: string | null;
}

/** How sessions count now, with the prescription, who issued it and the letter of the insurer in force. */
export async function selectBilledParts(tx: Tx, sessionIds: readonly string[]): Promise<PartRow[]> {
  if (sessionIds.length === 0) return [];
  const { rows } = await sql<{
    session_id: string;
    person_id: string;
    status: PartRow['status'];
    minutes: number;
    prescription_id: string | null;
    issued_on: string | null;
    kind: string | null;
    form_sealed: Buffer | null;
    lanr: string | null;
    bsnr: string | null;
    ik: string | null;
    prescriber_kind: string | null;
    prescriber: string | null;
    number: string | null;
    decided_on: string | null;
  }>`select sp.session_id, sp.person_id, sp.status, sp.minutes, sp.prescription_id, rx.issued_on, rx.kind, rx.form_sealed, d.lanr, d.bsnr, d.ik,
      d.kind as prescriber_kind, concat_ws(' ', d.title, d.name) as prescriber, letter.number, letter.decided_on
    from soziotherapie.session_part sp
    left join soziotherapie.prescription rx on rx.id = sp.prescription_id
    left join soziotherapie.prescriber d on d.id = rx.prescriber_id
    left join lateral (select c.number, c.decided_on from soziotherapie.decision c
      where c.prescription_id = rx.id and c.kind <> 'refused' and c.mistaken_at is null order by c.recorded_at desc limit 1) letter on true
    where sp.session_id = any (${sessionIds}::uuid[]) and sp.live order by sp.session_id, sp.position`.execute(tx);
  return rows.map((row) => ({
    sessionId: row.session_id,
    personId: row.person_id,
    status: row.status,
    minutes: row.minutes,
    prescriptionId: row.prescription_id,
    issuedOn: row.issued_on,
    kind: row.kind,
    formSealed: row.form_sealed,
    lanr: row.lanr,
    bsnr: row.bsnr,
    hospitalIk: row.ik,
    prescriberKind: row.prescriber_kind,
    prescriber: row.prescriber,
    approvalNumber: row.number,
    approvedOn: row.decided_on,
  }));
}

/** Hospital stays of persons in a practice. */
export async function selectStaysOf(tx: Tx, personIds: readonly string[], organisationId: string) {
  if (personIds.length === 0) return [];
  return tx
    .selectFrom('soziotherapie.hospital_stay')
    .select(['person_id', 'admitted_on', 'admitted_at', 'discharged_on', 'discharged_at'])
    .where('person_id', 'in', personIds)
    .where('organisation_id', '=', organisationId)
    .where('withdrawn_at', 'is', null)
    .execute();
}

/** Sender of invoices: the practice as it writes itself. */
export async function findSender(tx: Tx, organisationId: string) {
  const row = await tx.selectFrom('soziotherapie.practice').selectAll().where('organisation_id', '=', organisationId).executeTakeFirst();
  return (
    row && {
      name: row.name,
      ik: row.ik,
      state: row.state,
      street: row.street,
      postalCode: row.postal_code,
      place: row.place,
      phone: row.phone,
      email: row.email,
      bankName: row.bank_name,
      iban: row.iban,
      taxNumber: row.tax_number,
    }
  );
}
export type Sender = NonNullable<Awaited<ReturnType<typeof findSender>>>;

/** Released sessions of earlier months that stand on no invoice, by month. */
export async function countEarlier(tx: Tx, organisationId: string, before: string): Promise<{ month: string; sessions: number }[]> {
  const { rows } = await sql<{ month: string; sessions: number }>`select left(s.day::text, 7) as month, count(*)::int as sessions
    from soziotherapie.session s
    where s.organisation_id = ${organisationId} and s.day < ${before} and s.takes_place and not s.co_led
      and s.state in ('DELIVERED', 'LATE_PENDING', 'DOCUMENTED', 'SIGNED', 'RELEASED')
    group by 1 order by 1`.execute(tx);
  return rows;
}

export async function lastRunAt(tx: Tx, organisationId: string, month: string): Promise<string | null> {
  const row = await tx
    .selectFrom('billing.run')
    .select('started_at')
    .where('organisation_id', '=', organisationId)
    .where('month', '=', month)
    .orderBy('started_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.started_at.toString() ?? null;
}

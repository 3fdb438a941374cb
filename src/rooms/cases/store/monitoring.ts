import { type Insertable, sql } from 'kysely';
import type { Tx } from '#platform/database.ts';
import type { CasesContact, CasesHospitalStay, CasesMonitoringEntry, CasesReview } from '#platform/schema.gen.ts';
import type { Day } from '../rules/findings/days.ts';
import type { LineState } from '../rules/line.ts';
import type { Barrier, ContactKind, EntryFit, EntrySource, ReviewOutcome, WithWhom } from '../rules/monitoring.ts';

export interface ContactRow {
  id: string;
  person_id: string;
  kind: ContactKind;
  with_whom: WithWhom;
  at: Temporal.Instant;
  on_day: Day;
  minutes: number | null;
  reached: boolean;
  summary_sealed: Buffer | null;
  service_line_id: string | null;
  next_on: Day | null;
  amends_id: string | null;
  amended: boolean;
  by_name: string | null;
}

/** Contacts of a case, newest first; those that a later row corrects are among them. */
export async function selectContacts(tx: Tx, caseId: string, most: number): Promise<ContactRow[]> {
  const { rows } =
    await sql<ContactRow>`select k.id, k.person_id, k.kind, k.with_whom, k.at, k.on_day, k.minutes, k.reached, k.summary_sealed, k.service_line_id, k.next_on,
      k.amends_id, exists (select 1 from cases.contact z where z.amends_id = k.id) as amended, a.name as by_name
    from cases.contact k left join access.account a on a.id = k.made_by where k.case_id = ${caseId} order by k.at desc, amended, k.id desc limit ${most}`.execute(
      tx,
    );
  return rows;
}

export async function appendContact(tx: Tx, row: Insertable<CasesContact>): Promise<void> {
  await tx.insertInto('cases.contact').values(row).execute();
}

/** Of which case a contact is, and whether a later one corrects it. */
export async function findContact(tx: Tx, id: string): Promise<{ case_id: string; amended: boolean } | undefined> {
  const { rows } = await sql<{
    case_id: string;
    amended: boolean;
  }>`select k.case_id, exists (select 1 from cases.contact z where z.amends_id = k.id) as amended
    from cases.contact k where k.id = ${id}`.execute(tx);
  return rows[0];
}

export interface EntryRow {
  id: string;
  person_id: string;
  on_day: Day;
  source: EntrySource;
  service_line_id: string | null;
  goal_id: string | null;
  units_planned: string | number | null;
  units_delivered: string | number | null;
  attended: number | null;
  fits: EntryFit | null;
  satisfaction: number | null;
  barrier: Barrier | null;
  next_on: Day | null;
  text_sealed: Buffer | null;
  by_name: string | null;
}
export async function selectEntries(tx: Tx, caseId: string, most: number): Promise<EntryRow[]> {
  const { rows } =
    await sql<EntryRow>`select e.id, e.person_id, e.on_day, e.source, e.service_line_id, e.goal_id, e.units_planned, e.units_delivered, e.attended, e.fits,
      e.satisfaction, e.barrier, e.next_on, e.text_sealed, a.name as by_name
    from cases.monitoring_entry e left join access.account a on a.id = e.made_by where e.case_id = ${caseId} order by e.on_day desc, e.made_at desc, e.id desc limit ${most}`.execute(
      tx,
    );
  return rows;
}

export async function appendEntry(tx: Tx, row: Insertable<CasesMonitoringEntry>): Promise<void> {
  await tx.insertInto('cases.monitoring_entry').values(row).execute();
}

export interface ReviewRow {
  id: string;
  person_id: string;
  reviewed_on: Day;
  outcome: ReviewOutcome;
  with_client: boolean;
  text_sealed: Buffer | null;
  by_name: string | null;
}
export async function selectReviews(tx: Tx, caseId: string): Promise<ReviewRow[]> {
  const { rows } = await sql<ReviewRow>`select r.id, r.person_id, r.reviewed_on, r.outcome, r.with_client, r.text_sealed, a.name as by_name
    from cases.review r left join access.account a on a.id = r.made_by where r.case_id = ${caseId} order by r.reviewed_on desc, r.id desc`.execute(
    tx,
  );
  return rows;
}

export async function appendReview(tx: Tx, row: Insertable<CasesReview>): Promise<void> {
  await tx.insertInto('cases.review').values(row).execute();
  await sql`update cases."case" c set last_review_on = greatest(c.last_review_on, ${row.reviewed_on as Day}::date) where c.id = ${row.case_id as string}`.execute(
    tx,
  );
}

export interface StayRow {
  id: string;
  case_id: string;
  person_id: string;
  organisation_id: string;
  admitted_on: Day;
  discharged_on: Day | null;
  follow_up_needed: boolean;
}
export async function selectStays(tx: Tx, caseId: string): Promise<StayRow[]> {
  const { rows } =
    await sql<StayRow>`select h.id, h.case_id, h.person_id, h.organisation_id, h.admitted_on, h.discharged_on, h.follow_up_needed
    from cases.hospital_stay h where h.case_id = ${caseId} order by h.admitted_on desc, h.id desc`.execute(tx);
  return rows;
}
export async function lockStay(tx: Tx, id: string): Promise<StayRow | undefined> {
  const { rows } =
    await sql<StayRow>`select h.id, h.case_id, h.person_id, h.organisation_id, h.admitted_on, h.discharged_on, h.follow_up_needed
    from cases.hospital_stay h where h.id = ${id} for update`.execute(tx);
  return rows[0];
}
export async function appendStay(tx: Tx, row: Insertable<CasesHospitalStay>): Promise<void> {
  await tx.insertInto('cases.hospital_stay').values(row).execute();
}
export async function updateStay(tx: Tx, id: string, change: { discharged_on: Day | null; follow_up_needed: boolean }): Promise<void> {
  await tx.updateTable('cases.hospital_stay').set(change).where('id', '=', id).execute();
}

export interface LineRow {
  id: string;
  person_id: string;
  service_type: string;
  state: LineState;
  provider: string | null;
  provider_sealed: Buffer | null;
  started_on: Day | null;
  since: Day;
  rhythm_days: number | null;
  approved_units: string | number | null;
  used_units: string | number | null;
  valid_until: Day | null;
  last_contact_on: Day | null;
  mirrors: string | null;
}
/** Lines with whoever gives the service, as the directory calls them. */
export async function selectMonitoredLines(tx: Tx, caseId: string): Promise<LineRow[]> {
  const { rows } =
    await sql<LineRow>`select l.id, l.person_id, l.service_type, l.state, coalesce(p.name, o.name) as provider, l.provider_sealed, l.started_on, l.since, l.rhythm_days,
      l.approved_units, l.used_units, l.valid_until, l.last_contact_on, l.mirrors
    from cases.service_line l left join directory.practitioner p on p.id = l.practitioner_id left join directory.organisation o on o.id = l.provider_organisation_id
    where l.case_id = ${caseId} order by (l.state in ('started', 'adapted')) desc, l.since desc, l.id`.execute(tx);
  return rows;
}
